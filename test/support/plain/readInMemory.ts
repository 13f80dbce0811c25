/** A reading of a file that is in memory as a whole. */
import { checkLength, type Reading } from "../../../src/core/checkpoints/reading.ts";

/** Runs a reading on a file that is in memory as a whole. */
export function runReadingInMemory<Result>(reading: Reading<Result>, file: Uint8Array): Result {
  let step = reading.next();
  while (!step.done) step = reading.next(checkLength(file.subarray(step.value.byteFrom, step.value.byteTo), step.value));
  return step.value;
}
