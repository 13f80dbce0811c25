import { describe, expect, it } from "vitest";
import { rowAt, toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { neighbours } from "./neighbours.ts";

/** Directions on a plane: east, north, west, south, north-east (long), zero, and a row that holds NaN. */
const table = toEmbedding(Float32Array.of(1, 0, 0, 1, -1, 0, 0, -1, 5, 5, 0, 0, Number.NaN, 1), { numEmbeddings: 7, embeddingDim: 2 });

describe("neighbours", () => {
  it.each([
    { metric: "cosine" as const, indexes: [0, 4, 1] },
    { metric: "dot" as const, indexes: [4, 0, 1] },
    { metric: "euclidean" as const, indexes: [0, 5, 1] },
  ])("of east by $metric are $indexes", ({ metric, indexes }) => {
    expect(neighbours(table, rowAt(table, 0), { metric, count: 3 }).map(({ index }) => index)).toEqual(indexes);
  });

  it("leave out the excluded rows and rows that hold NaN", () => {
    const found = neighbours(table, rowAt(table, 0), { metric: "euclidean", count: 50, excluded: new Set([0, 1]) });
    expect(found.map(({ index }) => index).sort()).toEqual([2, 3, 4, 5]);
  });
});
