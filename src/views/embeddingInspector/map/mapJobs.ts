/** A job of the map: where PCA puts the tokens. */
import { dispose, type Tensor2D, tidy } from "@tensorflow/tfjs-core";
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { gatherRows } from "../gpu/gpuJobs.ts";
import type { Gpu } from "../gpu/gpu.ts";
import { fitLimit } from "./mapPoints.ts";
import { type Components, principalComponents, project } from "./pca.ts";

/** Values gathered at once for projecting: 32 MiB. */
const chunkLength = 2 ** 23;
export interface Projection {
  /** [ids.length, dimensions] */
  readonly values: Float32Array;
  readonly components: Components;
  /** How many rows the components were fitted to. */
  readonly fitted: number;
}

/** A job. @param dimensions how many components each point gets  @param known components found before, to be used again  @throws the signal's reason */
export async function projectRows(
  gpu: Gpu,
  table: Embedding,
  ids: Int32Array,
  dimensions: number,
  signal: AbortSignal,
  known?: Components,
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
  const components = known ?? (await withRows(sample, (rows) => principalComponents(gpu, rows, wanted, signal)));
  const values = new Float32Array(ids.length * wanted);
  const step = Math.max(1, Math.floor(chunkLength / table.embeddingDim));
  for (let from = 0; from < ids.length; from += step) {
    signal.throwIfAborted();
    values.set(await withRows(ids.subarray(from, from + step), (rows) => project(gpu, rows, components)), from * wanted);
  }
  return { values, components, fitted: sample.length };
}
