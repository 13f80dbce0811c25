import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { rowAt } from "../../../src/core/embeddings/embedding.ts";
import { initializeLayers } from "../../../src/core/embeddings/initialize.ts";
import { cosine, dot, euclidean, norm, rowNorms } from "../../../src/core/embeddings/similarity.ts";
import { scoreRows } from "../../support/plain/atOnce.ts";

describe("measures of two rows", () => {
  it("have their textbook values", () => {
    expect(dot([1, 2, 3], [4, -5, 6])).toBe(12);
    expect(norm([3, 4])).toBe(5);
    expect(euclidean([1, 1], [4, 5])).toBe(5);
    expect(cosine([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 15);
    expect(cosine([2, 0], [-3, 0])).toBe(-1);
  });

  it("give a row without direction the cosine 0", () => {
    expect(cosine([0, 0], [1, 2])).toBe(0);
  });

  it("keep the cosine within ±1 for every two rows", () => {
    const row = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(row, row, (a, b) => {
        expect(Math.abs(cosine(a, b))).toBeLessThanOrEqual(1);
        expect(Math.abs(cosine(a, a))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("refuse rows of different lengths", () => {
    expect(() => dot([1], [1, 2])).toThrow(/Rows of 1 and 2 values cannot be compared/u);
  });
});

describe("scoreRows", () => {
  const table = initializeLayers([{ numEmbeddings: 50, embeddingDim: 12 }], 4)[0] ?? expect.fail("one layer");
  const query = rowAt(table, 7);

  it.each([
    { metric: "cosine" as const, measure: cosine },
    { metric: "dot" as const, measure: dot },
    { metric: "euclidean" as const, measure: euclidean },
  ])("scores each row by $metric as the measure of two rows does", ({ metric, measure }) => {
    const scores = scoreRows(table, query, metric);
    for (const [row, score] of scores.entries()) expect(score).toBeCloseTo(measure(rowAt(table, row), query), 12);
    expect(scoreRows(table, query, metric, rowNorms(table))).toEqual(scores);
  });

  it("refuses a vector of another length", () => {
    expect(() => scoreRows(table, [1, 2], "dot")).toThrow(/vector of 2 values cannot be compared with rows of 12/u);
  });
});
