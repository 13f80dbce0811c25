/** The rows of a table at some ids, one by one: what the GPU is compared with. */
import { type Embedding, rowAt } from "../../../src/core/embeddings/embedding.ts";

/** @param ids shape [length], each 0 ≤ id < numEmbeddings  @returns rows, [length, embeddingDim], row-major, a fresh array
 *  @throws RangeError naming the first id out of range */
export function lookUp(embedding: Embedding, ids: ArrayLike<number>): Float32Array {
  const rows = new Float32Array(ids.length * embedding.embeddingDim);
  for (let i = 0; i < ids.length; i += 1) {
    rows.set(rowAt(embedding, ids[i] ?? Number.NaN), i * embedding.embeddingDim);
  }
  return rows;
}
