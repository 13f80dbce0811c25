/**
 * The nearest rows of every row of a table, exactly: what UMAP begins with. All pairs are compared once, block by block so that both
 * blocks stay in the processor's cache, and a pair is given up as soon as its sum is too large for both of its rows; rows seen along
 * principal components, strongest first, are given up soonest.
 */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";

export interface NearestRows {
  /** [rows, count], nearest first; −1 where there are fewer, or where the row is not finite. */
  readonly indices: Int32Array;
  /** [rows, count], Euclidean; Infinity beside −1. */
  readonly distances: Float32Array;
}

const blockRows = 128;
/** Dimensions summed between two looks at the limit. */
const stride = 8;

/**
 * @param values [rows, dimensions], row-major  @param count neighbours of each row, itself not among them
 * @returns steps of well under a millisecond, each yielding how much is done, 0 … 1
 * @throws RangeError when the values are no whole rows or `count` is below 1
 */
export function* nearestRowsSteps(values: Float32Array, dimensions: number, count: number): Generator<number, NearestRows> {
  const rows = values.length / dimensions;
  if (!Number.isInteger(rows)) throw rangeError(say`${values.length} values are no whole rows of ${dimensions}.`);
  if (count < 1) throw rangeError(say`${count} neighbours were asked for; 1 is the fewest.`);
  const width = Math.ceil(dimensions / stride) * stride;
  const padded = padRows(values, rows, dimensions, width); // [rows, width]
  const indices = new Int32Array(rows * count).fill(-1);
  const squares = new Float32Array(rows * count).fill(Infinity);
  const blocks = Math.ceil(rows / blockRows);
  const pairs = (blocks * (blocks + 1)) / 2;
  let done = 0;
  for (let first = 0; first < rows; first += blockRows) {
    for (let second = first; second < rows; second += blockRows) {
      compareBlocks(padded, width, count, first, second, Math.min(rows, first + blockRows), Math.min(rows, second + blockRows), {
        indices,
        distances: squares,
      });
      done += 1;
      yield done / pairs;
    }
  }
  return { indices, distances: squares.map(Math.sqrt) };
}

/** Zeros at the end change no distance. */
function padRows(values: Float32Array, rows: number, dimensions: number, width: number): Float32Array {
  if (width === dimensions) return values;
  const padded = new Float32Array(rows * width);
  for (let row = 0; row < rows; row += 1) padded.set(values.subarray(row * dimensions, (row + 1) * dimensions), row * width);
  return padded;
}

/** Compares rows [first, firstTo) with [second, secondTo); the same block twice: each pair once. */
function compareBlocks(
  values: Float32Array,
  width: number,
  count: number,
  first: number,
  second: number,
  firstTo: number,
  secondTo: number,
  best: NearestRows,
): void {
  const { distances } = best;
  for (let i = first; i < firstTo; i += 1) {
    let limit = distances[(i + 1) * count - 1]!; // the lists have `count` entries for each row
    const from = i * width; // at least eight values from here
    const r0 = values[from]!;
    const r1 = values[from + 1]!;
    const r2 = values[from + 2]!;
    const r3 = values[from + 3]!;
    const r4 = values[from + 4]!;
    const r5 = values[from + 5]!;
    const r6 = values[from + 6]!;
    const r7 = values[from + 7]!;
    for (let j = first === second ? i + 1 : second; j < secondTo; j += 1) {
      const otherLimit = distances[(j + 1) * count - 1]!;
      const larger = limit > otherLimit ? limit : otherLimit;
      // The strongest eight dimensions give up most pairs, before a call.
      const at = j * width;
      const d0 = r0 - values[at]!;
      const d1 = r1 - values[at + 1]!;
      const d2 = r2 - values[at + 2]!;
      const d3 = r3 - values[at + 3]!;
      const d4 = r4 - values[at + 4]!;
      const d5 = r5 - values[at + 5]!;
      const d6 = r6 - values[at + 6]!;
      const d7 = r7 - values[at + 7]!;
      const start = d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4 + d5 * d5 + d6 * d6 + d7 * d7;
      if (start >= larger) continue;
      const square = squaredDistance(values, i * width, at, width, start, larger);
      if (square < limit) {
        insert(best, count, i, j, square);
        limit = distances[(i + 1) * count - 1]!;
      }
      if (square < otherLimit) insert(best, count, j, i, square);
    }
  }
}

/** Adds the rest of Σ (aᵢ − bᵢ)² to its first eight terms; something at or above `limit` when the sum is. */
function squaredDistance(values: Float32Array, a: number, b: number, width: number, start: number, limit: number): number {
  let sum = start;
  // Eight terms without a branch between them. The rows lie inside `values`.
  for (let i = stride; i < width; i += stride) {
    const d0 = values[a + i]! - values[b + i]!;
    const d1 = values[a + i + 1]! - values[b + i + 1]!;
    const d2 = values[a + i + 2]! - values[b + i + 2]!;
    const d3 = values[a + i + 3]! - values[b + i + 3]!;
    const d4 = values[a + i + 4]! - values[b + i + 4]!;
    const d5 = values[a + i + 5]! - values[b + i + 5]!;
    const d6 = values[a + i + 6]! - values[b + i + 6]!;
    const d7 = values[a + i + 7]! - values[b + i + 7]!;
    sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4 + d5 * d5 + d6 * d6 + d7 * d7;
    if (sum >= limit) return sum;
  }
  return sum;
}

/** Puts a neighbour where it belongs; the farthest falls out. */
function insert({ indices, distances }: NearestRows, count: number, row: number, other: number, distance: number): void {
  const from = row * count;
  let at = from + count - 1;
  while (at > from && distances[at - 1]! > distance) {
    distances[at] = distances[at - 1]!; // from ≤ at − 1
    indices[at] = indices[at - 1]!;
    at -= 1;
  }
  distances[at] = distance;
  indices[at] = other;
}
