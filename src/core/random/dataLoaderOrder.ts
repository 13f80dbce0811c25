/**
 * The order in which PyTorch's `DataLoader(dataset, shuffle=True)` visits a dataset after `torch.manual_seed(seed)`.
 * Each epoch draws two int64 from the global generator: the workers' base seed, which only moves the generator on,
 * and the seed of the sampler's own generator, which permutes the indexes.
 */

import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import { Mt19937 } from "./mt19937.ts";
import { randperm, randpermSteps } from "./randperm.ts";

/**
 * @param windowCount length of the dataset  @param seed as given to `torch.manual_seed`  @param epoch 0 is the first pass after it
 * @returns window indexes in the order visited, [windowCount], a fresh array
 * @throws RangeError when a count or the seed is no whole number or out of range
 */
export function shuffledOrder(windowCount: number, seed: number, epoch: number): Int32Array {
  return randperm(windowCount, samplerGenerator(seed, epoch));
}

/** The same in steps of a few ms. @yields how many windows have their place */
export function shuffledOrderSteps(windowCount: number, seed: number, epoch: number): Generator<number, Int32Array> {
  return randpermSteps(windowCount, samplerGenerator(seed, epoch));
}

/** The generator that permutes the indexes in an epoch. */
function samplerGenerator(seed: number, epoch: number): Mt19937 {
  if (!Number.isInteger(epoch) || epoch < 0) {
    throw rangeError(say`The epoch is ${epoch}; it must be a whole number from 0 on.`);
  }
  const global = new Mt19937(seed);
  let samplerSeed = 0;
  for (let i = 0; i <= epoch; i += 1) {
    global.next64Low32(); // base seed of the workers
    samplerSeed = global.next64Low32(); // a generator keeps only the low 32 bits of its seed
  }
  return new Mt19937(samplerSeed);
}
