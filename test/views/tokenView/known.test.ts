import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TokenRows } from "../../../src/protocol/tokenView.ts";
import { type ReadyText, sliceLimit, type TokenSlice } from "../../../src/protocol/views.ts";
import {
  endsAfter,
  missingPages,
  missingRows,
  pagesAfter,
  pageSize,
  pagesWith,
  rowsAfter,
  rowsWith,
  tokenAt,
} from "../../../src/views/tokenView/known.ts";
import { rowGroups } from "../../../src/views/tokenView/strip/rowGroups.ts";

const slice = (from: number, to: number, revision = 1): TokenSlice => ({
  revision,
  from,
  ids: Array.from({ length: to - from }, (_, at) => from + at),
  texts: Array.from({ length: to - from }, (_, at) => (from + at === 70 ? { bytes: [0xf0, 0x9f] } : { text: `t${from + at}` })),
});
/** Rows of one token; a text in capitals begins a block. */
const rows = (from: number, texts: readonly string[], revision = 1): TokenRows => ({
  revision,
  from,
  rows: texts.map((text, at) => ({ from: from + at, ids: [1], texts: [{ text }], beginsBlock: text === text.toUpperCase() })),
});

describe("tokens in pages", () => {
  it("are found again by their index", () => {
    const pages = pagesWith(new Map(), [slice(0, 3 * pageSize), slice(10 * pageSize, 10 * pageSize + 5)]);
    expect(tokenAt(pages, 70)).toEqual({ id: 70, text: "f0 9f", partial: true });
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
    const known = rowsWith(new Map(), rows(2, ["A", "B", "C"]), 100);
    expect(missingRows(known, { from: 0, to: 8 }, 1)).toEqual({ from: 0, to: 8 });
    expect(missingRows(known, { from: 2, to: 8 }, 1)).toEqual({ from: 5, to: 8 });
    expect(missingRows(known, { from: 2, to: 5 }, 1)).toBeNull();
    expect(missingRows(known, { from: 2, to: 5 }, 2)).toEqual({ from: 2, to: 5 });
  });

  it("beyond the text's end are forgotten", () => {
    const known = rowsWith(new Map(), rows(0, ["a", "b", "c"]), 100);
    expect([...rowsWith(known, rows(0, ["a"], 2), 2).keys()].sort()).toEqual([0, 1]);
  });

  it("read on as one block until another one begins", () => {
    const groups = rowGroups(rowsWith(new Map(), rows(0, ["A", "b", "c", "D", "e", "F"]), 100));
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
    const groups = rowGroups(rowsWith(new Map(), rows(3, ["b", "c"]), 100));
    expect([2, 3, 4, 5].map((row) => [groups.startOf(row), groups.endOf(row)])).toEqual([
      [2, 3],
      [3, 5],
      [3, 5],
      [5, 6],
    ]);
  });

  const change = { since: 1, tokens: { from: 3, removed: 1, inserted: 3 }, rows: { from: 3, removed: 1, inserted: 2 } };
  const known = rowsWith(new Map(), rows(0, ["A", "B", "C", "D", "E", "F"]), 6);

  it("that an edit left as they were stay known, behind it with their tokens moved along", () => {
    const freshRows = rows(3, ["X", "Y"]).rows;
    const after = rowsAfter(known, { ...change, freshRows }, 2, 7);
    expect(missingRows(after, { from: 0, to: 7 }, 2)).toBeNull();
    expect(Array.from({ length: 7 }, (_, row) => after.get(row)?.row.texts)).toEqual(
      ["A", "B", "C", "X", "Y", "E", "F"].map((text) => [{ text }]),
    );
    expect([2, 5, 6].map((row) => after.get(row)?.row.from)).toEqual([2, 6, 7]);
    expect(after.get(0)?.row).toBe(known.get(0)?.row);
  });

  it("that an edit replaced are missing, but stay until newer ones arrive", () => {
    const after = rowsAfter(known, change, 2, 7);
    expect(missingRows(after, { from: 0, to: 7 }, 2)).toEqual({ from: 3, to: 5 });
    expect(after.get(3)?.row.texts).toEqual([{ text: "D" }]);
  });
});

describe("after an edit", () => {
  const change = { since: 1, tokens: { from: 70, removed: 2, inserted: 2 }, rows: { from: 0, removed: 1, inserted: 1 } };
  const pages = pagesWith(new Map(), [slice(0, 4 * pageSize)]);

  it("only the pages with its tokens are missing when it keeps their number", () => {
    expect(missingPages(pagesAfter(pages, change, 2), [{ from: 0, to: 256 }], 2, 256)).toEqual([{ from: pageSize, to: 2 * pageSize }]);
  });

  it("the pages behind are missing too when it does not", () => {
    const longer = { ...change, tokens: { from: 70, removed: 2, inserted: 3 } };
    expect(missingPages(pagesAfter(pages, longer, 2), [{ from: 0, to: 256 }], 2, 257)).toEqual([{ from: pageSize, to: 256 }]);
  });

  it("the ends of documents move along, unless it may have brought one", () => {
    const ends = { revision: 1, indexes: [10, 71, 90] };
    const text = { ...({} as ReadyText), revision: 2, endOfTextCount: 2 }; // no more is read
    const longer = { ...change, tokens: { from: 70, removed: 2, inserted: 5 } };
    expect(endsAfter(ends, longer, text)).toEqual({ revision: 2, indexes: [10, 93] });
    expect(endsAfter(ends, longer, { ...text, endOfTextCount: 3 })).toBe(ends);
  });
});
