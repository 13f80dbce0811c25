/** A text as a lesson: its distinct ids, which are all that the model can predict, and its windows, of which the last tenth is held out. */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import { type WindowOptions, windowAt, windowCount } from "../windows/slidingWindow.ts";

export interface Lesson {
  readonly windows: WindowOptions;
  /** Ascending. Row r of the trained tables is that of distinctIds[r]. */
  readonly distinctIds: Int32Array;
  /** The text, each id replaced by its row: distinctIds[rows[i]] is token i. */
  readonly rows: Int32Array;
  readonly windowCount: number;
  /** Windows [0, trainedTo) are trained on. Those from there to heldOutFrom share a target with a held-out one and are used for neither. */
  readonly trainedTo: number;
  /** Windows [heldOutFrom, windowCount) are held out. */
  readonly heldOutFrom: number;
}

/** One prediction of the next token for each input, [windows, maxLength] flattened; all are rows of the lesson's tables. */
export interface LessonBatch {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

/** One window in this many is held out. */
const heldOutShare = 10;

/**
 * @param holdOut whether the last tenth of the windows is held out; with fewer than ten windows nothing is
 * @throws RangeError when an id is negative or the options are out of range
 */
export function makeLesson(ids: Int32Array, windows: WindowOptions, holdOut: boolean): Lesson {
  const { distinctIds, rows } = toRows(ids);
  const count = windowCount(ids.length, windows);
  const heldOutFrom = holdOut ? count - Math.floor(count / heldOutShare) : count;
  const { maxLength, stride } = windows;
  // A trained window's last target must come before the first held-out one's first target: w · stride + maxLength ≤ heldOutFrom · stride.
  const apart = Math.floor((heldOutFrom * stride - maxLength) / stride) + 1;
  const trainedTo = heldOutFrom === count ? count : Math.max(0, Math.min(heldOutFrom, apart));
  return { windows, distinctIds, rows, windowCount: count, trainedTo, heldOutFrom };
}

function toRows(ids: Int32Array): { distinctIds: Int32Array; rows: Int32Array } {
  let largest = -1;
  for (const id of ids) {
    if (id < 0) throw rangeError(say`Token id ${id} is negative. Pass the ids of an encoding.`);
    largest = Math.max(largest, id);
  }
  const rowOf = new Int32Array(largest + 1);
  for (const id of ids) rowOf[id] = 1;
  const distinct: number[] = [];
  for (const [id, isThere] of rowOf.entries()) {
    if (isThere === 0) continue;
    rowOf[id] = distinct.length;
    distinct.push(id);
  }
  return { distinctIds: Int32Array.from(distinct), rows: ids.map((id) => rowOf[id] ?? 0) }; // every id is ≤ largest
}

/** The predictions of some windows, in the order given. */
export function lessonBatch({ rows, windows }: Lesson, indexes: ArrayLike<number>): LessonBatch {
  const { maxLength } = windows;
  const inputs = new Int32Array(indexes.length * maxLength);
  const targets = new Int32Array(indexes.length * maxLength);
  for (let i = 0; i < indexes.length; i += 1) {
    const { inputIds, targetIds } = windowAt(rows, indexes[i] ?? -1, windows);
    inputs.set(inputIds, i * maxLength);
    targets.set(targetIds, i * maxLength);
  }
  return { inputs, targets };
}

/** Held-out windows spread evenly over all of them, at most `predictions` predictions' worth: few enough to measure often. */
export function heldOutSample({ windows, windowCount, heldOutFrom }: Lesson, predictions: number): Int32Array {
  const all = windowCount - heldOutFrom;
  const count = Math.min(all, Math.max(1, Math.floor(predictions / windows.maxLength)));
  return Int32Array.from({ length: count }, (_, i) => heldOutFrom + Math.floor((i * all) / count));
}

/**
 * The row of the token before each input, which the second output layer predicts; −1 where the window has none.
 * @param inputs [windows, maxLength] flattened
 */
export const previousTargets = (inputs: Int32Array, maxLength: number): Int32Array =>
  inputs.map((_, i) => (i % maxLength === 0 ? -1 : (inputs[i - 1] ?? -1)));
