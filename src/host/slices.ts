/** Long work on the extension host, in slices: the editor's other extensions and the user's keystrokes go between them. */

import type { Pause } from "../lens/sources/tokenSource.ts";

/** How long one slice may work before it lets others go, in ms. With a step of a few ms on top it stays below 16 ms. */
const sliceMs = 8;

/** Lets everything that waits go first. */
export const yieldToOthers = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A pause for `lens`: others go first once a slice's time is used up. One for each piece of work. @throws the signal's reason when aborted */
export function createPause(): Pause {
  let sliceEnd = performance.now() + sliceMs;
  return async (signal) => {
    signal.throwIfAborted();
    if (performance.now() < sliceEnd) return;
    await yieldToOthers();
    signal.throwIfAborted();
    sliceEnd = performance.now() + sliceMs;
  };
}

/**
 * Runs a generator to its end, a slice at a time.
 * @param onProgress called once a slice with what the generator yielded last
 * @throws what the generator throws; the signal's reason when it is aborted between slices
 */
export async function runSliced<Progress, Result>(
  steps: Generator<Progress, Result>,
  signal: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<Result> {
  for (;;) {
    signal.throwIfAborted();
    const end = performance.now() + sliceMs;
    let step = steps.next();
    while (step.done !== true && performance.now() < end) step = steps.next();
    if (step.done === true) return step.value;
    onProgress?.(step.value);
    await yieldToOthers();
  }
}
