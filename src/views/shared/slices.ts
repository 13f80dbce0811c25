/** Long work in a page, in slices: frames and clicks go between them. */
import { runInSlices, type Slicing } from "../../core/steps.ts";

const yieldToOthers = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
/** In ms: with a step of a few ms on top it leaves room for the rest of a frame. */
const slicing: Slicing = { sliceMs: 8, now: () => performance.now(), yieldToOthers };

/** The page is drawn before the first slice, too. @see runInSlices */
export async function runSliced<Progress, Result>(
  steps: Generator<Progress, Result>,
  signal?: AbortSignal,
  onProgress?: (progress: Progress) => void,
): Promise<Result> {
  await yieldToOthers();
  return runInSlices(steps, slicing, signal, onProgress);
}
