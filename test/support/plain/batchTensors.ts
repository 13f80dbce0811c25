/** The two tensors of a batch, cut from all ids at once: what is made from the rows that a view has loaded is compared with it. */
import { type WindowOptions, windowAt } from "../../../src/core/windows/slidingWindow.ts";

/** The two tensors a DataLoader yields for one batch, row-major. */
export interface BatchTensors {
  /** [windows in this batch, maxLength] */
  readonly shape: readonly [number, number];
  readonly inputIds: Int32Array;
  readonly targetIds: Int32Array;
}

/** Stacks the windows of a batch, as the DataLoader's default collate does. @param windows window indexes, as `batchAt` gives them */
export function batchTensors(ids: Int32Array, windows: ArrayLike<number>, options: WindowOptions): BatchTensors {
  const pairs = Array.from(windows, (index) => {
    const { tokenFrom } = windowAt(ids, index, options);
    return ids.subarray(tokenFrom, tokenFrom + options.maxLength + 1);
  });
  return stackWindows(pairs, options.maxLength);
}

/** Stacks the windows of a batch, as the DataLoader's default collate does, from the ids of each window.
 *  @param pairs for each window its inputs and one id more: [windows in this batch][maxLength + 1]
 *  @throws RangeError naming the first window with another number of ids */
export function stackWindows(pairs: readonly ArrayLike<number>[], maxLength: number): BatchTensors {
  const inputIds = new Int32Array(pairs.length * maxLength);
  const targetIds = new Int32Array(pairs.length * maxLength);
  for (const [row, ids] of pairs.entries()) {
    if (ids.length !== maxLength + 1) {
      throw new RangeError(
        `Window ${row} of the batch has ${ids.length} ids; pass maxLength + 1 = ${maxLength + 1}: its inputs and one more.`,
      );
    }
    for (let i = 0; i < maxLength; i++) {
      inputIds[row * maxLength + i] = ids[i] ?? 0; // the length was checked: the fallbacks are never taken
      targetIds[row * maxLength + i] = ids[i + 1] ?? 0;
    }
  }
  return { shape: [pairs.length, maxLength], inputIds, targetIds };
}
