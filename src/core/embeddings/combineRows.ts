/** Sums of rows: `a − b + c`. */
import { type Embedding, rowAt } from "./embedding.ts";

/** One signed row of a sum; king − man + woman is [{king, 1}, {man, −1}, {woman, 1}]. */
export interface Term {
  readonly index: number;
  readonly factor: number;
}

/** @returns Σ factor · row, [embeddingDim], summed in double precision  @throws RangeError naming an index without a row */
export function combineRows(embedding: Embedding, terms: readonly Term[]): Float64Array {
  const sum = new Float64Array(embedding.embeddingDim);
  for (const { index, factor } of terms) {
    const row = rowAt(embedding, index);
    for (let i = 0; i < sum.length; i += 1) sum[i]! += factor * row[i]!; // both [embeddingDim]
  }
  return sum;
}
