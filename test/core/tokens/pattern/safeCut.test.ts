import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenizeText } from "../../../../src/core/tokens/document/tokenizedText.ts";
import type { Encoding } from "../../../../src/core/tokens/encoding.ts";
import { awkwardTexts } from "../../../support/awkwardTexts.ts";
import { loadEncoding } from "../../../support/encodings.ts";

const fragments = [
  "a",
  "Word",
  "'s",
  "'S",
  "'",
  " ",
  "  ",
  "\n",
  "\r\n",
  "\t",
  "1",
  "234",
  "<|endoftext|>",
  "<|",
  "|>",
  "_",
  "/",
  "!",
  "。",
  "文",
  "é",
  "e\u0301",
  "ſ",
  "🐈",
  "\u00a0",
  "\u0085",
  "ÅB",
  "x\u200d",
];
const texts = array(constantFrom(...fragments), { maxLength: 30 }).map((parts) => parts.join(""));

/** The text at every place where it may be cut. */
function parts({ lastSafeCut }: Encoding, text: string): string[] {
  const found: string[] = [];
  let rest = text;
  for (let cut = lastSafeCut(rest); cut > 0; cut = lastSafeCut(rest)) {
    found.unshift(rest.slice(cut));
    rest = rest.slice(0, cut);
  }
  return [rest, ...found];
}

describe("lastSafeCut", () => {
  it.each(["gpt2", "cl100k_base", "o200k_base"] as const)("gives parts whose ids are those of the whole, in %s", async (name) => {
    const encoding = await loadEncoding(name);
    const check = (text: string): void => {
      const whole = [...encoding.encode(text, "allow")];
      expect(parts(encoding, text).flatMap((part) => [...encoding.encode(part, "allow")])).toEqual(whole);
    };
    for (const text of awkwardTexts) check(text);
    assert(property(texts, check), { numRuns: 400 });
  });

  it.each([
    { text: "two words", cut: 3 },
    { text: "line\nline", cut: 4 },
    { text: "don't", cut: 0 },
    { text: "<|endoftext|>", cut: 0 },
    { text: "word", cut: 0 },
    { text: "7 8", cut: 0 },
    { text: "文。文", cut: 1 },
    { text: "", cut: 0 },
  ])("cuts $text at $cut", async ({ text, cut }) => expect((await loadEncoding("gpt2")).lastSafeCut(text)).toBe(cut));

  it.each(["gpt2", "cl100k_base", "o200k_base"] as const)(
    "cuts behind no character that %s takes together with what follows",
    async (name) => {
      const encoding = await loadEncoding(name);
      const characters: string[] = [];
      for (let code = 0x80; code < 0x110000; code++) {
        const character = String.fromCodePoint(code);
        if (encoding.lastSafeCut(`${character}<`) > 0) characters.push(character);
      }
      expect(characters.length).toBeGreaterThan(100_000);
      const text = tokenizeText(encoding, characters.map((character) => `${character}<\n`).join(""), "allow");
      let at = 0;
      const joined = characters.filter((character) => {
        at += character.length;
        const piece = text.pieceAt(text.tokenIndexAt(at));
        at += "<\n".length;
        return piece.from < at - "<\n".length;
      });
      expect(joined).toEqual([]);
    },
  );
});
