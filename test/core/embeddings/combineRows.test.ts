import { describe, expect, it } from "vitest";
import { toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { combineRows } from "../../../src/core/embeddings/combineRows.ts";

/** Directions on a plane: east, north, west, south, north-east (long), zero, and a row that holds NaN. */
const table = toEmbedding(Float32Array.of(1, 0, 0, 1, -1, 0, 0, -1, 5, 5, 0, 0, Number.NaN, 1), { numEmbeddings: 7, embeddingDim: 2 });

describe("combineRows", () => {
  it("adds signed rows: west − north + north-east", () => {
    const sum = combineRows(table, [
      { index: 2, factor: 1 },
      { index: 1, factor: -1 },
      { index: 4, factor: 1 },
    ]);
    expect([...sum]).toEqual([4, 4]);
  });

  it("names an index without a row", () => {
    expect(() => combineRows(table, [{ index: 7, factor: 1 }])).toThrow(/Index 7 has no row: the table has 7/u);
  });
});
