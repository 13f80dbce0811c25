/** Every reader of foreign input in the pure layers, with a corpus of committed files: those that NumPy and PyTorch wrote, and our own. */
import * as v from "valibot";
import { CheckpointError } from "../../../src/core/checkpoints/checkpointError.ts";
import { readShardIndex, readTensors } from "../../../src/core/checkpoints/checkpointFile.ts";
import { findEmbeddingTables } from "../../../src/core/checkpoints/embeddingTables.ts";
import { readTable } from "../../../src/core/checkpoints/readTable.ts";
import { globMatcher } from "../../../src/core/datasets/chosenFiles/globs.ts";
import { ignoreFileProblem, noIgnoreRules } from "../../../src/core/datasets/chosenFiles/ignoreRules.ts";
import { describedFile } from "../../../src/core/datasets/readManifest.ts";
import { bytesOfTokens, idsOfBytes, openTokenFile, startLength } from "../../../src/core/datasets/tokenFile.ts";
import { npyHeader } from "../../../src/core/numpy/npy.ts";
import { applyPatch, defaultLens } from "../../../src/lens/lens.ts";
import { lensPatchSchema } from "../../../src/protocol/lens.ts";
import { connect, type Handlers, type MethodTable } from "../../../src/protocol/rpc.ts";
import { sharedHostMethods } from "../../../src/protocol/views.ts";
import numpyFiles from "../../fixtures/numpyFiles.json" with { type: "json" };
import torchFiles from "../../fixtures/torchFiles.json" with { type: "json" };
import { damagedSafetensors } from "../../support/damagedSafetensors.ts";
import { makeCheckpoint } from "../../support/makeCheckpoint.ts";
import { type BytesTarget, hasSentence, type Target } from "./target.ts";
import { tokenizerTargets } from "./tokenizerTargets.ts";
import { runReadingInMemory } from "../../support/plain/readInMemory.ts";

const decoded = (files: readonly { readonly file: string }[]): Uint8Array[] =>
  files.map(({ file }) => new Uint8Array(Buffer.from(file, "base64")));
const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));
const small = { vocabSize: 7, contextLength: 4, embeddingDim: 3 };

const isCheckpointError = (error: unknown): boolean => error instanceof CheckpointError && hasSentence(error);
const isRangeError = (error: unknown): boolean => error instanceof RangeError && hasSentence(error);

/** Reads the headers, then every table, as a user does who picks one after the other. */
function checkpoint(name: string, fileName: string, corpus: readonly Uint8Array[], words: readonly string[]): BytesTarget {
  return {
    kind: "bytes",
    name,
    corpus,
    words,
    isRefusal: isCheckpointError,
    run: (bytes) => {
      const { tokenEmbedding, positionalEmbedding, candidates } = findEmbeddingTables(
        runReadingInMemory(readTensors(fileName, bytes.length), bytes),
      );
      for (const tensor of [tokenEmbedding, positionalEmbedding, ...candidates.slice(0, 8)]) {
        try {
          if (tensor !== undefined) runReadingInMemory(readTable(tensor), bytes);
        } catch (error) {
          if (!isCheckpointError(error)) throw error;
        }
      }
    },
  };
}

/** A file that is no checkpoint is often a file of ids. */
const tokenFile = (name: string, fileName: string, corpus: readonly Uint8Array[]): BytesTarget => ({
  kind: "bytes",
  name,
  corpus,
  words: ["PK\u0003\u0004", "version https://git-lfs.github.com/spec/v1\n", "'descr': '<i8'", "'shape': (2, 3)", "True"],
  isRefusal: isRangeError,
  run: (bytes) => {
    const file = openTokenFile(fileName, bytes.subarray(0, startLength), bytes.length);
    const { byteFrom, byteTo } = bytesOfTokens(file, 0, 100);
    idsOfBytes(file, bytes.subarray(byteFrom, byteTo));
  },
});

const manifest = {
  tokenscopeDataset: 1,
  encoding: "gpt2",
  options: { maxLength: 4, stride: 4 },
  outputs: [{ path: "train.bin", idType: "uint16", shape: [12] }],
};

/** Serves the views' table with handlers that do nothing; whatever is not answered or reported would leave a view waiting. */
async function receive(message: unknown): Promise<void> {
  const posted: unknown[] = [];
  const refused: string[] = [];
  const handlers = Object.fromEntries(Object.keys(sharedHostMethods).map((name) => [name, () => undefined]));
  const connection = connect<MethodTable, MethodTable>(
    { post: (answer) => posted.push(answer) },
    sharedHostMethods,
    handlers as Handlers<MethodTable>, // one for each name of the table
    (sentence) => refused.push(sentence),
  );
  connection.receive(message);
  await new Promise((resolve) => setImmediate(resolve));
  connection.close();
  const isRequest = v.safeParse(v.object({ kind: v.literal("request"), id: v.number(), method: v.string() }), message).success;
  if (isRequest && posted.length + refused.length !== 1)
    throw new Error(`${posted.length} answers to a request, ${refused.length} refusals`);
  if (({} as { polluted?: boolean }).polluted === true) throw new Error("a message changed every object's prototype");
}

const safetensorsWords = [
  '"dtype"',
  '"F32"',
  '"BF16"',
  '"shape":[2,2]',
  '"data_offsets":[0,16]',
  "__metadata__",
  "[[[[",
  "9007199254740993",
  "\\u0000",
];
const pickleWords = [
  "cposix\nsystem\n",
  "ctorch._utils\n_rebuild_tensor_v2\n",
  "ctorch\nFloatStorage\n",
  "(",
  ")",
  "R",
  "Q",
  "}",
  "b",
  ".",
  "\u0080\u0002",
  "PK\u0005\u0006",
  "PK\u0001\u0002",
];

export const targets: readonly Target[] = [
  checkpoint(
    "safetensors",
    "model.safetensors",
    [
      makeCheckpoint(small, "F32"),
      makeCheckpoint(small, "BF16"),
      ...damagedSafetensors
        .slice(0, 60)
        .map(({ file }) => file)
        .filter(({ length }) => length < 4_096),
    ],
    safetensorsWords,
  ),
  checkpoint("npy", "table.npy", decoded([...numpyFiles.read, ...numpyFiles.refused]), [
    "'fortran_order': True",
    "'<f8'",
    "(3, 2)",
    "(2, 3L)",
    "'>u2'",
    "{",
    "}",
  ]),
  checkpoint("pickle", "model.pt", decoded([...torchFiles.read, ...torchFiles.refused]), pickleWords),
  {
    kind: "bytes",
    name: "index",
    corpus: [text(JSON.stringify({ metadata: { total_size: 1 }, weight_map: { "wte.weight": "model-00001-of-00002.safetensors" } }))],
    words: ['"weight_map"', "../", ".safetensors", "{", "[", "\\", '"__proto__"'],
    isRefusal: isCheckpointError,
    run: (bytes) => void runReadingInMemory(readShardIndex("model.safetensors.index.json", bytes.length), bytes),
  },
  tokenFile("bin", "train.bin", [
    new Uint8Array(Uint16Array.of(15_496, 11, 995, 0).buffer),
    new Uint8Array(Uint32Array.of(15_496, 200_018).buffer),
  ]),
  tokenFile("ids.npy", "train.npy", [Uint8Array.from([...npyHeader([3], "uint16"), 1, 0, 2, 0, 3, 0]), ...decoded(numpyFiles.read)]),
  {
    kind: "bytes",
    name: "manifest",
    corpus: [text(JSON.stringify(manifest))],
    words: ['"outputs"', '"shape"', "[]", "null", "-1", "1e999", '"__proto__"'],
    isRefusal: isRangeError,
    run: (bytes) => void describedFile(Buffer.from(bytes).toString(), "train.bin"),
  },
  {
    kind: "bytes",
    name: "ignore",
    corpus: [text("node_modules\n*.log\n!keep.log\n[a-9]\n/dist/**\n**/cache/\n\\#x\n a \\ \n[[:digit:]]*.txt\n")],
    words: ["**", "[", "]", "!", "\\", "/", "[^", "[[:alpha:]]", "?", "*".repeat(20), "\u0000"],
    isRefusal: () => false,
    run: (bytes) => {
      if (ignoreFileProblem(bytes) !== undefined) return;
      const rules = noIgnoreRules.with("", Buffer.from(bytes).toString(), { ignoreCase: bytes.length % 2 === 0 });
      for (const path of ["a.txt", "node_modules/x.js", "deep/er/secret.log", `${"a/".repeat(20)}b`]) rules.ignores(path, false);
    },
  },
  {
    kind: "bytes",
    name: "globs",
    corpus: [text("**/*.{md,txt}"), text("src/**/[!a]*.ts"), text("{a,b,{c,d}}?.log")],
    words: ["**", "{", "}", "[!", "]", ",", "\\", "+(", "*".repeat(20)],
    isRefusal: isRangeError,
    run: (bytes) => {
      const matches = globMatcher([Buffer.from(bytes.subarray(0, 1_000)).toString()]);
      for (const path of ["a.md", "src/x/y.ts", `${"a".repeat(200)}.log`]) matches(path);
    },
  },
  {
    kind: "value",
    name: "messages",
    corpus: [
      { kind: "request", id: 1, method: "tokens/slice", params: { from: 0, to: 9 } },
      { kind: "request", id: 2, method: "lens/change", params: { windows: { maxLength: 8 }, encoding: "gpt2", selectedToken: 3 } },
      { kind: "request", id: 3, method: "vocabulary/texts", params: { ids: [1, 2, 3] } },
      { kind: "request", id: 4, method: "file/save", params: { name: "a.npy", bytes: new Uint8Array(8) } },
      { kind: "notify", method: "command/run", params: { command: "tokenscope.copyTokenIds" } },
      { kind: "cancel", id: 1 },
      { kind: "value", id: 1, value: 4 },
      { kind: "error", id: 1, error: { name: "RangeError", message: "There is no window 7." } },
    ],
    isRefusal: () => false,
    run: receive,
  },
  {
    kind: "value",
    name: "settings",
    corpus: [
      { encoding: "o200k_base", specialTokens: "text", endOfLine: "document", colours: true },
      { windows: { maxLength: 4, stride: 2, batchSize: 8, seed: 1 }, embedding: { embeddingDim: 16, seed: 2, vocabSize: null } },
    ],
    isRefusal: () => false,
    run: (value) => {
      const checked = v.safeParse(lensPatchSchema, value);
      if (checked.success) applyPatch(defaultLens, checked.output);
      else v.summarize(checked.issues);
    },
  },
  ...tokenizerTargets,
];
