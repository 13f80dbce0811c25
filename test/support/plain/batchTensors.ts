/** The two tensors of a batch, cut from all ids at once: what is made from the rows that a view has loaded is compared with it. */
import { type BatchTensors, stackWindows } from "../../../src/core/windows/batch.ts";
import { type WindowOptions, windowAt } from "../../../src/core/windows/slidingWindow.ts";

/** Stacks the windows of a batch, as the DataLoader's default collate does. @param windows window indexes, as `batchAt` gives them */
export function batchTensors(ids: Int32Array, windows: ArrayLike<number>, options: WindowOptions): BatchTensors {
  const pairs = Array.from(windows, (index) => {
    const { tokenFrom } = windowAt(ids, index, options);
    return ids.subarray(tokenFrom, tokenFrom + options.maxLength + 1);
  });
  return stackWindows(pairs, options.maxLength);
}
