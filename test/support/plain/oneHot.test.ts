import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { initializeLayers } from "../../../src/core/embeddings/initialize.ts";
import { lookUp } from "./lookUp.ts";
import { largestDifference, multiply, oneHot } from "./oneHot.ts";

describe("oneHot", () => {
  it("has one 1 per row, at the id", () => {
    expect([...oneHot([2, 0], 3)]).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it.each([3, -1, 0.5])("refuses the id %s with a sentence", (id) => {
    expect(() => oneHot([id], 3)).toThrow(/has no place in a one-hot row of 3\. Use ids from 0 to 2/u);
  });
});

describe("multiply", () => {
  it("is the matrix product", () => {
    const table = toEmbedding(Float32Array.of(1, 2, 3, 4, 5, 6), { numEmbeddings: 3, embeddingDim: 2 });
    expect([...multiply(Float32Array.of(1, 1, 0, 0, 2, -1), table)]).toEqual([4, 6, 1, 2]);
  });

  it("of one-hot rows equals the look-up exactly, for every table and ids", () => {
    const example = fc.record({
      numEmbeddings: fc.integer({ min: 1, max: 12 }),
      embeddingDim: fc.integer({ min: 1, max: 9 }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(example, fc.array(fc.nat()), ({ seed, ...shape }, numbers) => {
        const table = initializeLayers([shape], seed)[0] ?? expect.fail("one layer");
        const ids = numbers.map((number) => number % shape.numEmbeddings);
        expect(largestDifference(multiply(oneHot(ids, shape.numEmbeddings), table), lookUp(table, ids))).toBe(0);
      }),
    );
  });

  it("refuses rows that are not as wide as the table is high", () => {
    const table = toEmbedding(new Float32Array(6), { numEmbeddings: 3, embeddingDim: 2 });
    expect(() => multiply(new Float32Array(4), table)).toThrow(/4 values do not make rows of 3/u);
  });
});

describe("largestDifference", () => {
  it("is the largest absolute difference, and NaN when a value is", () => {
    expect(largestDifference([1, 2, 3], [1, 5, 2])).toBe(3);
    expect(largestDifference([], [])).toBe(0);
    expect(largestDifference([1, Number.NaN], [1, 1])).toBeNaN();
    expect(() => largestDifference([1], [])).toThrow(/Cannot compare 1 values with 0/u);
  });
});
