/** One tensor of a checkpoint → its values, reading its bytes alone. */

import { say } from "../sentence.ts";
import { quoted } from "../files/quoted.ts";
import { CheckpointError } from "./checkpointError.ts";
import { readDeflated } from "./formats/deflated.ts";
import { whyUnusable } from "./packedTables.ts";
import type { Reading } from "./reading.ts";
import { type ByteRange, dtypeBits, type Tensor, valueCount } from "./tensor.ts";
import { convertToFloat32, type ReadableDtype, swapBytes } from "./toFloat32.ts";

/** Bytes per read: a few milliseconds of conversion between two places to cancel. A multiple of every value's size. */
const chunkLength = 8 * 1_024 * 1_024;
/** Values that do not lie row by row go to places far from each other, which takes several times as long. */
const scatteredChunkLength = chunkLength / 8;
/** 1 GiB of floats; `core/embeddings` holds no larger table. */
export const valueLimit = 2 ** 28;

/** Row-major. The shape is [rows, columns]. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/**
 * Asks for the tensor's bytes in chunks of 8 MiB. NaN and infinities come through as they are.
 * @throws CheckpointError when the tensor is no table, too large, or of a dtype that cannot be read
 */
export function* readTable(tensor: Tensor): Reading<Table> {
  const { name, shape } = tensor;
  const [rows = 0, columns = 0] = shape;
  const problem = whyUnusable(tensor, new Set());
  if (problem !== undefined) throw new CheckpointError(problem);
  const dtype = tensor.dtype as ReadableDtype; // the others are unusable
  const count = valueCount(name, shape);
  if (count > valueLimit) {
    throw new CheckpointError(
      say`Tensor ${quoted(name)} has ${count} values; at most ${valueLimit} (1 GiB) are held as a whole. Choose a smaller table.`,
    );
  }
  const values = new Float32Array(count); // [rows, columns]
  const valueSize = dtypeBits[dtype] / 8;
  const place = scatter(tensor, rows, columns, values);
  const step = place === undefined ? chunkLength : scatteredChunkLength;
  yield* readBytes(tensor, step, (read, from) => {
    const bytes = tensor.byteOrder === "big" ? swapBytes(read, valueSize) : read;
    const at = from / valueSize;
    if (place === undefined) convertToFloat32(dtype, bytes, values, at);
    else {
      const chunk = new Float32Array(bytes.length / valueSize);
      convertToFloat32(dtype, bytes, chunk, 0);
      place(chunk, at);
    }
  });
  return { rows, columns, values };
}

/** The tensor's bytes in chunks of `step`, a multiple of every value's size.  @param use is given each chunk and where in the tensor it starts */
function* readBytes({ byteFrom, byteTo, deflated }: Tensor, step: number, use: (bytes: Uint8Array, from: number) => void): Reading<void> {
  if (deflated !== undefined) return yield* unpackBytes({ byteFrom, byteTo }, deflated, step, use);
  for (let from = byteFrom; from < byteTo; from += step) {
    const to = Math.min(from + step, byteTo);
    use(yield { byteFrom: from, byteTo: to, progress: (from - byteFrom) / (byteTo - byteFrom) }, from - byteFrom);
  }
}

/** Unpacks from the start of the packed data to the end of the range. */
function* unpackBytes(
  { byteFrom, byteTo }: ByteRange,
  packed: ByteRange & { readonly length: number },
  step: number,
  use: (bytes: Uint8Array, from: number) => void,
): Reading<void> {
  const chunk = new Uint8Array(Math.min(step, byteTo - byteFrom));
  let filled = 0;
  let used = 0;
  let reached = 0; // in the unpacked data
  yield* readDeflated(packed, (piece) => {
    let at = Math.max(0, byteFrom - reached);
    const end = Math.min(piece.length, byteTo - reached);
    reached += piece.length;
    while (at < end) {
      const part = piece.subarray(at, Math.min(end, at + chunk.length - filled));
      chunk.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < chunk.length && used + filled < byteTo - byteFrom) continue;
      use(chunk.subarray(0, filled), used);
      used += filled;
      filled = 0;
    }
    return reached < byteTo;
  });
}

/**
 * For a table whose rows do not follow each other: puts values, from the `at`th on, where they belong. Undefined for row by row.
 * @throws CheckpointError when neither the rows nor the columns are runs of neighbouring values
 */
function scatter(
  { name, strides }: Tensor,
  rows: number,
  columns: number,
  values: Float32Array,
): ((chunk: Float32Array, at: number) => void) | undefined {
  const [rowStride = columns, columnStride = 1] = strides ?? [];
  const isByRows = columnStride === 1 || columns === 1;
  if (isByRows && (rowStride === columns || rows === 1)) return undefined;
  if (isByRows && rowStride > columns) {
    return (chunk, at) => {
      for (let start = at - (at % rowStride); start < at + chunk.length; start += rowStride) {
        const from = Math.max(start, at);
        const to = Math.min(start + columns, at + chunk.length);
        if (from < to) values.set(chunk.subarray(from - at, to - at), (start / rowStride) * columns + from - start);
      }
    };
  }
  if ((rowStride === 1 || rows === 1) && columnStride >= rows) {
    return (chunk, at) => {
      for (let start = at - (at % columnStride); start < at + chunk.length; start += columnStride) {
        const to = Math.min(start + rows, at + chunk.length);
        const column = start / columnStride;
        for (let i = Math.max(start, at); i < to; i += 1) values[(i - start) * columns + column] = chunk[i - at]!; // at ≤ i < at + chunk.length
      }
    };
  }
  throw new CheckpointError(
    say`Tensor ${quoted(name)} has the strides (${rowStride}, ${columnStride}): neither its rows nor its columns are in one piece. Save tensor.contiguous() instead.`,
  );
}
