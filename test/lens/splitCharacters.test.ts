import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitCharacters } from "../../src/lens/splitCharacters.ts";
import { textOfBytes, type TokenText } from "../../src/lens/tokenText.ts";

/** A text's bytes cut at these places, each part as a token says it. */
function cut(text: string, ...places: readonly number[]): TokenText[] {
  const bytes = new TextEncoder().encode(text);
  const ends = [...places, bytes.length];
  return ends.map((end, at) => textOfBytes(bytes.slice(at === 0 ? 0 : ends[at - 1], end)));
}

describe("characters split over tokens", () => {
  it.each([
    { name: "one in three", tokens: cut("a🐈b", 1, 3, 4, 5), found: [{ from: 1, to: 4, text: "🐈" }] },
    { name: "one with the space before it", tokens: cut("a 🦜", 1, 4, 5), found: [{ from: 1, to: 4, text: " 🦜" }] },
    {
      name: "two, one after the other",
      tokens: cut("😀😀", 2, 4, 6),
      found: [
        { from: 0, to: 2, text: "😀" },
        { from: 2, to: 4, text: "😀" },
      ],
    },
    { name: "two, a token reaching into the second", tokens: cut("ॐॐ", 1, 4), found: [{ from: 0, to: 3, text: "ॐॐ" }] },
    { name: "none where tokens are whole", tokens: cut("a🐈b", 1, 5), found: [] },
    { name: "none where bytes make no character", tokens: [{ bytes: [0xff] }, { bytes: [0x80] }, { text: "a" }], found: [] },
    { name: "none where the character is cut off", tokens: cut("a🐈", 1, 3).slice(0, 2), found: [] },
    { name: "none around an id without a token", tokens: [{ bytes: [0xf0, 0x9f] }, { bytes: [] }, { bytes: [0x90, 0x88] }], found: [] },
  ])("$name", ({ tokens, found }) => {
    expect(splitCharacters(tokens)).toEqual(found);
  });

  it("are found wherever a text is cut: together with the whole tokens they are the text", () => {
    const cases = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).chain((text) => {
      const length = new TextEncoder().encode(text).length;
      return fc.tuple(fc.constant(text), fc.uniqueArray(fc.integer({ min: 1, max: Math.max(1, length - 1) }), { maxLength: 6 }));
    });
    fc.assert(
      fc.property(cases, ([text, places]) => {
        const tokens = cut(text, ...places.toSorted((a, b) => a - b));
        const found = splitCharacters(tokens);
        const whole = tokens.map((token, at) => {
          const character = found.find(({ from, to }) => at >= from && at < to);
          return character === undefined ? ("text" in token ? token.text : "?") : at === character.from ? character.text : "";
        });
        expect(whole.join("")).toBe(text);
      }),
    );
  });
});
