/** Binary search in ascending values. */

/** How many of the values are at or below `wanted`: also the index of the first one above it. */
export function countAtOrBelow(values: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
