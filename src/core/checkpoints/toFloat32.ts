/** Little-endian values of a checkpoint → single-precision floats, piece by piece. */

import type { Dtype } from "./tensor.ts";

/** Writes all values in `bytes` to target[at …]. `bytes` holds whole values and may start at any address. */
type Convert = (bytes: Uint8Array, target: Float32Array, at: number) => void;

const two32 = 2 ** 32;

/** The value of each of the 65,536 half-precision patterns (IEEE 754 binary16). */
let halfValues: Float32Array | undefined;

function makeHalfValues(): Float32Array {
  const values = new Float32Array(65_536);
  for (let pattern = 0; pattern < values.length; pattern += 1) {
    const sign = pattern & 0x8000 ? -1 : 1;
    const exponent = (pattern >> 10) & 0x1f;
    const fraction = pattern & 0x3ff;
    if (exponent === 0) values[pattern] = sign * fraction * 2 ** -24;
    else if (exponent === 0x1f) values[pattern] = fraction === 0 ? sign * Infinity : Number.NaN;
    else values[pattern] = sign * (1 + fraction / 1_024) * 2 ** (exponent - 15);
  }
  return values;
}

/** For everything that is not worth a loop of its own. */
const convertEach =
  (size: number, read: (view: DataView, at: number) => number): Convert =>
  (bytes, target, at) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let i = 0; i < bytes.length / size; i += 1) target[at + i] = read(view, i * size);
  };

// Below, `!` holds because i stays inside bytes, and a 16-bit pattern inside the table of 65,536.
const converts = {
  F32: (bytes: Uint8Array, target: Float32Array, at: number) => {
    // Every machine that runs VS Code is little-endian, so the bytes are the floats.
    new Uint8Array(target.buffer, target.byteOffset + 4 * at, bytes.length).set(bytes);
  },
  F16: (bytes: Uint8Array, target: Float32Array, at: number) => {
    halfValues ??= makeHalfValues();
    for (let i = 0; i < bytes.length; i += 2) target[at + i / 2] = halfValues[bytes[i]! | (bytes[i + 1]! << 8)]!;
  },
  BF16: (bytes: Uint8Array, target: Float32Array, at: number) => {
    const patterns = new Uint32Array(target.buffer, target.byteOffset + 4 * at, bytes.length / 2);
    for (let i = 0; i < patterns.length; i += 1) patterns[i] = (bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24);
  },
  F64: convertEach(8, (view, at) => view.getFloat64(at, true)),
  I8: convertEach(1, (view, at) => view.getInt8(at)),
  U8: convertEach(1, (view, at) => view.getUint8(at)),
  I16: convertEach(2, (view, at) => view.getInt16(at, true)),
  U16: convertEach(2, (view, at) => view.getUint16(at, true)),
  I32: convertEach(4, (view, at) => view.getInt32(at, true)),
  U32: convertEach(4, (view, at) => view.getUint32(at, true)),
  I64: convertEach(8, (view, at) => view.getInt32(at + 4, true) * two32 + view.getUint32(at, true)),
  U64: convertEach(8, (view, at) => view.getUint32(at + 4, true) * two32 + view.getUint32(at, true)),
} satisfies Partial<Record<Dtype, Convert>>;

export type ReadableDtype = keyof typeof converts;

/** Big-endian values made little-endian, a fresh array. Half a value at the end stays out. */
export function swapBytes(bytes: Uint8Array, valueSize: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let from = 0; from + valueSize <= bytes.length; from += valueSize) {
    for (let i = 0; i < valueSize; i += 1) swapped[from + i] = bytes[from + valueSize - 1 - i]!; // inside the value
  }
  return swapped;
}

/** Whether values of this dtype can be shown. Integers beyond 2^24 and doubles are rounded to single precision. */
export const isReadableDtype = (dtype: string): dtype is ReadableDtype => Object.hasOwn(converts, dtype);

/** @param bytes whole values of `dtype`  @param target where they go, from index `at` on; must have room */
export function convertToFloat32(dtype: ReadableDtype, bytes: Uint8Array, target: Float32Array, at: number): void {
  converts[dtype](bytes, target, at);
}
