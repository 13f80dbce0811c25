import { beforeAll, describe, expect, it } from "vitest";
import * as fc from "fast-check";
import type { Encoding } from "../../../src/core/tokens/encoding.ts";
import { tokenRows, wholeBlocks } from "../../../src/lens/sources/tokenRows.ts";
import { tokenizeText } from "../../../src/core/tokens/document/tokenizedText.ts";
import { loadEncoding } from "../../support/encodings.ts";

let encoding: Encoding;
beforeAll(async () => void (encoding = await loadEncoding("gpt2")));

/** Each row's text. */
function rowTexts(source: string): string[] {
  const text = tokenizeText(encoding, source, "allow");
  const rows = tokenRows(text);
  return Array.from({ length: rows.rowCount }, (_, row) => {
    const { from, to } = rows.rowAt(row);
    return encoding.decode(text.ids(from, to));
  });
}

describe("token rows", () => {
  it.each([
    ["", []],
    ["a", ["a"]],
    ["a\n", ["a\n"]],
    ["a\nb", ["a\n", "b"]],
    ["a\n\nb\n", ["a\n", "\n", "b\n"]],
  ])("of %j end after their line feeds", (source, rows) => expect(rowTexts(source)).toEqual(rows));

  it("of a line without an end are short all the same", () => {
    const rows = tokenRows(tokenizeText(encoding, "word ".repeat(10_000), "allow"));
    expect(rows.rowCount).toBeGreaterThan(50);
    for (let row = 0; row < rows.rowCount; row++) expect(rows.rowAt(row).to - rows.rowAt(row).from).toBeLessThanOrEqual(256);
  });

  it("follow each other without a gap, know their tokens, and stay so over edits", () => {
    const insert = fc.string({ unit: fc.constantFrom("a", " ", "\n", "🐈", "x1;"), maxLength: 400 });
    const edits = fc.array(fc.record({ at: fc.nat(), length: fc.nat(300), insert }), { maxLength: 4 });
    fc.assert(
      fc.property(insert, edits, (source, changes) => {
        let text = tokenizeText(encoding, source.repeat(20), "allow");
        for (const { at, length, insert: inserted } of changes) {
          const from = text.length === 0 ? 0 : at % text.length;
          text = text.update([{ from, to: Math.min(text.length, from + length), insert: inserted }]);
        }
        const rows = tokenRows(text);
        let next = 0;
        for (let row = 0; row < rows.rowCount; row++) {
          const { from, to } = rows.rowAt(row);
          expect(from).toBe(next);
          expect(to).toBeGreaterThan(from);
          expect(rows.rowOf(from)).toBe(row);
          expect(rows.rowOf(to - 1)).toBe(row);
          next = to;
        }
        expect(next).toBe(text.tokenCount);
      }),
    );
  });

  it("refuse a row that is not there", () => {
    expect(() => tokenRows(tokenizeText(encoding, "a\n", "allow")).rowAt(1)).toThrow("There is no row 1: the text has 1.");
  });

  it("asked for as whole blocks, begin and end at blocks and hold no block too many", () => {
    const rows = tokenRows(tokenizeText(encoding, `one\n${"word ".repeat(9000)}\ntwo\n`, "allow"));
    const begins = Array.from({ length: rows.rowCount }, (_, row) => rows.rowAt(row).beginsBlock);
    const bound = fc.integer({ min: 0, max: rows.rowCount + 3 });
    fc.assert(
      fc.property(bound, bound, (one, other) => {
        const asked = { from: Math.min(one, other), to: Math.max(one, other) };
        const { from, to } = wholeBlocks(rows, asked);
        const end = nextBegin(begins, asked.to);
        expect([from, to]).toEqual(
          asked.from >= rows.rowCount ? [rows.rowCount, rows.rowCount] : [begins.lastIndexOf(true, asked.from), Math.max(from, end)],
        );
      }),
    );
  });
});

/** The first row at or after `from` that begins a block, or the end. */
function nextBegin(begins: readonly boolean[], from: number): number {
  const next = begins.indexOf(true, from);
  return next === -1 ? begins.length : next;
}
