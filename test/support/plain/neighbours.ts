/** The rows nearest to a vector, over a whole table, exact: what the GPU and the steps are compared with. */
import type { Embedding } from "../../../src/core/embeddings/embedding.ts";
import { type Metric, metricOrder } from "../../../src/core/embeddings/similarity.ts";
import { type Scored, topK } from "../../../src/core/embeddings/topK.ts";
import { scoreRows } from "./atOnce.ts";

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
