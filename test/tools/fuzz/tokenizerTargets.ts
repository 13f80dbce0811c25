/** The readers of tokenizers' files: what is read must also encode, and come back from storage. */
import { finish } from "../../../src/core/steps.ts";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import { compileTokenizerSteps, readCompiled, writeCompiled } from "../../../src/core/tokens/files/compiledTokenizer.ts";
import { fileEncodingSteps } from "../../../src/core/tokens/files/fileEncoding.ts";
import { readTokenizerFile } from "../../../src/core/tokens/files/readTokenizerFile.ts";
import { TokenizerFileError } from "../../../src/core/tokens/files/tokenizerFile.ts";
import mergesOnly from "../../fixtures/tokenizers/anomalies-merges-only.json" with { type: "json" };
import llama3 from "../../fixtures/tokenizers/llama3-form.json" with { type: "json" };
import nfcFlags from "../../fixtures/tokenizers/nfc-flags.json" with { type: "json" };
import sentencePiece from "../../fixtures/tokenizers/sentencepiece-bpe.json" with { type: "json" };
import spacesInRuns from "../../fixtures/tokenizers/spaces-in-runs.json" with { type: "json" };
import tekken from "../../fixtures/tokenizers/tekken.json" with { type: "json" };
import unigram from "../../fixtures/tokenizers/unigram.json" with { type: "json" };
import wordpiece from "../../fixtures/tokenizers/wordpiece.json" with { type: "json" };
import { hasSentence, type Target } from "./target.ts";

const jsons: readonly unknown[] = [llama3, nfcFlags, mergesOnly, spacesInRuns, sentencePiece, unigram, wordpiece];
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const isRefusal = (error: unknown): boolean => error instanceof TokenizerFileError && hasSentence(error);

const texts = ["", "Hello, world! 12345 naïve 猫🐈\n\n  <s>[INST]<|endoftext|>", `${"a".repeat(300)}\u0301\u0000\ud800${" ".repeat(40)}`];

function encodeWith(encoding: Encoding): void {
  for (const text of texts) {
    for (const policy of ["allow", "text"] as const) {
      const ids = encoding.encode(text, policy);
      for (const id of ids)
        if (id < 0 || id >= encoding.vocabulary.vocabSize) throw new Error(`the id ${id} of ${encoding.vocabulary.vocabSize}`);
      encoding.decode(ids);
    }
  }
}

function open(bytes: Uint8Array, name: string): void {
  const file = readTokenizerFile(bytes, name, "cl100k");
  const stored = writeCompiled(finish(compileTokenizerSteps(file)));
  encodeWith(finish(fileEncodingSteps(readCompiled(stored), { id: "file", label: "file", usedBy: "" })));
}

/** All bytes, then a few tokens of two and more. */
const ranks = [
  ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
  ...["th", "he", "the", " the", "in", "in ", "\u00e9"].map(utf8),
]
  .map((bytes, rank) => `${Buffer.from(bytes).toString("base64")} ${rank}\n`)
  .join("");

const stored = [llama3, mergesOnly, sentencePiece].map((file) =>
  writeCompiled(finish(compileTokenizerSteps(readTokenizerFile(utf8(JSON.stringify(file)), "tokenizer.json", undefined)))),
);

export const tokenizerTargets: readonly Target[] = [
  {
    kind: "bytes",
    name: "tokenizer.json",
    corpus: jsons.map((file) => utf8(JSON.stringify(file))),
    words: [
      '"type":"BPE"',
      '"Regex":"',
      "\\\\p{L}+",
      "(?=",
      "(?:a|a)*",
      "{1,3}",
      "[^\\\\s",
      '"merges":[',
      "\u0120",
      "null",
      "1e999",
      '"__proto__"',
    ],
    isRefusal,
    run: (bytes) => open(bytes, "tokenizer.json"),
  },
  {
    kind: "value",
    name: "tokenizer",
    corpus: [...jsons, tekken],
    isRefusal,
    run: (value) => open(utf8(JSON.stringify(value) ?? ""), "tokenizer.json"),
  },
  {
    kind: "bytes",
    name: "tekken.json",
    corpus: [utf8(JSON.stringify(tekken))],
    words: ['"rank":', '"token_bytes":"', "AAAA", "=", '"pattern":"', '"default_vocab_size":', "-1", "1e999", '"__proto__"'],
    isRefusal,
    run: (bytes) => open(bytes, "tekken.json"),
  },
  {
    kind: "bytes",
    name: "tiktoken",
    corpus: [utf8(ranks)],
    words: ["AA== 0\n", " 1048575\n", " 9999999\n", "=", "\r\n", "\n\n", "IQ==", " "],
    isRefusal,
    run: (bytes) => open(bytes, "ranks.tiktoken"),
  },
  {
    kind: "bytes",
    name: "compact",
    corpus: stored,
    words: ["TST2", '"table":', '"entryCount":', '"runs":[', '"added":[', '"splits":[]', "null", "{", "[", "-1", "1e999"],
    isRefusal,
    run: (bytes) => encodeWith(finish(fileEncodingSteps(readCompiled(bytes), { id: "file", label: "file", usedBy: "" }))),
  },
];
