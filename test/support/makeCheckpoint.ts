/**
 * GPT-2-shaped checkpoints for tests, made from a formula: any value can be computed again in double precision, without the file.
 * Rounding to F16 and BF16 is to nearest, ties to even, written here from the formats' definitions and independent of the readers.
 */

import { writeSafetensors } from "../../src/core/checkpoints/formats/writeSafetensors.ts";

export type CheckpointDtype = "F32" | "F16" | "BF16";

export interface CheckpointShape {
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly embeddingDim: number;
}

/** GPT-2, 124 million parameters. */
export const gpt2Shape: CheckpointShape = { vocabSize: 50_257, contextLength: 1_024, embeddingDim: 768 };

/** Half a unit in the last place, relative to the value: 2^−precision. */
export const unitRoundoff: Readonly<Record<CheckpointDtype, number>> = { F32: 2 ** -24, F16: 2 ** -11, BF16: 2 ** -8 };
/** Half the smallest F16 step, which values near zero cannot be nearer than. The other formats reach far below our values. */
export const smallestError: Readonly<Record<CheckpointDtype, number>> = { F32: 0, F16: 2 ** -25, BF16: 0 };

const prime = 65_521;

/** A number 0 … prime − 1, without pattern to the eye. */
const mix = (table: 1 | 2, row: number, column: number): number => {
  const sum = (row * 48_271 + column * 40_692 + table * 12_345) % prime;
  return (sum * sum) % prime;
};
const valueOf = (mixed: number): number => mixed / prime - 0.5;

/** In ±0.5; on purpose not exact in any of the formats. Token table 1, positional table 2. */
export const checkpointValue = (table: 1 | 2, row: number, column: number): number => valueOf(mix(table, row, column));

/** The bytes of both tables as a `.safetensors` file, named as Hugging Face names GPT-2's unless told otherwise. */
export function makeCheckpoint(
  { vocabSize, contextLength, embeddingDim }: CheckpointShape,
  dtype: CheckpointDtype,
  names: { readonly token: string; readonly positional: string } = { token: "wte.weight", positional: "wpe.weight" },
): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    [
      { name: names.token, dtype, shape: [vocabSize, embeddingDim], bytes: encodeTable(1, vocabSize, embeddingDim, dtype) },
      { name: names.positional, dtype, shape: [contextLength, embeddingDim], bytes: encodeTable(2, contextLength, embeddingDim, dtype) },
    ],
    { format: "pt" },
  );
}

function encodeTable(table: 1 | 2, rows: number, columns: number, dtype: CheckpointDtype): Uint8Array {
  const encoded = Array.from({ length: prime }, (_, mixed) => valueOf(mixed)); // every value that can occur
  const values = new Float32Array(dtype === "F32" ? rows * columns : 0);
  const patterns = new Uint16Array(dtype === "F32" ? 0 : rows * columns);
  const codes = Uint16Array.from(dtype === "F32" ? [] : encoded.map(dtype === "F16" ? toHalf : toBrain));
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const mixed = mix(table, row, column);
      values[row * columns + column] = encoded[mixed] ?? Number.NaN; // outside the array of the other kind nothing is written
      patterns[row * columns + column] = codes[mixed] ?? 0;
    }
  }
  return new Uint8Array((dtype === "F32" ? values : patterns).buffer);
}

/** IEEE 754 binary16 of a value within ±1. */
function toHalf(value: number): number {
  const size = Math.abs(value);
  if (size < 2 ** -14) return signBit(value) | roundToEven(size * 2 ** 24); // subnormal; the next size up carries into the exponent by itself
  const exponent = Math.floor(Math.log2(size));
  return signBit(value) | ((exponent + 14) * 1_024 + roundToEven((size / 2 ** exponent) * 1_024));
}

/** bfloat16 of a value within ±1 and not below 2^−126. */
function toBrain(value: number): number {
  const size = Math.abs(value);
  if (size === 0) return signBit(value);
  const exponent = Math.floor(Math.log2(size));
  return signBit(value) | ((exponent + 126) * 128 + roundToEven((size / 2 ** exponent) * 128));
}

const signBit = (value: number): number => (value < 0 || Object.is(value, -0) ? 0x8000 : 0);

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
