/**
 * Jobs over the whole table: exact neighbours of a vector, and the statistics that show unusual rows. On WebGL one pass over the kept
 * table, with only a number per row read back; on the CPU the reference of core/embeddings.
 */
import { dispose, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { combineRows, type Term } from "../../../core/embeddings/combineRows.ts";
import { type Metric, metricOrder, norm, scoreRowsSteps } from "../../../core/embeddings/similarity.ts";
import { type Scored, topK } from "../../../core/embeddings/topK.ts";
import { type RowStatistics, rowStatisticsSteps, type UnusualRow, unusualRows } from "../../../core/embeddings/unusualRows.ts";
import { runSliced } from "../../shared/slices.ts";
import type { Gpu } from "../gpu/gpu.ts";
import { measureRows, partialColumnSums, type RowMeasure } from "../gpu/rowPrograms.ts";

/** Statistics of a table's rows; made once per table. */
export interface TableStatistics extends RowStatistics {
  readonly unusual: readonly UnusualRow[];
}

const bytesPerValue = 4;

/** Norms, centroid, distances to it, and which rows stand out. */
export async function tableStatistics(gpu: Gpu, table: Embedding): Promise<TableStatistics> {
  if (!gpu.isWebgl) return withUnusual(await runSliced(rowStatisticsSteps(table)));
  const zeros = new Float32Array(table.embeddingDim);
  const norms = (await measure(gpu, table, zeros, "squaredNorm")).map(Math.sqrt);
  if (!norms.every(Number.isFinite)) return withUnusual(await runSliced(rowStatisticsSteps(table))); // the centroid is then that of the finite rows alone
  const centroid = await meanRow(gpu, table);
  const centroidDistances = (await measure(gpu, table, Float32Array.from(centroid), "squaredDistance")).map(Math.sqrt);
  return withUnusual({ centroid, norms, centroidDistances });
}

const withUnusual = (statistics: RowStatistics): TableStatistics => ({ ...statistics, unusual: unusualRows(statistics) });

export interface NeighbourQuery {
  readonly terms: readonly Term[];
  readonly metric: Metric;
  readonly count: number;
  readonly excluded: ReadonlySet<number>;
}

export interface Neighbours {
  readonly found: readonly Scored[];
  /** Brought back from the GPU. */
  readonly bytesRead: number;
}

/** Exact: every row is compared. @param norms of the table's rows */
export async function findNeighbours(gpu: Gpu, table: Embedding, norms: Float64Array, query: NeighbourQuery): Promise<Neighbours> {
  const { metric, count, excluded } = query;
  const vector = combineRows(table, query.terms); // [embeddingDim]
  const scores = gpu.isWebgl
    ? await scoresOnGpu(gpu, table, norms, vector, metric)
    : await runSliced(scoreRowsSteps(table, vector, metric, norms));
  return { found: topK(scores, count, metricOrder[metric], excluded), bytesRead: gpu.isWebgl ? scores.length * bytesPerValue : 0 };
}

async function scoresOnGpu(gpu: Gpu, table: Embedding, norms: Float64Array, vector: Float64Array, metric: Metric): Promise<Float64Array> {
  const query = Float32Array.from(vector);
  if (metric === "euclidean") return (await measure(gpu, table, query, "squaredDistance")).map(Math.sqrt);
  const products = await measure(gpu, table, query, "dot");
  if (metric === "dot") return products;
  const length = norm(vector);
  return products.map((product, row) => {
    const scale = length * (norms[row] ?? 0); // one norm per row
    return scale === 0 ? 0 : Math.min(1, Math.max(-1, product / scale));
  });
}

/** @returns [numEmbeddings], block after block */
async function measure(gpu: Gpu, table: Embedding, query: Float32Array, kind: RowMeasure): Promise<Float64Array> {
  const { blocks } = gpu.hold(table);
  const values = new Float64Array(table.numEmbeddings);
  for (const { from, rows } of blocks) values.set(await readAndDispose(gpu, () => measureRows(rows, query, kind)), from);
  return values;
}

async function meanRow(gpu: Gpu, table: Embedding): Promise<Float64Array> {
  const { numEmbeddings, embeddingDim } = table;
  const mean = new Float64Array(embeddingDim);
  for (const { rows } of gpu.hold(table).blocks) {
    const sums = await readAndDispose(gpu, () => partialColumnSums(rows)); // [⌈rows / 256⌉, embeddingDim]
    for (const [i, sum] of sums.entries()) mean[i % embeddingDim]! += sum / numEmbeddings; // i % embeddingDim < length
  }
  return mean;
}

async function readAndDispose(gpu: Gpu, make: () => Tensor): Promise<Float32Array> {
  const tensor = tidy(make);
  try {
    return await gpu.read(tensor);
  } finally {
    dispose(tensor);
  }
}
