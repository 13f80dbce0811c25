import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { topK } from "../../../src/core/embeddings/topK.ts";

describe("topK", () => {
  it("lists the best first, equal scores in the order of their indexes", () => {
    expect(topK([1, 3, 2, 3, 0], 3, "largest")).toEqual([
      { index: 1, score: 3 },
      { index: 3, score: 3 },
      { index: 2, score: 2 },
    ]);
    expect(topK([1, 3, 0, 0], 3, "smallest").map(({ index }) => index)).toEqual([2, 3, 0]);
  });

  it("leaves out NaN and the excluded, and lists infinities", () => {
    const scores = [Number.NaN, 5, Infinity, -Infinity, 7];
    expect(topK(scores, 10, "largest", new Set([4])).map(({ index }) => index)).toEqual([2, 1, 3]);
  });

  it.each([0, -3, Number.NaN])("lists nothing for k = %s", (k) => {
    expect(topK([1, 2], k, "largest")).toEqual([]);
  });

  it("equals sorting everything", () => {
    const scores = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double()), { maxLength: 200 });
    fc.assert(
      fc.property(scores, fc.nat(30), fc.constantFrom("largest" as const, "smallest" as const), (values, k, order) => {
        const sorted = [...values.entries()]
          .filter(([, score]) => !Number.isNaN(score))
          .sort(([i, a], [j, b]) => (a === b ? i - j : a < b === (order === "largest") ? 1 : -1));
        expect(topK(values, k, order)).toEqual(sorted.slice(0, k).map(([index, score]) => ({ index, score })));
      }),
    );
  });
});
