/** The map: which tokens are points, and where PCA puts them. */
import { dispose, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import type { Embedding } from "../../core/embeddings/embedding.ts";
import type { DistinctToken } from "../../protocol/embeddingInspector.ts";
import { gatherRows } from "./compute.ts";
import type { Gpu } from "./gpu.ts";
import { type Components, principalComponents, project } from "./pca.ts";

export type MapSource = "document" | "vocabulary";

/** Rows the components are fitted to at most; more are sampled evenly, and all are projected. */
export const fitLimit = 8192;
/** Values gathered at once for projecting: 32 MiB. */
const chunkLength = 2 ** 23;
/** Points UMAP is asked to lay out at most: its neighbour search takes minutes beyond. */
export const umapLimit = 10_000;
/** Components UMAP starts from. */
export const umapDimensions = 32;

/** @param rows of the token table; ids beyond have no vector */
export function mapIds(source: MapSource, distinct: readonly DistinctToken[], vocabSize: number, rows: number): Int32Array {
  const count = Math.min(vocabSize, rows);
  if (source === "vocabulary") return Int32Array.from({ length: count }, (_, id) => id);
  return Int32Array.from(distinct.map(({ id }) => id).filter((id) => id < count));
}

export interface Projection {
  /** [ids.length, dimensions] */
  readonly values: Float32Array;
  readonly components: Components;
  /** How many rows the components were fitted to. */
  readonly fitted: number;
}

/** A job. @param dimensions how many components each point gets  @throws the signal's reason */
export async function projectRows(
  gpu: Gpu,
  table: Embedding,
  ids: Int32Array,
  dimensions: number,
  signal: AbortSignal,
): Promise<Projection> {
  const held = gpu.hold(table);
  const sample =
    ids.length <= fitLimit
      ? ids
      : ids.filter((_, i) => Math.floor((i * fitLimit) / ids.length) !== Math.floor(((i - 1) * fitLimit) / ids.length));
  const wanted = Math.min(dimensions, table.embeddingDim);
  const withRows = async <Result>(part: Int32Array, work: (rows: Tensor2D) => Promise<Result>): Promise<Result> => {
    const rows = tidy(() => gatherRows(held, part)) as Tensor2D; // [part.length, embeddingDim]
    try {
      return await work(rows);
    } finally {
      dispose(rows);
    }
  };
  const components = await withRows(sample, (rows) => principalComponents(gpu, rows, wanted, signal));
  const values = new Float32Array(ids.length * wanted);
  const step = Math.max(1, Math.floor(chunkLength / table.embeddingDim));
  for (let from = 0; from < ids.length; from += step) {
    signal.throwIfAborted();
    values.set(await withRows(ids.subarray(from, from + step), (rows) => project(gpu, rows, components)), from * wanted);
  }
  return { values, components, fitted: sample.length };
}

/** The first two columns, for drawing. @param width columns of `values`; with one only, points lie on a line */
export function firstTwo(values: Float32Array, width: number): Float32Array {
  const count = values.length / width;
  const positions = new Float32Array(count * 2);
  for (let i = 0; i < count; i += 1) {
    positions[2 * i] = values[i * width] ?? 0; // i < count
    positions[2 * i + 1] = width > 1 ? (values[i * width + 1] ?? 0) : 0;
  }
  return positions;
}
