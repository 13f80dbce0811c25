import { describe, expect, it } from "vitest";
import { toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { inputEmbedding } from "./inputEmbedding.ts";

const layers = {
  tokenEmbedding: toEmbedding(Float32Array.of(1, 2, 3, 4, 5, 6), { numEmbeddings: 3, embeddingDim: 2 }),
  positionalEmbedding: toEmbedding(Float32Array.of(10, 20, 30, 40), { numEmbeddings: 2, embeddingDim: 2 }),
};

describe("inputEmbedding", () => {
  it("adds the same position rows to the token rows of every window", () => {
    const rows = inputEmbedding(layers, [0, 1, 2, 2], 2); // [2, 2, 2]
    expect([...rows]).toEqual([11, 22, 33, 44, 15, 26, 35, 46]);
  });

  it("starts at position 0 and may use fewer positions than the table has", () => {
    expect([...inputEmbedding(layers, [1, 2], 1)]).toEqual([13, 24, 15, 26]);
  });

  it("adds in single precision, as PyTorch does", () => {
    const tenth = toEmbedding(Float32Array.of(0.1), { numEmbeddings: 1, embeddingDim: 1 });
    const fifth = toEmbedding(Float32Array.of(0.2), { numEmbeddings: 1, embeddingDim: 1 });
    expect(inputEmbedding({ tokenEmbedding: tenth, positionalEmbedding: fifth }, [0], 1)[0]).toBe(
      Math.fround(Math.fround(0.1) + Math.fround(0.2)),
    );
  });

  it("leaves both tables as they were", () => {
    inputEmbedding(layers, [0, 1], 2);
    expect([...layers.tokenEmbedding.weight]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...layers.positionalEmbedding.weight]).toEqual([10, 20, 30, 40]);
  });

  it.each([
    { inputIds: [0, 1, 2], maxLength: 3, says: /A window of 3 tokens needs as many positions.* has 2\. Choose/u },
    { inputIds: [0, 1, 2], maxLength: 2, says: /3 ids do not make windows of 2/u },
    { inputIds: [0], maxLength: 0, says: /windows of 0/u },
    { inputIds: [3], maxLength: 1, says: /Index 3 has no row/u },
  ])("refuses ids $inputIds in windows of $maxLength with a sentence", ({ inputIds, maxLength, says }) => {
    expect(() => inputEmbedding(layers, inputIds, maxLength)).toThrow(says);
  });

  it("refuses layers of different embeddingDim with a sentence", () => {
    const wide = toEmbedding(new Float32Array(3), { numEmbeddings: 1, embeddingDim: 3 });
    expect(() => inputEmbedding({ ...layers, positionalEmbedding: wide }, [0], 1)).toThrow(/Token rows have 2 values and position rows 3/u);
  });
});
