import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceLimit, type TokenSlice } from "../../../src/protocol/views.ts";
import { missingPages, missingRows, pageSize, pagesWith, rowsWith, tokenAt } from "../../../src/views/tokenView/known.ts";
import { blockLimit, rowGroups } from "../../../src/views/tokenView/strip/rowGroups.ts";

const slice = (from: number, to: number, revision = 1): TokenSlice => ({
  revision,
  from,
  ids: Array.from({ length: to - from }, (_, at) => from + at),
  texts: Array.from({ length: to - from }, (_, at) => `t${from + at}`),
  partial: from <= 70 && 70 < to ? [70 - from] : [],
});
const rows = (from: number, texts: readonly string[], revision = 1) => ({
  revision,
  from,
  rows: texts.map((text, at) => ({ from: (from + at) * 10, ids: [1], texts: [text], partial: [] })),
});

describe("tokens in pages", () => {
  it("are found again by their index", () => {
    const pages = pagesWith(new Map(), [slice(0, 3 * pageSize), slice(10 * pageSize, 10 * pageSize + 5)]);
    expect(tokenAt(pages, 70)).toEqual({ id: 70, text: "t70", partial: true });
    expect(tokenAt(pages, 71)).toEqual({ id: 71, text: "t71", partial: false });
    expect(tokenAt(pages, 10 * pageSize + 4)?.id).toBe(10 * pageSize + 4);
    expect(tokenAt(pages, 10 * pageSize + 5)).toBeUndefined();
    expect(tokenAt(pages, 5 * pageSize)).toBeUndefined();
  });

  it("once what is missing has arrived, nothing is", () => {
    const span = fc.tuple(fc.nat(900), fc.nat(200)).map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (wanted) => {
        const missing = missingPages(new Map(), wanted, 1, 1000);
        const pages = pagesWith(
          new Map(),
          missing.map(({ from, to }) => slice(from, to)),
        );
        expect(missingPages(pages, wanted, 1, 1000)).toEqual([]);
        for (const { from, to } of wanted) {
          for (let index = from; index < Math.min(to, 1000); index += 1) expect(tokenAt(pages, index)?.id).toBe(index);
        }
      }),
    );
  });

  it("of an older text are missing, but stay", () => {
    const pages = pagesWith(new Map(), [slice(0, pageSize)]);
    expect(missingPages(pages, [{ from: 0, to: 5 }], 2, 1000)).toEqual([{ from: 0, to: pageSize }]);
    expect(tokenAt(pages, 0)?.id).toBe(0);
  });

  it("are asked for as neighbours joined, in no more than one request may hold", () => {
    expect(
      missingPages(
        new Map(),
        [
          { from: 0, to: 1 },
          { from: pageSize, to: pageSize + 1 },
          { from: 900, to: 901 },
        ],
        1,
        1000,
      ),
    ).toEqual([
      { from: 0, to: 2 * pageSize },
      { from: 896, to: 960 },
    ]);
    const all = missingPages(new Map(), [{ from: 0, to: 10_000_000 }], 1, 10_000_000);
    expect(all.reduce((sum, { from, to }) => sum + to - from, 0)).toBeLessThanOrEqual(sliceLimit);
  });
});

describe("rows of the strip", () => {
  it("are missing where they did not arrive or are out of date", () => {
    const known = rowsWith(new Map(), rows(2, ["a", "b", "c"]), 100);
    expect(missingRows(known, { from: 0, to: 8 }, 1)).toEqual({ from: 0, to: 8 });
    expect(missingRows(known, { from: 2, to: 8 }, 1)).toEqual({ from: 5, to: 8 });
    expect(missingRows(known, { from: 2, to: 5 }, 1)).toBeNull();
    expect(missingRows(known, { from: 2, to: 5 }, 2)).toEqual({ from: 2, to: 5 });
  });

  it("beyond the text's end are forgotten", () => {
    const known = rowsWith(new Map(), rows(0, ["a", "b", "c"]), 100);
    expect([...rowsWith(known, rows(0, ["a"], 2), 2).keys()].sort()).toEqual([0, 1]);
  });

  it("read on as one block until a line ends", () => {
    const groups = rowGroups(rowsWith(new Map(), rows(0, ["a", "b", "c\n", "d", "e\n", "f"]), 100));
    expect([0, 1, 2, 3, 4, 5].map((row) => [groups.startOf(row), groups.endOf(row)])).toEqual([
      [0, 3],
      [0, 3],
      [0, 3],
      [3, 5],
      [3, 5],
      [5, 6],
    ]);
  });

  it("make a block of limited length in a text of one line", () => {
    const groups = rowGroups(
      rowsWith(
        new Map(),
        rows(
          0,
          Array.from({ length: 40 }, () => "x"),
        ),
        100,
      ),
    );
    expect([groups.startOf(20), groups.endOf(20)]).toEqual([blockLimit, 2 * blockLimit]);
  });
});
