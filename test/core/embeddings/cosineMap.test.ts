import { describe, expect, it } from "vitest";
import { cosineMapSteps } from "../../../src/core/embeddings/cosineMap.ts";
import { rowAt, toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { finish } from "../../../src/core/steps.ts";
import { initializeLayers } from "../../../src/core/embeddings/initialize.ts";
import { cosine } from "../../../src/core/embeddings/similarity.ts";

describe("cosineMapSteps", () => {
  it("has the cosine of every two rows", () => {
    const table = initializeLayers([{ numEmbeddings: 9, embeddingDim: 5 }], 2)[0] ?? expect.fail("one layer");
    const map = finish(cosineMapSteps(table)); // [9, 9]
    for (let i = 0; i < 9; i += 1) {
      for (let j = 0; j < 9; j += 1) expect(map[i * 9 + j]).toBe(Math.fround(i === j ? 1 : cosine(rowAt(table, i), rowAt(table, j))));
    }
  });

  it("gives an all-zero row 0 to everything, itself included", () => {
    const table = toEmbedding(Float32Array.of(0, 0, 3, 4), { numEmbeddings: 2, embeddingDim: 2 });
    expect([...finish(cosineMapSteps(table))]).toEqual([0, 0, 0, 1]);
  });

  it("reports growing progress on a larger table", () => {
    const table = initializeLayers([{ numEmbeddings: 300, embeddingDim: 300 }], 2)[0] ?? expect.fail("one layer");
    const progress = [...cosineMapSteps(table)];
    expect(progress.length).toBeGreaterThan(1);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBeLessThanOrEqual(1);
  });
});
