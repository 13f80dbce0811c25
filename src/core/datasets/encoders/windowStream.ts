/** Stride windows over ids that arrive in pieces: the same windows as `windowAt` over all of them at once, in memory O(maxLength + piece). */
import { rangeError } from "../../errors.ts";
import { type WindowOptions, windowOptionsProblem } from "../../windows/slidingWindow.ts";
import type { TokenIds } from "../idBytes.ts";

export interface WindowStream {
  /** Takes the next ids and gives the windows they complete: for each its inputs and one id more, [maxLength + 1].
   *  The windows are views into a buffer of the stream: use or copy them before the next call. */
  readonly push: (ids: TokenIds) => readonly Int32Array[];
}

/** @throws RangeError on invalid options */
export function windowStream(options: WindowOptions): WindowStream {
  const problem = windowOptionsProblem(options);
  if (problem !== undefined) throw rangeError(problem);
  const { maxLength, stride } = options;
  let buffer = new Int32Array(2 * (maxLength + 1));
  let length = 0; // ids in the buffer
  let next = 0; // where in the buffer the next window starts; beyond its end when the stride skips ids still to come

  const push = (ids: TokenIds): readonly Int32Array[] => {
    const kept = Math.min(next, length);
    const needed = length - kept + ids.length;
    const target = needed > buffer.length ? new Int32Array(Math.max(needed, 2 * buffer.length)) : buffer;
    if (kept > 0 || target !== buffer) target.set(buffer.subarray(kept, length));
    target.set(ids, length - kept);
    buffer = target;
    length = needed;
    next -= kept;
    const windows: Int32Array[] = [];
    for (; next + maxLength < length; next += stride) windows.push(buffer.subarray(next, next + maxLength + 1));
    return windows;
  };
  return { push };
}
