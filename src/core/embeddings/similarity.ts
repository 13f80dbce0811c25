/** How alike two rows are, in double precision: the reference for the views' GPU code. */

import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import { finish } from "../steps.ts";
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

/** Values gone through in a step: a millisecond or two. */
const valuesPerStep = 1 << 20;

/** The rows of a table, a step's work at a time. */
export function rowRanges({ numEmbeddings, embeddingDim }: Embedding): readonly { readonly from: number; readonly to: number }[] {
  const rows = Math.max(1, Math.floor(valuesPerStep / embeddingDim));
  return Array.from({ length: Math.ceil(numEmbeddings / rows) }, (_, at) => ({
    from: at * rows,
    to: Math.min(numEmbeddings, (at + 1) * rows),
  }));
}

/** @returns the length of each row, [numEmbeddings] */
export const rowNorms = (embedding: Embedding): Float64Array => finish(rowNormsSteps(embedding));

/** `rowNorms` in steps. */
export function* rowNormsSteps(embedding: Embedding): Generator<void, Float64Array> {
  const norms = new Float64Array(embedding.numEmbeddings);
  for (const { from, to } of rowRanges(embedding)) {
    measureRange(embedding, norms, from, to);
    yield;
  }
  return norms;
}

function measureRange({ embeddingDim, weight }: Embedding, norms: Float64Array, from: number, to: number): void {
  for (let row = from; row < to; row += 1) {
    let sum = 0;
    for (let i = row * embeddingDim; i < (row + 1) * embeddingDim; i += 1) sum += weight[i]! * weight[i]!;
    norms[row] = Math.sqrt(sum);
  }
}

/**
 * The score of every row of the table against one vector, in one pass, in steps.
 * @param query [embeddingDim]  @param norms of the rows, [numEmbeddings], to save a cosine its second pass
 * @returns [numEmbeddings]  @throws RangeError when the vector is not as long as the rows
 */
export function* scoreRowsSteps(
  embedding: Embedding,
  query: ArrayLike<number>,
  metric: Metric,
  norms?: Float64Array,
): Generator<void, Float64Array> {
  const { numEmbeddings, embeddingDim } = embedding;
  if (query.length !== embeddingDim) {
    throw rangeError(say`A vector of ${query.length} values cannot be compared with rows of ${embeddingDim}. Use a row of the same table.`);
  }
  const vector = Float64Array.from(query);
  const lengths = metric === "cosine" ? (norms ?? (yield* rowNormsSteps(embedding))) : undefined;
  const scores = new Float64Array(numEmbeddings);
  const vectorNorm = norm(vector);
  for (const { from, to } of rowRanges(embedding)) {
    if (metric === "euclidean") measureDistances(embedding, vector, scores, from, to);
    else multiplyRange(embedding, vector, scores, from, to);
    if (lengths) for (let row = from; row < to; row += 1) scores[row] = toCosine(scores[row]!, lengths[row]!, vectorNorm);
    yield;
  }
  return scores;
}

function multiplyRange({ embeddingDim, weight }: Embedding, vector: Float64Array, products: Float64Array, from: number, to: number): void {
  for (let row = from; row < to; row += 1) {
    const first = row * embeddingDim;
    let sum = 0;
    for (let i = 0; i < embeddingDim; i += 1) sum += weight[first + i]! * vector[i]!;
    products[row] = sum;
  }
}

/** Writes the distances of the rows [from, to) to the vector. */
export function measureDistances(
  { embeddingDim, weight }: Embedding,
  vector: Float64Array,
  distances: Float64Array,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row += 1) {
    const first = row * embeddingDim;
    let sum = 0;
    for (let i = 0; i < embeddingDim; i += 1) sum += (weight[first + i]! - vector[i]!) ** 2;
    distances[row] = Math.sqrt(sum);
  }
}

function toCosine(product: number, normA: number, normB: number): number {
  const scale = normA * normB;
  return scale === 0 ? 0 : Math.min(1, Math.max(-1, product / scale));
}

function checkLengths(a: ArrayLike<number>, b: ArrayLike<number>): void {
  if (a.length !== b.length) throw rangeError(say`Rows of ${a.length} and ${b.length} values cannot be compared. Use rows of one table.`);
}
