/** Why a look-up is a matrix product: one-hot rows × table pick out the table's rows. For explanation, not for speed. */

import type { Embedding } from "../../../src/core/embeddings/embedding.ts";

/** @param ids [length], each 0 ≤ id < numEmbeddings  @returns [length, numEmbeddings], one 1 per row
 *  @throws RangeError naming the first id out of range */
export function oneHot(ids: ArrayLike<number>, numEmbeddings: number): Float32Array {
  const rows = new Float32Array(ids.length * numEmbeddings);
  for (let i = 0; i < ids.length; i += 1) {
    const id = ids[i] ?? Number.NaN;
    if (!Number.isInteger(id) || id < 0 || id >= numEmbeddings) {
      throw new RangeError(`Id ${id} has no place in a one-hot row of ${numEmbeddings}. Use ids from 0 to ${numEmbeddings - 1}.`);
    }
    rows[i * numEmbeddings + id] = 1;
  }
  return rows;
}

/**
 * rows × table, summed in double precision, in order. With one-hot rows the result equals the look-up exactly,
 * as long as the table is finite: 0 · ∞ and 0 · NaN are NaN here, as in PyTorch.
 * @param rows [length, numEmbeddings]  @returns [length, embeddingDim], a fresh array
 * @throws RangeError when the rows are not as wide as the table is high
 */
export function multiply(rows: Float32Array, { numEmbeddings, embeddingDim, weight }: Embedding): Float32Array {
  if (rows.length % numEmbeddings !== 0) {
    throw new RangeError(`${rows.length} values do not make rows of ${numEmbeddings}: a product needs rows as wide as the table is high.`);
  }
  const length = rows.length / numEmbeddings;
  const product = new Float32Array(length * embeddingDim);
  for (let i = 0; i < length; i += 1) {
    for (let j = 0; j < embeddingDim; j += 1) {
      let sum = 0;
      for (let k = 0; k < numEmbeddings; k += 1) sum += rows[i * numEmbeddings + k]! * weight[k * embeddingDim + j]!; // both in range by the loops
      product[i * embeddingDim + j] = sum;
    }
  }
  return product;
}

/** max |a − b| over equally long arrays; NaN as soon as one difference is NaN. @throws RangeError when the lengths differ */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`Cannot compare ${a.length} values with ${b.length}. Compare tables of one shape.`);
  let largest = 0;
  for (let i = 0; i < a.length; i += 1) {
    const difference = Math.abs(a[i]! - b[i]!); // i < length of both
    if (Number.isNaN(difference)) return Number.NaN;
    if (difference > largest) largest = difference;
  }
  return largest;
}
