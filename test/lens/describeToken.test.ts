import { beforeAll, describe, expect, it } from "vitest";
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import type { TokenDescription } from "../../src/lens/describeToken.ts";
import type { TokenSource } from "../../src/lens/sources/tokenSource.ts";
import { loadEncoding } from "../support/encodings.ts";
import { loadTokenizerJson } from "../support/tokenizerFiles.ts";
import { liveOf, pagedOf, serviceOf } from "./support.ts";

let encoding: Encoding;
beforeAll(async () => void (encoding = await loadEncoding("gpt2")));

const windows = { maxLength: 4, stride: 4 };
async function described(source: TokenSource, index: number): Promise<TokenDescription> {
  const description = await serviceOf(source).describe(index, windows);
  if (description === undefined) throw new Error(`There is no token ${index}.`);
  return description;
}

describe("a token's description", () => {
  it("says id, text, bytes, piece, occurrences and windows", async () => {
    expect(await described(liveOf(encoding, "The cat sat on the cat."), 1)).toMatchObject({
      id: 3797,
      text: { text: " cat" },
      bytes: [0x20, 0x63, 0x61, 0x74],
      piece: { text: " cat" },
      occurrences: 2,
      special: false,
      inputWindows: { from: 0, to: 1 },
      targetWindows: { from: 0, to: 1 },
    });
  });

  it("says of a start token what it is, at the beginning of the text, and that it was not merged", async () => {
    const source = liveOf(await loadTokenizerJson("llama3-form.json"), "token\n", {
      addSpecialTokens: true,
      placeOf: (unit) => ({ line: 1, column: unit + 1 }),
    });
    expect(await described(source, 0)).toMatchObject({
      id: 500,
      text: { text: "<|bos|>" },
      piece: { text: "<|bos|>" },
      special: true,
      merges: [],
      line: 1,
      column: 1,
      occurrences: 1,
    });
    expect(await described(source, 1)).toMatchObject({ id: 294, column: 1, piece: { text: "token" } });
  });

  it("names each part of an emoji's merges by its bytes, and what they join to", async () => {
    const { text, merges } = await described(liveOf(encoding, "😀"), 0);
    expect(text).toEqual({ bytes: [0xf0, 0x9f, 0x98] });
    expect(merges).toMatchObject([
      { left: { bytes: [0xf0] }, right: { bytes: [0x9f] }, joined: { bytes: [0xf0, 0x9f] } },
      { left: { bytes: [0xf0, 0x9f] }, right: { bytes: [0x98] }, joined: { bytes: [0xf0, 0x9f, 0x98] } },
    ]);
  });

  it("is the same for a token in a file, but for what a file can't say", async () => {
    const text = `Tokenization of awkward words: ${"文章 🐈 naïve antidisestablishmentarianism <|endoftext|> ".repeat(8)}`;
    const live = liveOf(encoding, text);
    const paged = pagedOf(encoding, live.text.ids());
    for (let index = 0; index < live.tokenCount; index++) {
      const { revision: _, occurrences: __, line: ___, column: ____, ...same } = await described(live, index);
      expect(await described(paged, index)).toMatchObject(same);
    }
  });

  it("of a token among others than its text would give is that of the token alone", async () => {
    const ids = Int32Array.of(64, 64, 64, 3797, 9246); // "aaa cat" + "cat": the text would be other tokens
    expect(await described(pagedOf(encoding, ids), 1)).toMatchObject({ text: { text: "a" }, piece: { text: "a" }, merges: [] });
  });

  it("of an id that the vocabulary does not have says that there are no bytes", async () => {
    expect(await described(pagedOf(encoding, Int32Array.of(464, 60_000, 464)), 1)).toMatchObject({
      id: 60_000,
      text: { bytes: [] },
      bytes: [],
      merges: [],
    });
  });

  it("is none behind the last token", async () => {
    expect(await serviceOf(liveOf(encoding, "a")).describe(1, windows)).toBeUndefined();
    expect(await serviceOf(pagedOf(encoding, Int32Array.of(64))).describe(1, windows)).toBeUndefined();
  });
});
