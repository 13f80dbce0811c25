/** NFC with places, and what is passed over because it cannot change. That NFC is the reference's is in tokenizerJson.test.ts and verify:files. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNfcBoundary, mayChange, nfc, toNfc } from "../../../../src/core/tokens/files/nfc.ts";

describe("a character that is passed over", () => {
  it("is in NFC by itself and beside any other, at every code point", () => {
    const wrong: string[] = [];
    let count = 0;
    for (let code = 0; code < 0x110000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCodePoint(code);
      if (mayChange(character)) continue;
      count++;
      if (!isNfcBoundary(code) || toNfc(character) !== character) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(45_000); // Latin, Greek, Cyrillic, Chinese, Japanese, Korean, emoji …
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
