/** Long work as a generator of steps: run in slices where others must go between, or to its end without pause. */

export function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** How one place works in slices. `core` has neither clock nor timers of its own. */
export interface Slicing {
  /** How long one slice may work. */
  readonly sliceMs: number;
  now(): number;
  /** Lets everything that waits go first. */
  yieldToOthers(): Promise<void>;
}

/**
 * Runs a generator to its end, a slice at a time.
 * @param onProgress called once a slice with what the generator yielded last
 * @throws what the generator throws; the signal's reason when it is aborted between slices
 */
export async function runInSlices<Progress, Result>(
  steps: Generator<Progress, Result>,
  { sliceMs, now, yieldToOthers }: Slicing,
  signal?: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const end = now() + sliceMs;
    let step = steps.next();
    while (step.done !== true && now() < end) step = steps.next();
    if (step.done === true) return step.value;
    onProgress?.(step.value);
    await yieldToOthers();
  }
}
