/** Long work on the extension host, in slices: the editor's other extensions and the user's keystrokes go between them. */
import { runInSlices, type Slicing } from "../core/steps.ts";
import type { Pause } from "../lens/sources/tokenSource.ts";

/** How long one slice may work before it lets others go, in ms. With a step of up to 3 ms on top it stays at 8 ms. */
const sliceMs = 5;

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

const slicing: Slicing = { sliceMs, now: () => performance.now(), yieldToOthers };

/** @see runInSlices */
export const runSliced = <Progress, Result>(
  steps: Generator<Progress, Result>,
  signal: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<Result> => runInSlices(steps, slicing, signal, onProgress);
