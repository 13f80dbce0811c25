/**
 * Stride windows → batches. Same batches as PyTorch's `DataLoader(batch_size, shuffle, drop_last)` over a map-style dataset:
 * an order of window indexes cut into runs of `batchSize`, the last run shorter, or dropped.
 * The shuffled order itself is `shuffledOrder` in core/random/dataLoaderOrder.ts; without one the order is 0, 1, 2, ….
 */
import { rangeError } from "../errors.ts";
import { say, type Sentence } from "../sentence.ts";

export interface BatchOptions {
  /** Windows per batch, a whole number of at least 1. */
  readonly batchSize: number;
  /** Whether a last batch with fewer than `batchSize` windows is left out. */
  readonly dropLast: boolean;
}

/** A permutation of 0 … windowCount − 1; `undefined` is the unshuffled order, which needs no memory. */
export type WindowOrder = Int32Array | Uint32Array | undefined;

/** What is wrong with the options, as a sentence to show at the control, or `undefined` when they are valid. */
export function batchOptionsProblem({ batchSize }: BatchOptions): Sentence | undefined {
  if (Number.isSafeInteger(batchSize) && batchSize >= 1) return undefined;
  return say`batch_size is ${batchSize}; it must be a whole number of at least 1. Enter how many windows are stacked into one batch.`;
}

/** `len(dataloader)`. @throws RangeError when batchSize is not a whole number of at least 1 */
export function batchCount(windowCount: number, options: BatchOptions): number {
  const problem = batchOptionsProblem(options);
  if (problem !== undefined) throw rangeError(problem);
  const batches = windowCount / options.batchSize;
  return options.dropLast ? Math.floor(batches) : Math.ceil(batches);
}

/** Window indexes of batch `index`, in the order they are stacked. @returns a fresh array of 1 … batchSize indexes
 *  @throws RangeError naming the index and how many batches there are, or an order of the wrong length */
export function batchAt(index: number, windowCount: number, options: BatchOptions, order?: WindowOrder): Int32Array {
  const count = batchCount(windowCount, options);
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw rangeError(
      say`There is no batch ${index}: ${windowCount} windows give ${count} batches. Choose an index from 0 to ${count - 1}.`,
    );
  }
  checkOrder(order, windowCount);
  const from = index * options.batchSize;
  const to = Math.min(from + options.batchSize, windowCount);
  return order === undefined ? Int32Array.from({ length: to - from }, (_, i) => from + i) : Int32Array.from(order.subarray(from, to));
}

/** The batch a window is stacked in and its row there, or `undefined` when dropLast leaves it out. O(windowCount) when shuffled. */
export function batchOfWindow(
  window: number,
  windowCount: number,
  options: BatchOptions,
  order?: WindowOrder,
): { readonly batch: number; readonly row: number } | undefined {
  checkOrder(order, windowCount);
  const place = order === undefined ? window : order.indexOf(window);
  const batch = Math.floor(place / options.batchSize);
  if (place < 0 || place >= windowCount || batch >= batchCount(windowCount, options)) return undefined;
  return { batch, row: place % options.batchSize };
}

/** The windows that dropLast leaves out, ascending; fewer than batchSize. Which ones they are depends on the order. */
export function lostWindows(windowCount: number, options: BatchOptions, order?: WindowOrder): Int32Array {
  checkOrder(order, windowCount);
  const from = Math.min(windowCount, batchCount(windowCount, options) * options.batchSize);
  if (order === undefined) return Int32Array.from({ length: windowCount - from }, (_, i) => from + i);
  return Int32Array.from(order.subarray(from)).sort();
}

function checkOrder(order: WindowOrder, windowCount: number): void {
  if (order !== undefined && order.length !== windowCount) {
    throw rangeError(
      say`The order has ${order.length} windows, the dataset ${windowCount}. Draw the order again for ${windowCount} windows.`,
    );
  }
}
