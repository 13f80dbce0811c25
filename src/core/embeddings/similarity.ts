/** How alike two rows are, in double precision: the reference for the views' GPU code. */

import type { Embedding } from "./embedding.ts";

export type Metric = "cosine" | "dot" | "euclidean";

/** Whether the best neighbour by this metric has the largest or the smallest score. */
export const metricOrder = { cosine: "largest", dot: "largest", euclidean: "smallest" } as const satisfies Record<Metric, string>;

// Rows compared are equally long (the callers check), so `!` holds below.

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkLengths(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

export function norm(row: ArrayLike<number>): number {
  return Math.sqrt(dot(row, row));
}

/** −1 … 1, clamped against rounding; 0 when either row is all zeros, since it has no direction. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return toCosine(dot(a, b), norm(a), norm(b));
}

export function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkLengths(a, b);
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

/** @returns the length of each row, [numEmbeddings] */
export function rowNorms({ numEmbeddings, embeddingDim, weight }: Embedding): Float64Array {
  const norms = new Float64Array(numEmbeddings);
  for (let row = 0; row < numEmbeddings; row += 1) {
    let sum = 0;
    for (let i = row * embeddingDim; i < (row + 1) * embeddingDim; i += 1) sum += weight[i]! * weight[i]!;
    norms[row] = Math.sqrt(sum);
  }
  return norms;
}

/**
 * The score of every row of the table against one vector, in one pass.
 * @param query [embeddingDim]  @param norms of the rows, [numEmbeddings], to save a cosine its second pass
 * @returns [numEmbeddings]  @throws RangeError when the vector is not as long as the rows
 */
export function scoreRows(embedding: Embedding, query: ArrayLike<number>, metric: Metric, norms?: Float64Array): Float64Array {
  const { numEmbeddings, embeddingDim, weight } = embedding;
  if (query.length !== embeddingDim) {
    throw new RangeError(
      `A vector of ${query.length} values cannot be compared with rows of ${embeddingDim}. Use a row of the same table.`,
    );
  }
  const vector = Float64Array.from(query);
  const scores = new Float64Array(numEmbeddings);
  const vectorNorm = norm(vector);
  const lengths = metric === "cosine" ? (norms ?? rowNorms(embedding)) : undefined;
  for (let row = 0; row < numEmbeddings; row += 1) {
    const from = row * embeddingDim;
    let sum = 0;
    if (metric === "euclidean") {
      for (let i = 0; i < embeddingDim; i += 1) sum += (weight[from + i]! - vector[i]!) ** 2;
      scores[row] = Math.sqrt(sum);
    } else {
      for (let i = 0; i < embeddingDim; i += 1) sum += weight[from + i]! * vector[i]!;
      scores[row] = lengths ? toCosine(sum, lengths[row]!, vectorNorm) : sum;
    }
  }
  return scores;
}

function toCosine(product: number, normA: number, normB: number): number {
  const scale = normA * normB;
  return scale === 0 ? 0 : Math.min(1, Math.max(-1, product / scale));
}

function checkLengths(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) throw new RangeError(`Rows of ${a.length} and ${b.length} values cannot be compared. Use rows of one table.`);
}
