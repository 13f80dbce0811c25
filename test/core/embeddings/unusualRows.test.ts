import { describe, expect, it } from "vitest";
import { toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { initializeLayers } from "../../../src/core/embeddings/initialize.ts";
import { unusualRows } from "../../../src/core/embeddings/unusualRows.ts";
import { rowStatistics } from "../../support/plain/atOnce.ts";

const shape = { numEmbeddings: 2_000, embeddingDim: 64 };
const seededTable = (): ReturnType<typeof toEmbedding> => initializeLayers([shape], 11)[0] ?? expect.fail("one layer");

describe("rowStatistics", () => {
  it("has the mean row, each row's length and its distance to the mean row", () => {
    const statistics = rowStatistics(toEmbedding(Float32Array.of(0, 0, 6, 8), { numEmbeddings: 2, embeddingDim: 2 }));
    expect([...statistics.centroid]).toEqual([3, 4]);
    expect([...statistics.norms]).toEqual([0, 10]);
    expect([...statistics.centroidDistances]).toEqual([5, 5]);
  });

  it("keeps rows that are not finite out of the centroid", () => {
    const statistics = rowStatistics(toEmbedding(Float32Array.of(1, 3, Number.NaN, Infinity), { numEmbeddings: 4, embeddingDim: 1 }));
    expect([...statistics.centroid]).toEqual([2]);
  });
});

describe("unusualRows", () => {
  it("flags nothing in a table of normally distributed values", () => {
    expect(unusualRows(rowStatistics(seededTable()))).toEqual([]);
  });

  it("flags planted glitch rows: next to the centroid, very long, not finite", () => {
    const table = seededTable();
    table.weight.fill(0.01, 5 * 64, 6 * 64);
    table.weight.fill(9, 70 * 64, 71 * 64);
    table.weight[300 * 64] = Number.NaN;
    const flagged = unusualRows(rowStatistics(table)).map(({ index, reason }) => `${index} ${reason}`);
    expect(flagged.toSorted()).toEqual(["300 notFinite", "5 nearCentroid", "5 short", "70 farFromCentroid", "70 long"]);
    expect(flagged[0]).toBe("300 notFinite");
  });

  it("flags nothing where all rows are alike or there is none to compare", () => {
    const alike = toEmbedding(new Float32Array(6).fill(2), { numEmbeddings: 3, embeddingDim: 2 });
    const lost = toEmbedding(new Float32Array(2).fill(Number.NaN), { numEmbeddings: 1, embeddingDim: 2 });
    expect(unusualRows(rowStatistics(alike))).toEqual([]);
    expect(unusualRows(rowStatistics(lost)).map(({ reason }) => reason)).toEqual(["notFinite"]);
  });
});
