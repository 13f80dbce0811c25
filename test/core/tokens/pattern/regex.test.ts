/** Any regex that is followed splits as a backtracking matcher does: compared with the scanners written by hand and with JavaScript's. */
import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { END_BYTE } from "../../../../src/core/tokens/pattern/characterClass.ts";
import type { Pattern } from "../../../../src/core/tokens/pattern/pattern.ts";
import { patternOf, regexOf, type PatternName } from "../../../../src/core/tokens/pattern/patterns.ts";
import { regexSplit, splitsOf } from "../../../../src/core/tokens/pattern/splits.ts";
import { awkwardTexts } from "../../../support/awkwardTexts.ts";
import { runText, tokenText } from "../../../support/tokenTexts.ts";

/** The pieces of a text. */
function piecesOf(pattern: Pattern, text: string): string[] {
  const utf8 = new TextEncoder().encode(text);
  const bytes = new Uint8Array(utf8.length + 64);
  bytes.set(utf8);
  bytes[utf8.length] = END_BYTE;
  const ends = new Int32Array(utf8.length + 4);
  const count = pattern.scan({ bytes, view: new DataView(bytes.buffer) }, 0, utf8.length, ends);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return Array.from({ length: count }, (_, i) => decoder.decode(utf8.subarray(i === 0 ? 0 : ends[i - 1], ends[i])));
}

describe.each(["gpt2", "cl100k", "o200k"] as const satisfies readonly PatternName[])("the regex of %s", (name) => {
  const byHand = patternOf(name);
  const byRegex = regexSplit(regexOf(name));
  it("gives the pieces of the scanner that is written for it", () => {
    for (const text of awkwardTexts) expect(piecesOf(byRegex, text), JSON.stringify(text)).toEqual(piecesOf(byHand, text));
    assert(
      property(tokenText(), (text) => {
        expect(piecesOf(byRegex, text)).toEqual(piecesOf(byHand, text));
      }),
      { numRuns: 500 },
    );
    assert(
      property(runText(500), (text) => {
        expect(piecesOf(byRegex, text)).toEqual(piecesOf(byHand, text));
      }),
      { numRuns: 20 },
    );
  });
});

/** Regexes that JavaScript reads too, on text where its classes are the frozen ones. */
const regexes = [
  String.raw`a|ab|b+`,
  String.raw`ab??b|c{2,3}|[^abc]`,
  String.raw`(?:ab|a)(?:c|bcd)?|d`,
  String.raw`a*b|c*d`,
  String.raw`[a-c]+(?!d)|d+(?=a)|[^a-d]+`,
  String.raw`\p{Lu}\p{Ll}*|\p{N}{1,2}|\p{P}+|\p{S}`,
  String.raw`[b-d&&[^c]]+`,
  String.raw`(a+?)(b*)|\x{63}+?`,
];
const asJavaScript = (regex: string): RegExp => new RegExp(regex.replace("[b-d&&[^c]]", "[bd]").replace(String.raw`\x{63}`, "c"), "gu");

describe.each(regexes)("the regex %s", (regex) => {
  it("splits as JavaScript's matcher, with what lies between as pieces", () => {
    const split = regexSplit(regex);
    const texts = array(constantFrom("a", "b", "c", "d", "A", "é", "1", "!", "+", " ", "\n", "文", "🐈"), { maxLength: 24 });
    assert(
      property(texts, (characters) => {
        const text = characters.join("");
        const pieces: string[] = [];
        let at = 0;
        for (const { 0: match, index } of text.matchAll(asJavaScript(regex))) {
          if (index > at) pieces.push(text.slice(at, index));
          pieces.push(match);
          at = index + match.length;
        }
        if (at < text.length) pieces.push(text.slice(at));
        expect(piecesOf(split, text)).toEqual(pieces);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a regex that is not followed", () => {
  it.each([
    [String.raw`a(?<=b)`, `the group "(?<="`],
    ["a++", "a possessive quantifier"],
    ["^a", 'the anchor "^"'],
    [String.raw`a\b`, String.raw`the escape "\b"`],
    [String.raw`\p{Han}+`, String.raw`the property \p{Han}`],
    [String.raw`(a)\1`, String.raw`the escape "\1"`],
    ["(?!ab)c", "a look-ahead at more than one character"],
    ["a*", "it matches the empty text"],
    ["(a", `"(" without ")"`],
    ["a)", `")" without "("`],
    ["[a", "it ends in the middle"],
    ["(?i:é)", `"é" in (?i: )`],
    ["a{2000}", `"{2000}", more than 1000 times`],
    ["(".repeat(200), "more than 100 groups in each other"],
    ["((a{900}){900})", "more than 4000 steps"],
    ["a".repeat(9000), "it has 9000 characters; at most 8192 are read"],
  ])("%s is refused by name", (regex, says) => expect(() => regexSplit(regex)).toThrow(says));

  it("takes no longer for a text that makes it read far again and again", () => {
    const text = "a".repeat(100_000);
    for (const regex of ["a*b|a", "(a|b|ab)*c"]) {
      const started = performance.now();
      piecesOf(regexSplit(regex), text);
      expect(performance.now() - started).toBeLessThan(10_000); // reading again takes 5·10⁹ steps, backtracking far more
    }
  });
});

describe("several patterns one after the other", () => {
  const splits = splitsOf([regexSplit(String.raw`\p{N}{1,3}`), regexSplit("[一-龥]+")], regexSplit(String.raw`[a-z]+(?!b)|\s+(?!\S)|\s+`));
  it.each([
    ["1234 ab", ["123", "4", " ", "ab"]],
    ["ab1b", ["ab", "1", "b"]],
    ["中文ab  1", ["中文", "ab", "  ", "1"]],
    ["!?中", ["!?", "中"]],
  ])("%s", (text, pieces) => expect(piecesOf(splits, text)).toEqual(pieces));

  it("may start again only where no match of an earlier one goes on", () => {
    expect(["1", "中", "a", " "].map((character) => splits.mayStartWith(character.codePointAt(0)!))).toEqual([false, false, true, true]);
  });
});

describe("looking back", () => {
  it("finds a place from which on what follows changes no piece", () => {
    const patterns = [
      ...(["gpt2", "cl100k", "o200k"] as const).map((name) => regexSplit(regexOf(name))),
      splitsOf(
        [regexSplit(String.raw`\p{N}{1,3}`)],
        regexSplit(String.raw`[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`),
      ),
      regexSplit("a*b|[^b]"),
    ];
    const pieces = constantFrom("a", "A", "b", "é", "1", "12", "'", "s", "!", " ", "  ", "\n", "文", "\u0301");
    const texts = array(pieces, { maxLength: 20 }).map((parts) => parts.join(""));
    for (const pattern of patterns) {
      assert(
        property(texts, texts, texts, (text, one, other) => {
          const back = pattern.lookBack();
          const characters = [...text];
          let settled = characters.length - 1;
          while (settled >= 0 && !back.take(characters[settled]!.codePointAt(0)!)) settled--;
          if (settled < 0) return;
          const place = characters.slice(0, settled).join("").length;
          const before = (whole: string): string[] => {
            const starts: string[] = [];
            let at = 0;
            for (const piece of piecesOf(pattern, whole)) {
              if (at > place) break;
              starts.push(`${at}`);
              at += piece.length;
            }
            return starts;
          };
          expect(before(text + one)).toEqual(before(text + other));
        }),
        { numRuns: 1000 },
      );
    }
  });
});
