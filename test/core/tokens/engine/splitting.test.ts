/** The core's scanners give the pieces that following their regex gives, at every place in a word of 64 bytes: also those of patterns that only the core
 *  has a scanner for. */
import { assert, property } from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { PieceEncoder } from "../../../../src/core/tokens/engine/pieceEncoder.ts";
import { END_BYTE } from "../../../../src/core/tokens/pattern/characterClass.ts";
import { type PatternName, patternNames, regexOf } from "../../../../src/core/tokens/pattern/patterns.ts";
import { regexSplit } from "../../../../src/core/tokens/pattern/splits.ts";
import { awkwardTexts } from "../../../support/awkwardTexts.ts";
import { loadEncoding } from "../../../support/encodings.ts";
import { runText, tokenText } from "../../../support/tokenTexts.ts";

let core: PieceEncoder;
beforeAll(async () => void (core = (await loadEncoding("gpt2")).encoder.pieces));

const utf8 = new TextEncoder();

function endsByCore(name: PatternName, text: string): number[] {
  const { written } = utf8.encodeInto(text, core.text);
  return [...core.pieceEnds.subarray(0, core.split(name, written))];
}

function endsByRegex(name: PatternName, text: string): number[] {
  const encoded = utf8.encode(text);
  const bytes = new Uint8Array(encoded.length + 64);
  bytes.set(encoded);
  bytes[encoded.length] = END_BYTE;
  const ends = new Int32Array(encoded.length + 4);
  const count = splits[name].scan({ bytes, view: new DataView(bytes.buffer) }, 0, encoded.length, ends);
  return [...ends.subarray(0, count)];
}
const splits = Object.fromEntries(patternNames.map((name) => [name, regexSplit(regexOf(name))])) as Record<
  PatternName,
  ReturnType<typeof regexSplit>
>; // every name is there

/** Contractions, numbers, tails, indents, prefixes, marks and cases, wide spaces and numbers. */
const hard = [
  "don't I'LL 'ſx x's's",
  "a12345 7,8",
  "٣٤٥٦x12",
  "!\n\n?\n/\n!",
  "\n   x\n  \n x",
  " \u0301a!!\u0301b",
  "日aB文C aBC'd",
  "\u3000 1\u30002",
  "👍's\r\n\t\t}",
];

describe.each(patternNames)("the core's scanner of %s", (name) => {
  it("gives the pieces of its regex, wherever the text begins in a word", () => {
    for (const text of [...awkwardTexts, ...hard].map((each) => each.toWellFormed())) {
      for (let at = 0; at < 64; at++) {
        const moved = "x".repeat(at) + text;
        expect(endsByCore(name, moved), JSON.stringify(moved)).toEqual(endsByRegex(name, moved));
      }
    }
  });

  it("gives them for any text", () => {
    assert(
      property(tokenText(), (text) => {
        expect(endsByCore(name, text.toWellFormed())).toEqual(endsByRegex(name, text.toWellFormed()));
      }),
      { numRuns: 500 },
    );
    assert(
      property(runText(500), (text) => {
        expect(endsByCore(name, text.toWellFormed())).toEqual(endsByRegex(name, text.toWellFormed()));
      }),
      { numRuns: 30 },
    );
  });
});
