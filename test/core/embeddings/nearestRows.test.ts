import { assert, integer, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { finish } from "../../../src/core/steps.ts";
import { nearestRowsSteps } from "../../../src/core/embeddings/nearestRows.ts";
import { rowAt } from "../../../src/core/embeddings/embedding.ts";
import { Mt19937 } from "../../../src/core/random/mt19937.ts";
import { fillNormal } from "../../support/plain/atOnce.ts";
import { neighbours } from "../../support/plain/neighbours.ts";

describe("the nearest rows of every row", () => {
  it("are those that comparing one row with all finds, whatever the size", () => {
    assert(
      property(
        integer({ min: 2, max: 300 }),
        integer({ min: 1, max: 20 }),
        integer({ min: 1, max: 16 }),
        nat(),
        (rows, dimensions, count, seed) => {
          const weight = new Float32Array(rows * dimensions);
          fillNormal(weight, new Mt19937(seed));
          const table = toEmbedding(weight, { numEmbeddings: rows, embeddingDim: dimensions });
          const { distances } = finish(nearestRowsSteps(weight, dimensions, count));
          for (const row of [0, Math.floor(rows / 2), rows - 1]) {
            const query = Float64Array.from(rowAt(table, row));
            const expected = neighbours(table, query, { metric: "euclidean", count, excluded: new Set([row]) });
            const found = distances.subarray(row * count, (row + 1) * count);
            for (const [i, { score }] of expected.entries()) expect(found[i]).toBeCloseTo(score, 4);
            expect([...found.subarray(expected.length)].every((distance) => distance === Infinity)).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("belong to the distances beside them; a row that is not finite is near to none", () => {
    const values = Float32Array.of(0, 3, 1, Number.NaN, 10);
    const { indices, distances } = finish(nearestRowsSteps(values, 1, 2));
    expect([...indices]).toEqual([2, 1, 2, 0, 0, 1, -1, -1, 1, 2]);
    expect([...distances]).toEqual([1, 3, 2, 3, 1, 2, Infinity, Infinity, 7, 9]);
  });

  it("tell how far they are, from above 0 to 1", () => {
    const shares = [...nearestRowsSteps(new Float32Array(500 * 3), 3, 4)];
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it("need whole rows", () => {
    expect(() => finish(nearestRowsSteps(new Float32Array(7), 3, 1))).toThrow("7 values are no whole rows of 3.");
  });
});
