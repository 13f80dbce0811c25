/**
 * N(0,1) values: exactly the draws of PyTorch's `Tensor.normal_()` on the CPU, so `torch.nn.Embedding`'s first weights.
 * 16 values or more: all uniform first, then Box–Muller in blocks of 16 in single precision (`normal_fill`).
 * Fewer: pairs in double precision, the second of a pair kept in the generator for the next tensor.
 * Values agree with PyTorch's vectorized code to 5e-7 (its logarithm and cosine are polynomials; ours are the platform's).
 */

import type { Mt19937 } from "./mt19937.ts";

/** Values that are drawn, and transformed, together. */
export const blockLength = 16;
const half = blockLength / 2;
const twoPi = 2 * Math.PI;
const twoPi32 = Math.fround(twoPi);
/** Values between two progress reports: about 10 ms of work. */
const stepLength = 16_384 * blockLength;

/**
 * Fills all of `values` with N(0,1), as `values.normal_(generator=generator)` would, in slices, so that the caller can report progress or
 * stop between two.
 * Yields the number of values done so far; the array is complete when the generator has ended.
 * @param isWanted whether a block of `blockLength` values, by its number, is needed: the others are drawn, since what follows depends on it, but not
 *  transformed, which takes most of the time; their values mean nothing
 */
export function* normalSteps(
  values: Float32Array,
  generator: Mt19937,
  isWanted: (block: number) => boolean = () => true,
): Generator<number, void> {
  const length = values.length;
  if (length < blockLength) {
    for (let i = 0; i < length; i += 1) values[i] = nextNormal(generator);
    return;
  }
  // The words are drawn in the order of the values, so each block may be transformed as soon as it is drawn.
  const wholeBlocks = length - (length % blockLength);
  for (let from = 0; from < wholeBlocks; from += stepLength) {
    const to = Math.min(from + stepLength, wholeBlocks);
    generator.fillFloat24(values, from, to);
    for (let i = from; i < to; i += blockLength) if (isWanted(i / blockLength)) transformBlock(values, i);
    yield to;
  }
  if (wholeBlocks === length) return;
  generator.fillFloat24(values, wholeBlocks, length); // drawn by PyTorch too, then overwritten
  generator.fillFloat24(values, length - blockLength, length);
  transformBlock(values, length - blockLength);
}

/** One value in double precision; each second call returns what the one before it kept. */
function nextNormal(generator: Mt19937): number {
  const kept = generator.keptNormal;
  if (kept !== undefined) {
    generator.keptNormal = undefined;
    return kept;
  }
  const angle = twoPi * generator.nextDouble53();
  const radius = Math.sqrt(-2 * Math.log1p(-generator.nextDouble53()));
  generator.keptNormal = radius * Math.sin(angle);
  return radius * Math.cos(angle);
}

/** Box–Muller in place on 16 uniform values from `from`: value j pairs with j + 8. Rounded to single precision where PyTorch rounds. */
function transformBlock(values: Float32Array, from: number): void {
  for (let j = from; j < from + half; j += 1) {
    const uniform = values[j]!; // the caller keeps the block inside the array
    const radius = Math.fround(Math.sqrt(Math.fround(-2 * Math.fround(Math.log(1 - uniform)))));
    const angle = Math.fround(twoPi32 * values[j + half]!);
    values[j] = radius * Math.cos(angle);
    values[j + half] = radius * Math.sin(angle);
  }
}
