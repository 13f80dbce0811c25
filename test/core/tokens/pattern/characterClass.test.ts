/** The character classes are those of tiktoken's regular expressions, which are Unicode 16.0's, in every JavaScript engine. */
import { Tiktoken } from "tiktoken";
import { describe, expect, it } from "vitest";
import {
  CASELESS,
  categoryOfCode,
  characterClasses,
  classOfCode,
  LETTER,
  LOWER,
  MARK,
  NUMBER,
  UPPER,
  WHITESPACE,
} from "../../../../src/core/tokens/pattern/characterClass.ts";
import { isWord } from "../../../../src/core/tokens/pattern/words.ts";
import { unicodeVersion } from "../../../../src/core/tokens/pattern/unicodeClasses.ts";

const scalars = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);

/** The code points that the pattern matches in tiktoken: an encoding of the 256 bytes gives back what its pattern matches and drops the rest. */
function matched(pattern: string): Set<number> {
  const ranks = `! 0 ${Array.from({ length: 256 }, (_, byte) => Buffer.from([byte]).toString("base64")).join(" ")}`;
  const encoding = new Tiktoken(ranks, {}, pattern);
  const bytes = encoding.encode_ordinary(scalars.map((code) => String.fromCodePoint(code)).join(""));
  encoding.free();
  return new Set(Array.from(Buffer.from(bytes).toString("utf8"), (character) => character.codePointAt(0)!));
}

describe("character classes", () => {
  it("are those of Unicode 16.0, the version tiktoken 1.0.22 uses", () => {
    expect(unicodeVersion).toBe("16.0");
    const letters = matched("\\p{L}");
    expect(letters.has(0x10d4a)).toBe(true); // GARAY CAPITAL LETTER A, new in 16.0
    expect(letters.has(0x10940)).toBe(false); // SIDETIC LETTER N01, new in 17.0
  });

  it.each([
    ["\\p{L}", LETTER],
    ["[\\p{Lu}\\p{Lt}]", UPPER],
    ["\\p{Ll}", LOWER],
    ["[\\p{Lm}\\p{Lo}]", CASELESS],
    ["\\p{M}", MARK],
    ["\\p{N}", NUMBER],
    ["\\s", WHITESPACE],
  ])("hold the same code points as %s in tiktoken", (pattern, flags) => {
    const classes = characterClasses();
    const expected = matched(pattern);
    expect(scalars.filter((code) => ((classOfCode(classes, code) & flags) !== 0) !== expected.has(code))).toEqual([]);
  });

  it.each([
    ["\\p{P}", "P"],
    ["\\p{S}", "Y"],
    ["\\p{Lu}", "U"],
    ["\\p{Lt}", "T"],
    ["\\p{Lm}", "D"],
    ["\\p{Lo}", "B"],
    ["\\p{Nd}", "N"],
    ["\\p{M}", "M"],
  ])("tell the categories apart as %s does in tiktoken", (pattern, category) => {
    const expected = matched(pattern);
    expect(scalars.filter((code) => (categoryOfCode(code) === category) !== expected.has(code))).toEqual([]);
  });

  it("know what words are made of as \\w does in tiktoken", () => {
    const expected = matched("\\w");
    expect(scalars.filter((code) => isWord(code) !== expected.has(code))).toEqual([]);
  });
});
