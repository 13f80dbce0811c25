/** The same text under several encodings, row by row: nothing of any of them is lost, and what differs is told. */
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import { alignedTokens, tokensOver } from "../../../src/lens/compare/alignment.ts";
import { type ComparedRow, type ComparedRows, comparedRows } from "../../../src/lens/compare/comparedRows.ts";
import { comparedIds, percentMore } from "../../../src/lens/compare/comparison.ts";
import { spacedHex } from "../../../src/lens/tokenText.ts";
import { awkwardTexts } from "../../support/awkwardTexts.ts";
import { loadEncoding } from "../../support/encodings.ts";
import { encodingAround, loadTokenizerJson } from "../../support/tokenizerFiles.ts";
import { liveOf } from "../support.ts";

let gpt2: Encoding;
let cl100k: Encoding;
let o200k: Encoding;
beforeAll(async () => {
  [gpt2, cl100k, o200k] = await Promise.all([loadEncoding("gpt2"), loadEncoding("cl100k_base"), loadEncoding("o200k_base")]);
});

/** Awkward ones, one after the other and mixed with any characters. */
const anyText = fc
  .array(fc.oneof(fc.constantFrom(...awkwardTexts), fc.string({ unit: "binary", maxLength: 6 }), fc.constantFrom("\n", "\n\n", " \n ")), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

const rowsOf = (text: string, encodings: readonly Encoding[]): readonly ComparedRow[] => {
  const [primary, ...others] = encodings.map((encoding) => liveOf(encoding, text));
  if (primary === undefined) throw new Error("There is no encoding to compare.");
  return comparedRows(primary, others, 0, primary.rows.rowCount).rows;
};

/** What is drawn of a column: each token in brackets, "=" before those that all have, "|" before those that begin alone. */
function drawn(row: ComparedRow | undefined, column: number): string {
  const tokens = row?.columns[column];
  const places = row && alignedTokens(row.columns)[column];
  if (tokens === undefined || tokens === null || places === undefined) return "not there";
  return tokens.texts
    .map((text, at) => {
      const place = places[at];
      return `${place?.isSame === true ? "=" : ""}${place?.beginsAlone === true ? "|" : ""}[${"text" in text ? text.text : spacedHex(text.bytes)}]`;
    })
    .join("");
}

describe("rows of a text under several encodings", () => {
  it("are the first encoding's rows, a line of the text each", () => {
    const rows = rowsOf("one\ntwo\nthree", [gpt2, cl100k]);
    expect(rows.map((row) => row.columns.map((_, column) => drawn(row, column)))).toEqual([
      ["=[one]=[\n]", "=[one]=[\n]"],
      ["=[two]=[\n]", "=[two]=[\n]"],
      ["=[three]", "=[three]"],
    ]);
  });

  it("begin and end with what each encoding puts around the text, which is a token of its own", async () => {
    const file = await loadTokenizerJson("llama3-form.json");
    const both = encodingAround(file, [500], [501]);
    const options = { addSpecialTokens: true };
    const [primary, other] = [liveOf(file, "token\n", options), liveOf(both, "token\n", options)];
    const columnsOf = (compared: ComparedRows): unknown => compared.rows.map(({ columns }) => columns.map((column) => column?.ids));
    expect(columnsOf(comparedRows(primary, [other], 0, 9))).toEqual([
      [
        [500, 294, 198],
        [500, 294, 198, 501],
      ],
    ]);
    expect(columnsOf(comparedRows(other, [primary, liveOf(file, "token\n")], 0, 9))).toEqual([
      [
        [500, 294, 198],
        [500, 294, 198],
        [294, 198],
      ],
      [[501], [], []],
    ]);
  });

  it.each([
    { text: "2024", columns: ["[20]|[24]", "[202]|[4]"] },
    { text: "the 12345", columns: ["=[the][ 123]=[45]", "=[the][ ]|[123]=[45]"] },
    { text: "    if", columns: ["[ ]|[ ]|[ ]=[ if]", "[   ]=[ if]"] },
  ])("mark in $text what not all have", ({ text, columns }) => {
    const [row] = rowsOf(text, [gpt2, cl100k]);
    expect(columns.map((_, column) => drawn(row, column))).toEqual(columns);
  });

  it("cut a token that reaches over the end of a row, and say so", () => {
    const rows = rowsOf("a\n\nb", [gpt2, cl100k]);
    expect(rows.map((row) => row.columns.map((_, column) => drawn(row, column)))).toEqual([
      ["=[a][\n]", "=[a][\n]"],
      ["|[\n]", "[\n]"],
      ["=[b]", "=[b]"],
    ]);
    expect(rows.map(({ columns: [, other] }) => [other?.isContinued, other?.goesOn])).toEqual([
      [false, true],
      [true, false],
      [false, false],
    ]);
  });

  it("have nothing where an encoding's tokens are not there yet", () => {
    const primary = liveOf(gpt2, "a b");
    const { rows } = JSON.parse(JSON.stringify(comparedRows(primary, [undefined], 0, 9))) as ComparedRows; // as it reaches a view
    const [row] = rows;
    expect(row?.columns[1]).toBeNull();
    expect(drawn(row, 0)).toBe("=[a]=[ b]");
  });

  it("hold every code unit once and every token of every encoding, in any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const sources = [gpt2, cl100k, o200k].map((encoding) => liveOf(encoding, text));
        const rows = rowsOf(text, [gpt2, cl100k, o200k]);
        for (const [column, source] of sources.entries()) {
          const indexes = new Set(
            rows.flatMap(({ columns }) => columns[column]?.ids.map((_, at) => (columns[column]?.first ?? 0) + at) ?? []),
          );
          expect([...indexes]).toEqual(Array.from({ length: source.tokenCount }, (_, index) => index));
          const lengths = rows.map(({ columns }) => columns[column]?.ends.at(-1) ?? 0);
          expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(source.text.length);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("call a token the same exactly when every encoding has one over the same characters, in any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const row of rowsOf(text, [gpt2, o200k])) {
          const [first = [], second = []] = alignedTokens(row.columns);
          const same = (tokens: typeof first): readonly string[] =>
            tokens.flatMap(({ isSame, from, to }) => (isSame ? [`${from}-${to}`] : []));
          expect(same(first)).toEqual(same(second));
          for (const { from, isSame, beginsAlone } of first) {
            if (isSame) expect(beginsAlone).toBe(false);
            if (!beginsAlone && from > 0) expect(second.some((other) => other.from === from)).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("the tokens over a stretch", () => {
  const tokens = [
    { from: 0, to: 2 },
    { from: 2, to: 2 },
    { from: 2, to: 5 },
  ].map((place) => ({ ...place, isSame: false, beginsAlone: false }));

  it.each([
    { from: 0, to: 1, over: [0] },
    { from: 1, to: 3, over: [0, 1, 2] },
    { from: 2, to: 5, over: [1, 2] },
    { from: 2, to: 2, over: [1, 2] },
    { from: 5, to: 6, over: [] },
  ])("from $from to $to are $over", ({ from, to, over }) => {
    expect(tokensOver(tokens, from, to)).toEqual(over);
  });
});

describe("which encodings are compared", () => {
  it.each([
    { encoding: "gpt2", compared: ["cl100k_base", "o200k_base"], ids: ["gpt2", "cl100k_base", "o200k_base"] },
    { encoding: "o200k_base", compared: ["cl100k_base", "o200k_base"], ids: ["o200k_base", "cl100k_base"] },
    { encoding: "gpt2", compared: ["gpt2"], ids: ["gpt2"] },
  ])("$encoding beside $compared: each once", ({ ids, ...options }) => {
    expect(comparedIds(options)).toEqual(ids);
  });

  it("says by how much a count is above another, and nothing where there is none", () => {
    expect(percentMore(110, 100)).toBeCloseTo(10);
    expect(percentMore(75, 100)).toBe(-25);
    expect(percentMore(0, 0)).toBeUndefined();
  });
});
