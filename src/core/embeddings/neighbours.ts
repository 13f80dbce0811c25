/** The rows nearest to a vector, over a whole table, exact; and the arithmetic that makes such vectors: `a − b + c`. */

import { type Embedding, rowAt } from "./embedding.ts";
import { type Metric, metricOrder, scoreRows } from "./similarity.ts";
import { type Scored, topK } from "./topK.ts";

export interface NeighbourOptions {
  readonly metric: Metric;
  /** How many at most. */
  readonly count: number;
  /** Rows left out, such as the inputs of the arithmetic. */
  readonly excluded?: ReadonlySet<number>;
  /** Row norms computed before by `rowNorms`, to save a pass. */
  readonly norms?: Float64Array;
}

/** @param query [embeddingDim]  @returns best first; rows that score NaN are left out */
export function neighbours(embedding: Embedding, query: ArrayLike<number>, options: NeighbourOptions): Scored[] {
  const scores = scoreRows(embedding, query, options.metric, options.norms);
  return topK(scores, options.count, metricOrder[options.metric], options.excluded);
}

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
