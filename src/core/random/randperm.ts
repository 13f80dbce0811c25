/** A random order of 0 … n−1: exactly `torch.randperm(n, generator=…)` on the CPU. */

import type { Mt19937 } from "./mt19937.ts";

/** From this length on PyTorch draws 64-bit words, which this function does not reproduce: (2^32 − 1) / 20. */
const lengthLimit = Math.floor((2 ** 32 - 1) / 20);

/** @param n 0 ≤ n < 214,748,364  @returns [n], a fresh array  @throws RangeError when n is out of range */
export function randperm(n: number, generator: Mt19937): Int32Array {
  if (!Number.isInteger(n) || n < 0 || n >= lengthLimit) {
    throw new RangeError(`Cannot shuffle ${n} items: the count must be a whole number from 0 to ${lengthLimit - 1}. Use fewer windows.`);
  }
  const order = new Int32Array(n);
  for (let i = 0; i < n; i += 1) order[i] = i;
  for (let i = 0; i < n - 1; i += 1) {
    const j = i + (generator.next32() % (n - i));
    const kept = order[i]!; // i ≤ j < n: both inside
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}
