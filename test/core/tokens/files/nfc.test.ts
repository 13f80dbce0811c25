/** NFC with places, and what is passed over because it cannot change. That NFC is the reference's is in tokenizerJson.test.ts and verify:files. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAY_CHANGE, MAY_MOVE, placeInClasses } from "../../../../src/core/tokens/normalizer.ts";
import { PlainPieces } from "../../../../src/core/tokens/engine/plainPieces.ts";
import type { PieceEncoder } from "../../../../src/core/tokens/engine/pieceEncoder.ts";
import { mayChange, nfc, toNfc } from "../../../../src/core/tokens/files/nfc.ts";
import { loadTokenizerJson } from "../../../support/tokenizerFiles.ts";

const classes = nfc.quickCheck!.classes(); // NFC has one

describe("a character that is passed over", () => {
  const allCharacters = function* (): Generator<readonly [code: number, character: string]> {
    for (let code = 0; code < 0x110000; code++) if (code < 0xd800 || code >= 0xe000) yield [code, String.fromCodePoint(code)];
  };
  /** Its combining class is not 0: it changes places with a mark of a higher or a lower one. */
  const moves = (character: string): boolean =>
    `\u0345${character}`.normalize("NFD") !== `\u0345${character}` || `${character}\u0334`.normalize("NFD") !== `${character}\u0334`;

  it("passes Unicode's quick check: it is in NFC by itself, composes with nothing before it, and keeps its place, at every code point", () => {
    const composing = new Set<string>();
    for (const [, character] of allCharacters()) {
      const apart = character.normalize("NFD");
      if (apart !== character && character.normalize("NFC") === character) for (const part of [...apart].slice(1)) composing.add(part);
    }
    const wrong: string[] = [];
    let [settled, movable] = [0, 0];
    for (const [code, character] of allCharacters()) {
      const found = classes[placeInClasses(code)];
      if (found === MAY_CHANGE) continue;
      if (found === MAY_MOVE) movable++;
      else settled++;
      if (
        toNfc(character) !== character ||
        composing.has(character) ||
        (found !== MAY_MOVE && code >= 0x300 && character.normalize("NFD") === character && moves(character))
      )
        wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
    expect(settled).toBeGreaterThan(1_000_000); // nearly all
    expect(movable).toBeGreaterThan(500);
  });

  it("leaves every text of such characters as it is, if none that may move stands beside another", () => {
    const character = fc.oneof(
      fc.integer({ min: 0, max: 0x2fff }),
      fc.integer({ min: 0xa000, max: 0xffff }).filter((code) => code < 0xd800 || code >= 0xe000),
      fc.integer({ min: 0x10000, max: 0x10ffff }),
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 30 }), (codes) => {
        const text = codes.map((code) => String.fromCodePoint(code)).join("");
        if (!mayChange(text)) expect(text.normalize("NFC")).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });
});

/** What stands in texts that are in NFC, or not: composed and apart, marks that compose, move or stay, in all widths. */
const part = fc.constantFrom(
  "abc ",
  "é",
  "e\u0301",
  "\u0301",
  "\ufe0f",
  "\u0e48",
  "क\u093c",
  "\u093c\u0334",
  "文",
  "🐈",
  "\ud804\udc99\ud804\udcba",
  "\ud83d",
  "\u064b\u064d",
  "\u064d\u0334",
);

describe("a block of a text", () => {
  it("is normalized where that changes it, whatever places in it make that look likely", async () => {
    const encoding = await loadTokenizerJson("nfc-flags.json");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 80 }), (parts) => {
        const text = parts.join("");
        expect(encoding.encode(text)).toEqual(encoding.encode(toNfc(text)));
      }),
      { numRuns: 300 },
    );
  });

  it("has the same such places with the core and without", async () => {
    const { encoder } = await loadTokenizerJson("nfc-flags.json");
    const plain = new PlainPieces(encoder.given!.ranks); // it is from a file
    plain.watch(classes);
    const placesIn = (pieces: PieceEncoder, text: string): number[] => {
      const length = pieces.write(text, 0, text.length);
      const places: number[] = [];
      for (let at = pieces.findUnsettled(0, length); at < length; at = pieces.findUnsettled(at + 1, length)) places.push(at);
      return places;
    };
    expect(placesIn(plain, "ae\u0301\u0e48\u0e48")).toEqual([2, 7]);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 80 }), (parts) => {
        const text = parts.join("");
        expect(placesIn(encoder.pieces, text)).toEqual(placesIn(plain, text));
      }),
    );
  });
});

describe("a normalized text", () => {
  const texts = fc
    .array(
      fc.oneof(
        fc.constantFrom("e\u0301", "ab", "é", "\u1112\u1161", "\u212b", "가\u11a8", "\u0315\u0300", "🐈", "\ud83d", "\ufb2c", "文\u3099"),
        fc.string({ unit: "binary", maxLength: 4 }),
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join(""));

  it("is NFC, and says of each of its code units where it is in the source: what did not change is found there", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const normalized = nfc.apply(text, true);
        expect(normalized?.text ?? text).toBe(toNfc(text));
        if (normalized === undefined) return;
        const { places } = normalized;
        expect([places.length, places.at(-1)]).toEqual([normalized.text.length + 1, text.length]);
        const starts = [...places].map((place) => (place < 0 ? ~place : place));
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        for (const [at, place] of places.entries()) {
          const next = places[at + 1];
          if (place >= 0 && next === place + 1) expect(toNfc(text.slice(place, next)).charCodeAt(0)).toBe(normalized.text.charCodeAt(at));
        }
      }),
      { numRuns: 500 },
    );
  });
});
