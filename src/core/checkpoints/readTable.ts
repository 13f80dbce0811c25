/** One tensor of a checkpoint → its values, reading its bytes alone. */

import { CheckpointError, quoted } from "./checkpointError.ts";
import type { Reading } from "./reading.ts";
import { dtypeBits, type Tensor, valueCount } from "./tensor.ts";
import { convertToFloat32, isReadableDtype } from "./toFloat32.ts";

/** Bytes per read: a few milliseconds of conversion between two places to cancel. A multiple of every value's size. */
const chunkLength = 8 * 1_024 * 1_024;
/** 1 GiB of floats; `core/embeddings` holds no larger table. */
const valueLimit = 2 ** 28;

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
  const { name, dtype, shape, byteFrom, byteTo } = tensor;
  const [rows, columns, ...rest] = shape;
  if (!rows || !columns || rest.length > 0) {
    throw new CheckpointError(
      `Tensor ${quoted(name)} has the shape [${shape.join(", ")}]; an embedding table has two sides, none of them 0. Choose another tensor.`,
    );
  }
  if (!isReadableDtype(dtype)) {
    throw new CheckpointError(`Tensor ${quoted(name)} holds ${dtype}, which cannot be shown. Export it as F32, F16 or BF16.`);
  }
  const count = valueCount(name, shape);
  if (count > valueLimit) {
    throw new CheckpointError(
      `Tensor ${quoted(name)} has ${count} values; Tokenscope holds at most ${valueLimit} (1 GiB). Choose a smaller table.`,
    );
  }
  const values = new Float32Array(count); // [rows, columns]
  const valueSize = dtypeBits[dtype] / 8;
  for (let from = byteFrom; from < byteTo; from += chunkLength) {
    const to = Math.min(from + chunkLength, byteTo);
    const bytes = yield { byteFrom: from, byteTo: to, progress: (from - byteFrom) / (byteTo - byteFrom) };
    convertToFloat32(dtype, bytes, values, (from - byteFrom) / valueSize);
  }
  return { rows, columns, values };
}
