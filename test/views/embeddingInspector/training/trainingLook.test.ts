import { describe, expect, it } from "vitest";
import { rowAt } from "../../../../src/core/embeddings/embedding.ts";
import { cosine } from "../../../../src/core/embeddings/similarity.ts";
import { comparedTable } from "../../../../src/views/embeddingInspector/training/trainingLook.ts";

describe("rows that tokens are compared by", () => {
  const token = { numEmbeddings: 2, embeddingDim: 2, weight: Float32Array.of(3, 0, 1, 1) };
  const next = Float32Array.of(0, 5, 2, 0);

  it("are the token rows or the output rows themselves", () => {
    expect(comparedTable(token, next, "token")).toBe(token);
    expect(comparedTable(token, next, "output").weight).toBe(next);
  });

  it("side by side, both count alike: the cosine is the mean of both", () => {
    const both = comparedTable(token, next, "both");
    const mean = (cosine([3, 0], [1, 1]) + cosine([0, 5], [2, 0])) / 2;
    expect(cosine(rowAt(both, 0), rowAt(both, 1))).toBeCloseTo(mean, 6);
  });
});
