/** What a tokenized text answers about its tokens: at an index, a code unit or a byte; of a character, of a piece; its special tokens. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenizeText } from "../../../../src/core/tokens/document/tokenizedText.ts";
import { loadEncoding } from "../../../support/encodings.ts";
import { tokenText } from "../../../support/tokenTexts.ts";

describe("a tokenized text", () => {
  it("answers by index, code unit and byte", async () => {
    const encoding = await loadEncoding("gpt2");
    fc.assert(
      fc.property(tokenText(30), (text) => {
        const document = tokenizeText(encoding, text, "allow");
        for (let index = 0; index < document.tokenCount; index++) {
          const token = document.tokenAt(index);
          expect(token.id).toBe(document.ids(index, index + 1)[0]);
          expect(token.byteTo - token.byteFrom).toBe(encoding.vocabulary.tokenByteLength(token.id));
          expect(document.tokenIndexAtByte(token.byteFrom)).toBe(index);
          expect(document.tokenIndexAtByte(token.byteTo - 1)).toBe(index);
          if (token.from < token.to) expect(document.tokenIndexAt(token.to - 1)).toBe(index);
        }
        expect(document.tokenIndexAt(text.length)).toBe(document.tokenCount);
        expect(document.tokenIndexAtByte(document.byteLength)).toBe(document.tokenCount);
      }),
      { numRuns: 200 },
    );
  });

  it("finds all tokens of each character by their bytes", async () => {
    const encoding = await loadEncoding("gpt2");
    fc.assert(
      fc.property(tokenText(20), (text) => {
        const document = tokenizeText(encoding, text, "text");
        let unit = 0;
        let byte = 0;
        for (const character of text) {
          const byteTo = byte + new TextEncoder().encode(character).length;
          const touching = { from: document.tokenIndexAtByte(byte), to: document.tokenIndexAtByte(byteTo - 1) + 1 };
          expect(document.tokensTouching(unit, unit + character.length)).toEqual(touching);
          unit += character.length;
          byte = byteTo;
        }
      }),
      { numRuns: 300 },
    );
  });

  it("shows an emoji split over three tokens as held by the last, touched by all", async () => {
    const encoding = await loadEncoding("gpt2");
    const document = tokenizeText(encoding, "a🥲b", "allow");
    expect(document.tokenCount).toBe(5);
    expect([1, 2, 3].map((index) => [document.tokenAt(index).from, document.tokenAt(index).to])).toEqual([
      [1, 1],
      [1, 1],
      [1, 3],
    ]);
    expect(document.tokensTouching(1, 3)).toEqual({ from: 1, to: 4 });
    expect(document.tokensTouching(1, 1)).toEqual({ from: 3, to: 3 });
  });

  it("gives the piece of a token", async () => {
    const document = tokenizeText(await loadEncoding("gpt2"), "an unbelievableness <|endoftext|>", "allow");
    const { tokenCount } = document;
    const piece = document.pieceAt(2);
    expect(document.slice(piece.from, piece.to)).toBe(" unbelievableness");
    expect(piece).toEqual({ from: 2, to: 19, tokenFrom: 1, tokenTo: tokenCount - 2 });
    expect(document.pieceAt(tokenCount - 1)).toEqual({ from: 20, to: 33, tokenFrom: tokenCount - 1, tokenTo: tokenCount });
    expect(() => document.pieceAt(tokenCount)).toThrow(`There is no token ${tokenCount}`);
  });

  it("lists special tokens under every policy, kept current by edits", async () => {
    const encoding = await loadEncoding("cl100k_base");
    const filler = "some words ".repeat(2000);
    let document = tokenizeText(encoding, `<|endoftext|>${filler}<|fim_prefix|>`, "error");
    expect(document.specialTokenSpans().map(({ token, from }) => [token, from])).toEqual([
      ["<|endoftext|>", 0],
      ["<|fim_prefix|>", 13 + filler.length],
    ]);
    document = document.update([{ from: 5, to: 5, insert: "x" }]);
    expect(document.specialTokenSpans()).toEqual([
      { token: "<|fim_prefix|>", id: 100258, from: 14 + filler.length, to: 28 + filler.length },
    ]);
  });
});
