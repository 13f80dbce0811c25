/**
 * Tables too large to be held as a whole, Llama's and Qwen's among them: which rows are held, and reading those alone. A row is some kilobytes in the
 * file, so the rows of a text take milliseconds where the table takes minutes.
 */

import { say } from "../sentence.ts";
import { quoted } from "../files/quoted.ts";
import { CheckpointError } from "./checkpointError.ts";
import { whyUnusable } from "./packedTables.ts";
import { readTable, type Table, valueLimit } from "./readTable.ts";
import type { Reading } from "./reading.ts";
import { dtypeBits, type Tensor } from "./tensor.ts";
import { convertToFloat32, type ReadableDtype, swapBytes } from "./toFloat32.ts";

/** Half a gigabyte of floats: what is held of a table that is larger than `valueLimit`. */
const heldLimit = valueLimit / 2;
/** Bytes per read at most: a few milliseconds of conversion. */
const readLimit = 4 * 1_024 * 1_024;

/**
 * @param wanted ids that must be among them, as far as there is room: those of the text
 * @returns undefined when the whole table is held; else the ids whose rows are, ascending: those wanted, then the first of the vocabulary, which
 *   are the most frequent tokens of most tokenizers
 */
export function heldRows(shape: readonly number[], wanted: Iterable<number>): Int32Array<ArrayBuffer> | undefined {
  const [rows = 0, columns = 0] = shape;
  if (rows * columns <= valueLimit) return undefined;
  const room = Math.min(rows, Math.floor(heldLimit / columns));
  const held = new Set<number>();
  for (const id of wanted) if (id < rows && held.size < room) held.add(id);
  for (let id = 0; held.size < room; id += 1) held.add(id);
  return Int32Array.from(held).sort();
}

export interface TablePart {
  readonly rows: number;
  readonly reading: Reading<Table>;
}

/** Bytes of a part: what is in memory of a table while it is read. */
const partLimit = 8 * 1_024 * 1_024;

/**
 * A table in parts of a few megabytes, one after the other; whole where its rows do not follow each other.
 * @param held the ids whose rows are wanted, ascending; undefined: all
 */
export function* tableParts(tensor: Tensor, held: Int32Array | undefined): Generator<TablePart, void> {
  const [rows = 0, columns = 0] = tensor.shape;
  if (whyUnusable(tensor, new Set()) !== undefined || (held === undefined && (!isInOnePiece(tensor) || rows * columns > valueLimit))) {
    yield { rows, reading: readTable(tensor) }; // whole, or refused
    return;
  }
  const ids = held ?? Int32Array.from({ length: rows }, (_, id) => id);
  const rowsPerPart = Math.max(1, Math.floor(partLimit / (columns * Float32Array.BYTES_PER_ELEMENT)));
  for (let from = 0; from < ids.length; from += rowsPerPart) {
    const part = ids.subarray(from, from + rowsPerPart);
    yield { rows: part.length, reading: readRows(tensor, part) };
  }
}

const isInOnePiece = (tensor: Tensor): boolean =>
  isByRows(tensor) && (tensor.strides === undefined || tensor.strides[0] === tensor.shape[1]);

/** Whether each row is in one piece. */
function isByRows({ shape: [, columns = 0], strides, deflated }: Tensor): boolean {
  const [rowStride = columns, columnStride = 1] = strides ?? [];
  return deflated === undefined && columnStride === 1 && rowStride >= columns;
}

/**
 * @param ids ascending, each once, below the table's rows
 * @returns their rows, in their order  @throws CheckpointError when the tensor is no table, or its rows are not in one piece each
 */
export function* readRows(tensor: Tensor, ids: Int32Array): Reading<Table> {
  const { name, shape, strides, byteOrder, byteFrom } = tensor;
  const [, columns = 0] = shape;
  const problem = whyUnusable(tensor, new Set());
  if (problem !== undefined) throw new CheckpointError(problem);
  const dtype = tensor.dtype as ReadableDtype; // the others are unusable
  const [rowStride = columns] = strides ?? [];
  if (!isByRows(tensor)) {
    throw new CheckpointError(
      say`Tensor ${quoted(name)} is too large to be held as a whole, and its rows can't be read one by one. Save it with torch.save(tensor.contiguous(), file), not packed.`,
    );
  }
  const valueSize = dtypeBits[dtype] / 8;
  const values = new Float32Array(ids.length * columns); // [ids, columns]
  const mostRows = rowStride === columns ? Math.max(1, Math.floor(readLimit / (columns * valueSize))) : 1; // others have gaps between them
  for (let at = 0; at < ids.length;) {
    const first = ids[at]!; // at < ids.length
    let count = 1;
    while (count < mostRows && ids[at + count] === first + count) count += 1;
    const from = byteFrom + first * rowStride * valueSize;
    const read = yield { byteFrom: from, byteTo: from + count * columns * valueSize, progress: at / ids.length };
    convertToFloat32(dtype, byteOrder === "big" ? swapBytes(read, valueSize) : read, values, at * columns);
    at += count;
  }
  return { rows: ids.length, columns, values };
}
