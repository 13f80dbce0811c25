import { describe, expect, it } from "vitest";
import {
  cursor,
  fitted,
  moved,
  noCursor,
  rowsPerPage,
  withDimensions,
  withRows,
} from "../../../../src/views/embeddingInspector/inputRows/cursor.ts";

const size = { maxLength: 4, embeddingDim: 8 };
const by = (row: number, dimension: number) => ({ row, dimension });
const at = (row: number, dimension: number) => ({ ...noCursor, cell: by(row, dimension) });

describe("the cell cursor", () => {
  it("is nowhere at first, begins at the first value and stays inside the picture", () => {
    expect(cursor.initial.cell).toBeUndefined();
    const start = moved(noCursor, by(1, 1), size);
    expect(start.cell).toEqual(by(0, 0));
    expect(moved(start, by(-1, 100), size).cell).toEqual(by(0, 7));
    expect(moved(start, by(100, -1), size).cell).toEqual(by(3, 0));
  });

  it("turns the page to the row it reaches", () => {
    const long = { maxLength: 40, embeddingDim: 8 };
    const state = moved(moved(noCursor, by(0, 0), long), by(20, 0), long);
    expect([state.cell?.row, state.rowFrom]).toEqual([20, rowsPerPage]);
  });

  it("stays where it is in the next window, and is gone when that has no such cell", () => {
    expect(fitted(at(3, 7), size).cell).toEqual(by(3, 7));
    expect(fitted(at(3, 7), { maxLength: 3, embeddingDim: 8 }).cell).toBeUndefined();
    expect(fitted(at(3, 7), { maxLength: 4, embeddingDim: 7 }).cell).toBeUndefined();
  });
});

describe("dimensions and rows shown", () => {
  it("never run past the end", () => {
    const wide = { maxLength: 4, embeddingDim: 10 };
    const last = withDimensions(noCursor, 9, 4, wide);
    expect(last.dimensionFrom).toBe(6);
    expect(withDimensions(last, -3, 4, wide).dimensionFrom).toBe(0);
    expect(withRows(last, 99, wide).rowFrom).toBe(0);
    expect(fitted(last, { maxLength: 4, embeddingDim: 3 }).dimensionFrom).toBe(2);
  });
});
