/** A tokenizer.json that is not followed, or damaged: refused in a sentence, whatever is in it. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTokenizerJson } from "../../../../../src/core/tokens/files/json/readTokenizerJson.ts";
import { readTokenizerFile } from "../../../../../src/core/tokens/files/readTokenizerFile.ts";
import { TokenizerFileError } from "../../../../../src/core/tokens/files/tokenizerFile.ts";
import { encodingOfFile, fixtureJson, loadTokenizerJson } from "../../../../support/tokenizerFiles.ts";

type Json = Record<string, unknown>;
const refused: readonly { readonly change: (file: Json, model: Json) => void; readonly says: string }[] = [
  { change: (file) => (file["normalizer"] = { type: "NFKC" }), says: "normalizer NFKC is not followed" },
  { change: (file) => (file["normalizer"] = { type: "Lowercase" }), says: "normalizer Lowercase is not followed" },
  { change: (file) => (file["normalizer"] = { type: "Precompiled" }), says: "normalizer Precompiled is not followed" },
  {
    change: (file) => (file["pre_tokenizer"] = { type: "Whitespace" }),
    says: "pre_tokenizer ends with Whitespace; one that ends with ByteLevel is followed",
  },
  { change: (file) => (file["pre_tokenizer"] = null), says: "pre_tokenizer is null" },
  { change: (file) => (file["pre_tokenizer"] = { type: "ByteLevel", add_prefix_space: true }), says: "add_prefix_space" },
  { change: (file) => (file["model"] = { type: "WordLevel" }), says: "model is WordLevel" },
  { change: (_, model) => (model["dropout"] = 0.1), says: "dropout 0.1" },
  { change: (_, model) => (model["end_of_word_suffix"] = "</w>"), says: "end_of_word_suffix </w>" },
  { change: (_, model) => (model["byte_fallback"] = true), says: "is not followed with a model that has byte_fallback" },
  { change: (_, model) => (model["merges"] = [["a", "nothing"]]), says: `names "nothing", which is no token` },
  { change: (_, model) => (model["merges"] = ["a b c"]), says: "a merge is" },
  { change: (_, model) => (model["merges"] = Array.from({ length: 2_000_001 }, () => "a b")), says: "2000001 merges" },
  { change: (_, model) => (model["merges"] = undefined), says: "model.merges is missing" },
  { change: (_, model) => (model["vocab"] = { a: 1, b: 1 }), says: "Two tokens have the id 1" },
  { change: (_, model) => (model["vocab"] = { a: -1 }), says: "has the id -1" },
  { change: (_, model) => (model["vocab"] = { a: 2 ** 40 }), says: "has the id 1099511627776" },
  { change: (_, model) => (model["vocab"] = { a: 1 }), says: "is no token" },
  { change: (file) => (file["added_tokens"] = [{ content: "x", id: "7" }]), says: "the id of x" },
  { change: (file) => (file["added_tokens"] = {}), says: "added_tokens is {}" },
  {
    change: (file) =>
      (file["pre_tokenizer"] = {
        type: "Sequence",
        pretokenizers: [
          { type: "Split", pattern: { Regex: "(?<=a)b" }, behavior: "Isolated" },
          { type: "ByteLevel", use_regex: false },
        ],
      }),
    says: `the group "(?<="`,
  },
  {
    change: (file) =>
      (file["pre_tokenizer"] = {
        type: "Sequence",
        pretokenizers: [
          { type: "Split", pattern: { Regex: "a" }, behavior: "Removed" },
          { type: "ByteLevel", use_regex: false },
        ],
      }),
    says: "the behavior Removed",
  },
];

/** What people have under the name tokenizer.json: seen in public repositories. */
const others: readonly { readonly text: string; readonly says: string }[] = [
  { text: '{"class_name": "Tokenizer", "config": {"num_words": 5000}}', says: "The file is Keras's Tokenizer, which numbers whole words." },
  { text: '{"class_name": "x\\u202e", "config": {}}', says: "The file is Keras's " },
  {
    text: '{"tokenizer_class": "LlamaTokenizer", "model_max_length": 4096}',
    says: "The file is a tokenizer_config.json: it holds no tokens.",
  },
  { text: '{"<s>": 0, "model": 21818, "a": 1}', says: "The file lists tokens without their merges" },
  { text: '{"a": 1}', says: "The file lists tokens without their merges" },
  { text: '["a", "b"]', says: "an object was expected" },
  { text: '{"merges": [], "special_tokens": {}}', says: "model is missing" },
  { text: "{}", says: "model is missing" },
  {
    text: "version https://git-lfs.github.com/spec/v1\noid sha256:839c\nsize 19399650\n",
    says: "a Git LFS pointer, not the file itself (19,399,650 bytes)",
  },
  { text: "<!DOCTYPE html><html></html>", says: "a web page, saved in place of the file" },
  { text: '{"error": "Repository not found"}', says: "what a server answered in place of the file" },
  { text: "PK\u0003\u0004\u0014\0\0\0\u0008\0", says: "a zip" },
];

describe("a file that is no tokenizer.json", () => {
  it.each(others)("$text: $says", ({ text, says }) => {
    for (const name of ["tokenizer.json", "tekken.json"]) {
      const read = (): unknown => readTokenizerFile(new TextEncoder().encode(text), name, undefined);
      expect(read).toThrow(TokenizerFileError);
      expect(read).toThrow(says);
    }
  });
});

describe("a tokenizer.json that is not followed", () => {
  it.each(refused)("is refused in a sentence: $says", async ({ change, says }) => {
    const file = structuredClone(await fixtureJson("llama3-form.json")) as Json;
    change(file, file["model"] as Json);
    const read = (): unknown => encodingOfFile(readTokenizerJson(new TextEncoder().encode(JSON.stringify(file))));
    expect(read).toThrow(TokenizerFileError);
    expect(read).toThrow(says);
  });

  it.each([
    { name: "wordpiece.json", says: "The file's model is WordPiece; byte-level BPE is followed." },
    { name: "unigram.json", says: "The file's model is Unigram; byte-level BPE is followed." },
  ])("$name: $says", async ({ name, says }) => expect(loadTokenizerJson(name)).rejects.toThrow(says));

  it("whose model merges characters is refused by the part that says so, not by one of its tokens", async () => {
    const file = structuredClone(await fixtureJson("llama3-form.json")) as Json;
    file["pre_tokenizer"] = { type: "Whitespace" };
    file["model"] = { type: "BPE", vocab: { ş: 0, ı: 1, şı: 2 }, merges: ["ş ı"] };
    file["added_tokens"] = [];
    expect(() => readTokenizerJson(new TextEncoder().encode(JSON.stringify(file)))).toThrow("pre_tokenizer ends with Whitespace");
  });

  it("is refused when it is cut short, empty or something else", () => {
    for (const text of ["", "{", "[]", "null", `{"model": 7}`, `{"model": {"type": "BPE"}}`])
      expect(() => readTokenizerJson(new TextEncoder().encode(text)), text).toThrow(TokenizerFileError);
    expect(() => readTokenizerJson(Uint8Array.of(0xff, 0xfe))).toThrow("no JSON in UTF-8");
  });

  it.each(["\u0000\u001b[31m", "\u202emoc.live", "x".repeat(10_000)])(
    "is refused in a sentence that words of the file can't break, turn around or make endless (found by fuzzing): %j",
    async (word) => {
      const file = structuredClone(await fixtureJson("llama3-form.json")) as Json;
      file["normalizer"] = { type: word };
      const read = (): unknown => readTokenizerJson(new TextEncoder().encode(JSON.stringify(file)));
      expect(read).toThrow(/^The file's normalizer [^\p{Cc}\u202e]{1,100} is not followed; NFC is\.$/u);
    },
  );

  it("is read or refused whatever is changed in it, and never anything else", async () => {
    const source = JSON.stringify(await fixtureJson("anomalies-merges-only.json"));
    fc.assert(
      fc.property(fc.nat({ max: source.length - 1 }), fc.constantFrom("", "0", "9", "a", '"', "[", "{", "]", "null", "Ġ"), (at, insert) => {
        const damaged = new TextEncoder().encode(source.slice(0, at) + insert + source.slice(at + 1));
        try {
          encodingOfFile(readTokenizerJson(damaged)).encode("abcabc xyz");
        } catch (error) {
          expect(error).toBeInstanceOf(TokenizerFileError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
