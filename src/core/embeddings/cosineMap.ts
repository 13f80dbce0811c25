/** The position × position cosine map: how alike every two rows of a table are. */

import type { Embedding } from "./embedding.ts";
import { rowNorms } from "./similarity.ts";

/** Rows compared between two progress reports times their length: a few milliseconds of work. */
const productsPerStep = 4_000_000;

/**
 * Row by row with progress 0 … 1, since 1024 positions of 768 values are 400 million products.
 * @returns [numEmbeddings, numEmbeddings], symmetric, 1 on the diagonal except for all-zero rows, which are 0 to everything
 */
export function* cosineMapSteps(embedding: Embedding): Generator<number, Float32Array> {
  const { numEmbeddings: count, embeddingDim, weight } = embedding;
  const norms = rowNorms(embedding);
  const map = new Float32Array(count * count);
  let sinceReport = 0;
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      const a = i * embeddingDim;
      const b = j * embeddingDim;
      let sum = 0;
      for (let k = 0; k < embeddingDim; k += 1) sum += weight[a + k]! * weight[b + k]!; // i, j < count
      const scale = norms[i]! * norms[j]!;
      const value = scale === 0 ? 0 : Math.min(1, Math.max(-1, sum / scale));
      map[i * count + j] = value;
      map[j * count + i] = value;
    }
    sinceReport += (i + 1) * embeddingDim;
    if (sinceReport >= productsPerStep) {
      sinceReport = 0;
      yield ((i + 1) * (i + 2)) / (count * (count + 1));
    }
  }
  return map;
}
