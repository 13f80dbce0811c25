/** A random order of 0 … n−1: exactly `torch.randperm(n, generator=…)` on the CPU; whole, or in steps where others must go between. */

import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import type { Mt19937 } from "./mt19937.ts";

/** From this length on PyTorch draws 64-bit words, which this function does not reproduce: (2^32 − 1) / 20. */
const lengthLimit = Math.floor((2 ** 32 - 1) / 20);

/** Places filled in one step: some ms of work, most of it spent on memory that is in no cache. */
export const randpermStepLength = 2 ** 15;

/** @param n 0 ≤ n < 214,748,364  @returns [n], a fresh array  @throws RangeError when n is out of range */
export function randperm(n: number, generator: Mt19937): Int32Array {
  const steps = randpermSteps(n, generator);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** The same, `randpermStepLength` places a step; the generator is drawn from until the end. @yields how many places are filled */
export function* randpermSteps(n: number, generator: Mt19937): Generator<number, Int32Array> {
  if (!Number.isInteger(n) || n < 0 || n >= lengthLimit) {
    throw rangeError(say`Cannot shuffle ${n} items: the count must be a whole number from 0 to ${lengthLimit - 1}. Use fewer windows.`);
  }
  const order = new Int32Array(n);
  for (let from = 0; from < n; from += randpermStepLength) {
    fillAscending(order, from, Math.min(from + randpermStepLength, n));
    yield 0;
  }
  for (let from = 0; from < n; from += randpermStepLength) {
    swapIn(order, from, Math.min(from + randpermStepLength, n), generator);
    yield Math.min(from + randpermStepLength, n);
  }
  return order;
}

function fillAscending(order: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i += 1) order[i] = i;
}

/** Gives each place of [from, to) one of the items at and after it; the last place has no choice, and PyTorch draws none for it. */
function swapIn(order: Int32Array, from: number, to: number, generator: Mt19937): void {
  const n = order.length;
  for (let i = from; i < Math.min(to, n - 1); i += 1) {
    const j = i + (generator.next32() % (n - i));
    const kept = order[i]!; // i ≤ j < n: both inside
    order[i] = order[j]!;
    order[j] = kept;
  }
}
