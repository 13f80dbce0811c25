/** The windows that dropLast loses, indexed so that the ledger can subtract them: their uses, and the tokens that only they hold. */
import type { WindowOptions } from "./slidingWindow.ts";

export interface LostWindows {
  /** Ascending. */
  readonly windows: Int32Array;
  readonly options: WindowOptions;
  /** indexSums[i] is the sum of the first i window indexes. */
  readonly indexSums: Float64Array;
  /** Half-open token ranges that lost windows hold and no other window does, ascending and disjoint, none empty. */
  readonly spanFrom: Float64Array;
  readonly spanTo: Float64Array;
  /** spanLengths[i] is the length of the first i spans together. */
  readonly spanLengths: Float64Array;
}

/** @param windows the lost windows, ascending  @param windowCount how many windows there are, lost or not */
export function indexLostWindows(windows: Int32Array, windowCount: number, options: WindowOptions): LostWindows {
  const spans = spansOf(windows, windowCount, options);
  return {
    windows,
    options,
    indexSums: sumsOf(windows),
    spanFrom: Float64Array.from(spans, ([from]) => from),
    spanTo: Float64Array.from(spans, ([, to]) => to),
    spanLengths: sumsOf(spans.map(([from, to]) => to - from)),
  };
}

/** Input uses by lost windows of the tokens [0, t). */
export function sumLostUsesBefore({ windows, options: { maxLength, stride }, indexSums }: LostWindows, t: number): number {
  const whole = lowerBound(windows, Math.floor((t - maxLength) / stride) + 1); // lost windows that end at or before t
  const begun = lowerBound(windows, Math.ceil(t / stride)); // lost windows that start before t
  return whole * maxLength + (begun - whole) * t - stride * (at(indexSums, begun) - at(indexSums, whole));
}

/** Tokens of [0, t) that only lost windows hold as inputs. */
export function countSpannedBefore({ spanFrom, spanTo, spanLengths }: LostWindows, t: number): number {
  const begun = lowerBound(spanFrom, t); // spans that start before t
  return begun === 0 ? 0 : at(spanLengths, begun) - Math.max(0, at(spanTo, begun - 1) - t);
}

/** Where the first span that starts at or after t starts; Infinity when there is none. */
export function nextSpanFrom({ spanFrom }: LostWindows, t: number): number {
  return spanFrom[lowerBound(spanFrom, t)] ?? Infinity;
}

/** With overlapping windows a run of lost neighbours loses what neither the window before nor the one after the run holds. */
function spansOf(windows: Int32Array, windowCount: number, { maxLength, stride }: WindowOptions): [from: number, to: number][] {
  const spans: [number, number][] = [];
  const overlaps = stride < maxLength;
  for (let i = 0; i < windows.length; i++) {
    const first = at(windows, i);
    if (overlaps) while (windows[i + 1] === at(windows, i) + 1) i++;
    const last = at(windows, i);
    const from = overlaps && first > 0 ? (first - 1) * stride + maxLength : first * stride;
    const end = last * stride + maxLength;
    const to = overlaps && last + 1 < windowCount ? (last + 1) * stride : end;
    if (from < to) spans.push([from, to]);
  }
  return spans;
}

function sumsOf(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = at(sums, i) + at(values, i);
  return sums;
}

/** How many of the ascending values are less than `limit`. */
function lowerBound(values: ArrayLike<number>, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(values, middle) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every index here is within bounds by construction, so the fallback is never taken. */
const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;
