/**
 * Rows whose length, or distance to the table's centroid, stands out: the "glitch" tokens that training hardly ever touched
 * (Rumbelow and Watkins 2023 found them next to the centroid). A value stands out when it lies far from the median,
 * measured in robust standard deviations (median absolute deviation × 1.4826, which equals σ for a normal distribution).
 */

import type { Embedding } from "./embedding.ts";
import { measureDistances, rowNormsSteps, rowRanges } from "./similarity.ts";

export interface RowStatistics {
  /** Mean of all finite rows, [embeddingDim]. */
  readonly centroid: Float64Array;
  /** Length of each row, [numEmbeddings]. */
  readonly norms: Float64Array;
  /** Euclidean distance of each row to the centroid, [numEmbeddings]. */
  readonly centroidDistances: Float64Array;
}

export type UnusualReason = "short" | "long" | "nearCentroid" | "farFromCentroid" | "notFinite";

export interface UnusualRow {
  readonly index: number;
  readonly reason: UnusualReason;
  /** The norm or the distance that stands out. */
  readonly value: number;
  /** How far from the median, in robust standard deviations; Infinity for a row that holds NaN or ±Infinity. */
  readonly deviation: number;
}

/** Of 50,257 normally distributed values 0.03 are expected beyond this (5.7 · 10⁻⁷ of all), so seeded tables are not flagged. */
const unusualDeviation = 5;

const madToSigma = 1.4826;

export function* rowStatisticsSteps(embedding: Embedding): Generator<void, RowStatistics> {
  const { numEmbeddings, embeddingDim } = embedding;
  const norms = yield* rowNormsSteps(embedding);
  const centroid = new Float64Array(embeddingDim);
  for (const { from, to } of rowRanges(embedding)) {
    addFiniteRows(embedding, norms, centroid, from, to);
    yield;
  }
  const finiteCount = norms.reduce((count, length) => (Number.isFinite(length) ? count + 1 : count), 0);
  for (let i = 0; i < embeddingDim; i += 1) centroid[i]! /= Math.max(1, finiteCount);
  const centroidDistances = new Float64Array(numEmbeddings);
  for (const { from, to } of rowRanges(embedding)) {
    measureDistances(embedding, centroid, centroidDistances, from, to);
    yield;
  }
  return { centroid, norms, centroidDistances };
}

function addFiniteRows({ embeddingDim, weight }: Embedding, norms: Float64Array, sums: Float64Array, from: number, to: number): void {
  for (let row = from; row < to; row += 1) {
    if (!Number.isFinite(norms[row])) continue;
    for (let i = 0; i < embeddingDim; i += 1) sums[i]! += weight[row * embeddingDim + i]!; // in range by the loops
  }
}

/** @returns the rows beyond `deviationLimit`, most unusual first, a row once for each reason; all rows in one pass of sorting per measure */
export function unusualRows({ norms, centroidDistances }: RowStatistics, deviationLimit = unusualDeviation): UnusualRow[] {
  const found: UnusualRow[] = [];
  collect(found, norms, deviationLimit, "short", "long");
  collect(found, centroidDistances, deviationLimit, "nearCentroid", "farFromCentroid");
  for (let index = 0; index < norms.length; index += 1) {
    const value = norms[index]!; // index < length
    if (!Number.isFinite(value)) found.push({ index, reason: "notFinite", value, deviation: Infinity });
  }
  return found.sort((a, b) => (a.deviation === b.deviation ? a.index - b.index : b.deviation - a.deviation));
}

function collect(found: UnusualRow[], values: Float64Array, limit: number, below: UnusualReason, above: UnusualReason): void {
  const finite = values.filter(Number.isFinite).sort();
  const middle = median(finite);
  const spread = madToSigma * median(finite.map((value) => Math.abs(value - middle)).sort());
  if (!(spread > 0)) return; // all alike (or none): nothing stands out
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!; // index < length
    const deviation = Math.abs(value - middle) / spread;
    if (Number.isFinite(value) && deviation > limit) found.push({ index, reason: value < middle ? below : above, value, deviation });
  }
}

function median(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}
