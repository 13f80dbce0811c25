import { describe, expect, it } from "vitest";
import type { TokenRow } from "../../../../src/lens/answers.ts";
import { type ArrivedRows, type LoadedRows, missingRows, rowsWith } from "../../../../src/views/tokenView/rows/loadedRows.ts";
import { rowGroups } from "../../../../src/views/tokenView/strip/rowGroups.ts";
import { rowsAfter } from "../../../../src/views/tokenView/strip/tokenRows.ts";

const limit = 1000;
const none: LoadedRows<TokenRow> = new Map();

/** Rows of one token; a text in capitals begins a block. */
const rows = (from: number, texts: readonly string[], version = 1): ArrivedRows<TokenRow> => ({
  version,
  from,
  rows: texts.map((text, at) => ({ from: from + at, ids: [1], texts: [{ text }], beginsBlock: text === text.toUpperCase() })),
});

describe("rows of the strip", () => {
  it("are missing where they did not arrive or are out of date", () => {
    const loaded = rowsWith(none, rows(2, ["A", "B", "C"]), 100, limit);
    expect(missingRows(loaded, { from: 0, to: 8 }, 1)).toEqual({ from: 0, to: 8 });
    expect(missingRows(loaded, { from: 2, to: 8 }, 1)).toEqual({ from: 5, to: 8 });
    expect(missingRows(loaded, { from: 2, to: 5 }, 1)).toBeUndefined();
    expect(missingRows(loaded, { from: 2, to: 5 }, 2)).toEqual({ from: 2, to: 5 });
  });

  it("beyond the text's end are forgotten", () => {
    const loaded = rowsWith(none, rows(0, ["a", "b", "c"]), 100, limit);
    expect([...rowsWith(loaded, rows(0, ["a"], 2), 2, limit).keys()].sort()).toEqual([0, 1]);
  });

  it("are kept up to a number, those that arrived last", () => {
    const all = rowsWith(rowsWith(none, rows(0, ["a", "b", "c"]), 100, 3), rows(0, ["a", "b"]), 100, 3);
    expect([...rowsWith(all, rows(50, ["x"]), 100, 3).keys()].sort((a, b) => a - b)).toEqual([0, 1, 50]);
  });

  it("read on as one block until another one begins", () => {
    const groups = rowGroups(rowsWith(none, rows(0, ["A", "b", "c", "D", "e", "F"]), 100, limit));
    expect([0, 1, 2, 3, 4, 5].map((row) => [groups.startOf(row), groups.endOf(row)])).toEqual([
      [0, 3],
      [0, 3],
      [0, 3],
      [3, 5],
      [3, 5],
      [5, 6],
    ]);
  });

  it("stand alone next to rows that have not arrived", () => {
    const groups = rowGroups(rowsWith(none, rows(3, ["b", "c"]), 100, limit));
    expect([2, 3, 4, 5].map((row) => [groups.startOf(row), groups.endOf(row)])).toEqual([
      [2, 3],
      [3, 5],
      [3, 5],
      [5, 6],
    ]);
  });

  const change = { since: 1, tokens: { from: 3, removed: 1, inserted: 3 }, rows: { from: 3, removed: 1, inserted: 2 } };
  const loaded = rowsWith(none, rows(0, ["A", "B", "C", "D", "E", "F"]), 6, limit);

  it("that an edit left as they were stay loaded, behind it with their tokens moved along", () => {
    const freshRows = rows(3, ["X", "Y"]).rows;
    const after = rowsAfter(loaded, { ...change, freshRows }, { revision: 2, rowCount: 7 });
    expect(missingRows(after, { from: 0, to: 7 }, 2)).toBeUndefined();
    expect(Array.from({ length: 7 }, (_, row) => after.get(row)?.row.texts)).toEqual(
      ["A", "B", "C", "X", "Y", "E", "F"].map((text) => [{ text }]),
    );
    expect([2, 5, 6].map((row) => after.get(row)?.row.from)).toEqual([2, 6, 7]);
    expect(after.get(0)?.row).toBe(loaded.get(0)?.row);
  });

  it("that an edit replaced are missing, but stay until newer ones arrive", () => {
    const after = rowsAfter(loaded, change, { revision: 2, rowCount: 7 });
    expect(missingRows(after, { from: 0, to: 7 }, 2)).toEqual({ from: 3, to: 5 });
    expect(after.get(3)?.row.texts).toEqual([{ text: "D" }]);
  });
});
