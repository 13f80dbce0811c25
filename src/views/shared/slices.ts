/** Long work in a page, in slices: frames and clicks go between them. */

/** How long one slice may work, in ms: with a step of a few ms on top it leaves room for the rest of a frame. */
const sliceMs = 8;

/**
 * Runs a generator to its end, a slice at a time.
 * @param onProgress called with what the generator yielded last, once a slice
 * @throws what the generator throws; the signal's reason when it is aborted between slices
 */
export async function runSliced<Progress, Result>(
  steps: Generator<Progress, Result>,
  signal?: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<Result> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
    const end = performance.now() + sliceMs;
    let step = steps.next();
    while (step.done !== true && performance.now() < end) step = steps.next();
    if (step.done === true) return step.value;
    onProgress?.(step.value);
  }
}
