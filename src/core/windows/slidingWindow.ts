/**
 * Tokens → stride windows. Same windows as the notebook's `GPTDatasetV1`:
 * `for i in range(0, len(ids) - max_length, stride): inputs = ids[i : i + max_length]; targets = ids[i + 1 : i + max_length + 1]`.
 * Nothing is stored: a window is computed from its index, so a stride of 1 over millions of tokens costs nothing.
 */
import { rangeError } from "../errors.ts";
import { say, type Sentence } from "../sentence.ts";

export interface WindowOptions {
  /** Tokens per window, a whole number of at least 1. */
  readonly maxLength: number;
  /** Tokens from one window's start to the next one's, a whole number of at least 1. */
  readonly stride: number;
}

/** One training pair: a window and the same window one token later. */
export interface StrideWindow {
  /** Index of the first input token. */
  readonly tokenFrom: number;
  /** [maxLength], a view into the ids: do not write to it. */
  readonly inputIds: Int32Array;
  /** [maxLength], a view into the ids: do not write to it. */
  readonly targetIds: Int32Array;
}

/** Half-open range of window indexes [windowFrom, windowTo); empty when they are equal. */
export interface WindowRange {
  readonly windowFrom: number;
  readonly windowTo: number;
}

/** What is wrong with the options, as a sentence to show at the control, or `undefined` when they are valid. */
export function windowOptionsProblem({ maxLength, stride }: WindowOptions): Sentence | undefined {
  if (!isCount(maxLength))
    return say`max_length is ${maxLength}; it must be a whole number of at least 1. Enter how many tokens one window holds.`;
  if (!isCount(stride))
    return say`stride is ${stride}; it must be a whole number of at least 1. Enter how many tokens lie between window starts.`;
  return undefined;
}

/** Starts `i = 0, stride, 2·stride, …` while `i < tokenCount − maxLength`.
 *  @throws RangeError when the options or the count are not whole numbers in range */
export function windowCount(tokenCount: number, options: WindowOptions): number {
  check(options);
  if (!Number.isSafeInteger(tokenCount) || tokenCount < 0) {
    throw rangeError(say`tokenCount is ${tokenCount}; it must be a whole number of at least 0. Pass the length of the ids.`);
  }
  return Math.max(0, Math.ceil((tokenCount - options.maxLength) / options.stride));
}

/** @param index window index, 0 ≤ index < windowCount  @returns views into `ids`, no copies
 *  @throws RangeError naming the index and how many windows there are */
export function windowAt(ids: Int32Array, index: number, options: WindowOptions): StrideWindow {
  const count = windowCount(ids.length, options);
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw rangeError(say`There is no window ${index}: ${ids.length} tokens give ${count} windows. Choose an index from 0 to ${count - 1}.`);
  }
  const tokenFrom = index * options.stride;
  const tokenTo = tokenFrom + options.maxLength;
  return { tokenFrom, inputIds: ids.subarray(tokenFrom, tokenTo), targetIds: ids.subarray(tokenFrom + 1, tokenTo + 1) };
}

/** The windows that use token `tokenIndex` as an input, and those that use it as a target. Both are contiguous, possibly empty.
 *  Law: window w is in `input` exactly when w·stride ≤ tokenIndex < w·stride + maxLength, and in `target` one token later. */
export function windowsWithToken(
  tokenIndex: number,
  tokenCount: number,
  options: WindowOptions,
): { readonly input: WindowRange; readonly target: WindowRange } {
  const count = windowCount(tokenCount, options);
  return { input: windowsOver(tokenIndex, count, options), target: windowsOver(tokenIndex - 1, count, options) };
}

/** The first window whose input span holds the token, else the nearest one; `undefined` when there are no windows. */
export function nearestWindow(tokenIndex: number, tokenCount: number, options: WindowOptions): number | undefined {
  const count = windowCount(tokenCount, options);
  if (count === 0) return undefined;
  const { windowFrom, windowTo } = windowsOver(tokenIndex, count, options);
  if (windowFrom < windowTo) return windowFrom;
  const before = clamp(Math.floor(tokenIndex / options.stride), 0, count - 1);
  const distanceAfterEnd = tokenIndex - (before * options.stride + options.maxLength - 1);
  const distanceToNext = (before + 1) * options.stride - tokenIndex;
  return before + 1 < count && distanceToNext < distanceAfterEnd ? before + 1 : before;
}

function windowsOver(tokenIndex: number, count: number, { maxLength, stride }: WindowOptions): WindowRange {
  const windowFrom = clamp(Math.ceil((tokenIndex - maxLength + 1) / stride), 0, count);
  const windowTo = clamp(Math.floor(tokenIndex / stride) + 1, windowFrom, count);
  return { windowFrom, windowTo };
}

function check(options: WindowOptions): void {
  const problem = windowOptionsProblem(options);
  if (problem !== undefined) throw rangeError(problem);
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
/** Also turns −0, which `Math.ceil` gives for small negatives, into 0. */
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high) + 0;
