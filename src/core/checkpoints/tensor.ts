/** What a checkpoint's header says of one tensor, and where its bytes lie. No values: those are read only when asked for. */

import { say } from "../sentence.ts";
import { quoted } from "../files/quoted.ts";
import { CheckpointError } from "./checkpointError.ts";

/** A half-open range of a file's bytes. */
export interface ByteRange {
  readonly byteFrom: number;
  readonly byteTo: number;
}

/** Bits per value of every dtype that safetensors 0.6 writes. `.npy` dtypes are mapped to the same names. */
export const dtypeBits = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;

export type Dtype = keyof typeof dtypeBits;

export const isDtype = (name: string): name is Dtype => Object.hasOwn(dtypeBits, name);

/** Row by row and little-endian unless it says otherwise. Invariant: the range is exactly what dtype, shape and strides take, and inside the file. */
export interface Tensor extends ByteRange {
  readonly name: string;
  /** A `Dtype`, or the file's own name of one that is not known here: the file's other tensors can be read all the same. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Values from one index to the next on each side, as NumPy and PyTorch count them, the latter in values too. Absent: row by row. */
  readonly strides?: readonly number[];
  readonly byteOrder?: "big";
  /** The range is one of the bytes that this part of the file unpacks to (RFC 1951), `length` of them. Absent: the bytes are the file's own. */
  readonly deflated?: ByteRange & { readonly length: number };
}

/** The table without its first rows, which lie before the others whatever the strides. */
export function withoutRows<T extends Tensor>(table: T, rowCount: number): T {
  const [rows = 0, columns = 0] = table.shape;
  const bits = isDtype(table.dtype) ? dtypeBits[table.dtype] : 0; // of other dtypes no table is read
  const skipped = (rowCount * (table.strides?.[0] ?? columns) * bits) / 8;
  return { ...table, shape: [rows - rowCount, columns], byteFrom: table.byteFrom + skipped };
}

const rankLimit = 32;
/** No file holds as many; and their bits can still be counted exactly. */
const valueCountLimit = 2 ** 46;

/** Values in a shape; 1 for the empty shape of a scalar.  @throws CheckpointError when the shape is too long or its product larger than any file */
export function valueCount(name: string, shape: readonly number[]): number {
  if (shape.length > rankLimit) {
    throw new CheckpointError(
      say`Tensor ${quoted(name)} has ${shape.length} dimensions; at most ${rankLimit} make sense. The file is damaged.`,
    );
  }
  if (shape.includes(0)) return 0;
  const count = shape.reduce((product, side) => product * side, 1);
  if (count > valueCountLimit) {
    throw new CheckpointError(
      say`Tensor ${quoted(name)} claims the shape [${shape.join(", ")}], larger than any file. The file is damaged.`,
    );
  }
  return count;
}

/** Bytes that a tensor takes; sub-byte values are packed.  @throws CheckpointError when they end inside a byte */
export function byteLengthOf(name: string, dtype: Dtype, shape: readonly number[]): number {
  const length = (valueCount(name, shape) * dtypeBits[dtype]) / 8;
  if (!Number.isInteger(length)) {
    throw new CheckpointError(
      say`Tensor ${quoted(name)} (${dtype}, [${shape.join(", ")}]) does not fill whole bytes. The file is damaged.`,
    );
  }
  return length;
}
