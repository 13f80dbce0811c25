/** Files of ranks: tiktoken's lines and Mistral's tekken.json give the ids of tiktoken 0.14.0 (rank-files.golden.json). */
import { describe, expect, it } from "vitest";
import { bytesOfBase64 } from "../../../../src/core/tokens/files/base64.ts";
import { readTokenizerFile } from "../../../../src/core/tokens/files/readTokenizerFile.ts";
import { needsPattern } from "../../../../src/core/tokens/files/tokenizerFile.ts";
import { readTekken, readTiktokenRanks } from "../../../../src/core/tokens/files/readRanks.ts";
import { TokenizerFileError } from "../../../../src/core/tokens/files/tokenizerFile.ts";
import { encodingOfFile, fixtureBytes, fixtureJson } from "../../../support/tokenizerFiles.ts";

type Golden = Readonly<Record<"tiktoken" | "tekken", readonly { readonly text: string; readonly ids: readonly number[] }[]>>;
const split = { kind: "named", name: "cl100k" } as const;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a .tiktoken file with a chosen pattern", () => {
  it("gives tiktoken's ids", async () => {
    const encoding = encodingOfFile(readTiktokenRanks(await fixtureBytes("llama3-form.tiktoken"), split));
    for (const { text, ids } of ((await fixtureJson("rank-files.golden.json")) as Golden).tiktoken)
      expect([...encoding.encode(text)], JSON.stringify(text)).toEqual(ids);
  });

  it.each([
    { text: "", says: "holds no tokens" },
    { text: "YQ== 0\nYg==", says: "Line 2 of the file is" },
    { text: "YQ= 0", says: "a token in Base64" },
    { text: "YQ== 0\nYg== 0", says: "Two tokens have the id 0" },
    { text: "YQ== 0\nYQ== 1", says: "Two tokens have the bytes of the token 1" },
    { text: "YQ== 9999999", says: "ids below 1048576" },
    { text: "YQ== 0", says: "The byte 00 has no token" },
    { text: "<html>", says: "Line 1 of the file is" },
  ])("is refused: $says", ({ text, says }) => {
    const read = (): unknown => encodingOfFile(readTiktokenRanks(utf8(text), split));
    expect(read).toThrow(TokenizerFileError);
    expect(read).toThrow(says);
  });
});

describe("a tekken.json", () => {
  it("gives tiktoken's ids behind its special tokens, which are text in a text", async () => {
    const encoding = encodingOfFile(readTekken(await fixtureBytes("tekken.json")));
    for (const { text, ids } of ((await fixtureJson("rank-files.golden.json")) as Golden).tekken)
      expect([...encoding.encode(text)], JSON.stringify(text)).toEqual(ids);
    expect(encoding.decode([1, 3])).toBe("<s>[INST]");
  });

  it("says which id the model expects before a text", async () =>
    expect(readTekken(await fixtureBytes("tekken.json")).template).toEqual({ kind: "tokens", start: [1], end: [] }));

  it.each([
    { change: { config: undefined }, says: "config is missing" },
    { change: { vocab: 7 }, says: "vocab is 7" },
    { change: { vocab: [{ rank: 0, token_bytes: "?" }] }, says: "a rank and bytes in Base64" },
    { change: { config: { pattern: "a++", default_vocab_size: 490, default_num_special_tokens: 10 } }, says: "a possessive quantifier" },
    { change: { config: { pattern: "a", default_vocab_size: 4, default_num_special_tokens: 10 } }, says: "default_num_special_tokens" },
    { change: { special_tokens: [{ rank: 10, token_str: "x" }] }, says: "a rank below 10" },
  ])("is refused: $says", async ({ change, says }) => {
    const file = { ...((await fixtureJson("tekken.json")) as object), ...change };
    const read = (): unknown => encodingOfFile(readTekken(utf8(JSON.stringify(file))));
    expect(read).toThrow(TokenizerFileError);
    expect(read).toThrow(says);
  });
});

describe("Base64", () => {
  it("is read as Node reads it, or not at all", () => {
    for (let length = 0; length < 20; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length * 31) & 0xff);
      expect(bytesOfBase64(Buffer.from(bytes).toString("base64"))).toBe(Buffer.from(bytes).toString("latin1"));
    }
    for (const text of ["a", "ab", "abc", "ab=c", "a===", "ab!d"]) expect(bytesOfBase64(text), text).toBeUndefined();
  });
});

describe("the form of a file", () => {
  it.each([
    ["tekken.json", undefined, "Mistral tekken.json"],
    ["llama3-form.json", undefined, "Hugging Face tokenizer.json"],
    ["llama3-form.tiktoken", "cl100k", "file of tiktoken ranks"],
  ] as const)("of %s is known by its name and what is in it", async (name, pattern, form) => {
    expect(readTokenizerFile(await fixtureBytes(name), name, pattern).form).toBe(form);
    expect(needsPattern(name)).toBe(pattern !== undefined);
  });

  it("is refused where it names no pattern and none was chosen", async () => {
    const bytes = await fixtureBytes("llama3-form.tiktoken");
    expect(() => readTokenizerFile(bytes, "llama3-form.tiktoken", undefined)).toThrow(
      "The file holds ranks and no pattern, and none was chosen.",
    );
  });
});
