/** The map's points: which tokens they are, and how many a layout takes. */
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import type { DistinctToken } from "../../../protocol/embeddingInspector.ts";

export type MapSource = "document" | "vocabulary";

/** Rows the components are fitted to at most; more are sampled evenly, and all are projected. */
export const fitLimit = 8192;
/** Points UMAP is asked to lay out at most: GPT-2's whole vocabulary in about two minutes. Comparing all with all takes four times as long for twice as many. */
export const umapLimit = 65_536;
/** Fewer points than these have no neighbourhoods. */
export const fewestUmapPoints = 4;
/** Components UMAP starts from. */
export const umapDimensions = 32;

/** @param rows of the token table; ids beyond have no vector */
export function mapIds(source: MapSource, distinct: readonly DistinctToken[], vocabSize: number, rows: number): Int32Array {
  const count = Math.min(vocabSize, rows);
  if (source === "vocabulary") return Int32Array.from({ length: count }, (_, id) => id);
  return Int32Array.from(distinct.map(({ id }) => id).filter((id) => id < count));
}

/** Rows looked through in a step: less than a millisecond. */
const rowsPerStep = 512;

/** Ids whose rows are finite: one NaN would be in every component. */
export function* finiteIdsSteps({ weight, embeddingDim }: Embedding, ids: Int32Array): Generator<void, Int32Array> {
  const finite = new Int32Array(ids.length);
  let count = 0;
  for (const [at, id] of ids.entries()) {
    let sum = 0;
    for (let i = id * embeddingDim; i < (id + 1) * embeddingDim; i += 1) sum += weight[i] ?? 0; // doubles hold any sum of finite floats
    if (Number.isFinite(sum)) finite[count++] = id;
    if (at % rowsPerStep === rowsPerStep - 1) yield;
  }
  return finite.slice(0, count);
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
