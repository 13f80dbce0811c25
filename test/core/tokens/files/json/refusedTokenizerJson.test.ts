/** A tokenizer.json that is not followed, or damaged: refused in a sentence, whatever is in it. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTokenizerJson } from "../../../../../src/core/tokens/files/json/readTokenizerJson.ts";
import { TokenizerFileError } from "../../../../../src/core/tokens/files/tokenizerFile.ts";
import { encodingOfFile, fixtureJson, loadTokenizerJson } from "../../../../support/tokenizerFiles.ts";

type Json = Record<string, unknown>;
const refused: readonly { readonly change: (file: Json, model: Json) => void; readonly says: string }[] = [
  { change: (file) => (file["normalizer"] = { type: "NFKC" }), says: "normalizer NFKC is not followed" },
  { change: (file) => (file["normalizer"] = { type: "Lowercase" }), says: "normalizer Lowercase is not followed" },
  { change: (file) => (file["normalizer"] = { type: "Precompiled" }), says: "normalizer Precompiled is not followed" },
  { change: (file) => (file["pre_tokenizer"] = { type: "Whitespace" }), says: "pre_tokenizer Whitespace stands last" },
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
