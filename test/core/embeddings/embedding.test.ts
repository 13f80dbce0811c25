import { describe, expect, it } from "vitest";
import { rowAt, toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { lookUp } from "../../support/plain/lookUp.ts";

const table = toEmbedding(Float32Array.of(1, 2, 3, 4, 5, 6), { numEmbeddings: 3, embeddingDim: 2 });

describe("lookUp", () => {
  it("returns the rows in the order of the ids, repeats included", () => {
    expect([...lookUp(table, [2, 0, 2])]).toEqual([5, 6, 1, 2, 5, 6]);
  });

  it("returns a fresh array", () => {
    lookUp(table, [0]).fill(9);
    expect([...rowAt(table, 0)]).toEqual([1, 2]);
  });

  it("returns nothing for no ids", () => {
    expect(lookUp(table, [])).toHaveLength(0);
  });

  it.each([3, -1, 0.5, Number.NaN])("names the index %s that has no row, and what to do", (id) => {
    expect(() => lookUp(table, [0, id])).toThrow(new RegExp(`^Index ${id} has no row: the table has 3\\. Choose `, "u"));
  });
});

describe("toEmbedding", () => {
  it.each([
    { numEmbeddings: 0, embeddingDim: 2, says: /cannot have 0 rows/u },
    { numEmbeddings: 3, embeddingDim: 1.5, says: /cannot have 1\.5 columns/u },
    { numEmbeddings: 2 ** 20, embeddingDim: 2 ** 20, says: /more than the 268435456 values/u },
    { numEmbeddings: 4, embeddingDim: 2, says: /^6 values do not make a table of 4 × 2; that takes 8\./u },
  ])("refuses 6 values as $numEmbeddings × $embeddingDim with a sentence", ({ says, ...shape }) => {
    expect(() => toEmbedding(table.weight, shape)).toThrow(says);
  });
});
