/**
 * The ids a printed batch shows. PyTorch summarises tensors of more than 1000 elements to three at each edge, so that of a large batch
 * only a few ids are needed: they are put into sparse tensors, of which printTensor reads no more than that.
 */
import type { PrintableBatch } from "../../../../core/torch/printBatch.ts";
import { isSummarised, printedIndexes } from "../../../../core/torch/printTensor.ts";
import type { Span } from "../../../../lens/answers.ts";
import { type TokenPages, tokenAt } from "../loadedTokens.ts";

interface BatchShape {
  readonly windows: ArrayLike<number>;
  readonly maxLength: number;
  readonly stride: number;
}

const isLarge = ({ windows, maxLength }: BatchShape): boolean => isSummarised(windows.length * maxLength);

/** The tokens to ask for: inputs and, one later, targets. */
export function printedSpans(shape: BatchShape): Span[] {
  const { windows, maxLength, stride } = shape;
  const spans: Span[] = [];
  for (const row of printedIndexes(windows.length, isLarge(shape))) {
    const from = (windows[row] ?? 0) * stride;
    if (!isLarge(shape)) spans.push({ from, to: from + maxLength + 1 });
    else for (const column of printedIndexes(maxLength, true)) spans.push({ from: from + column, to: from + column + 2 });
  }
  return spans;
}

/** @returns undefined while an id that is printed has not arrived */
export function printableBatch(shape: BatchShape, pages: TokenPages): PrintableBatch | undefined {
  const { windows, maxLength, stride } = shape;
  const size = windows.length * maxLength;
  const inputIds: { length: number; [at: number]: number } = { length: size };
  const targetIds: { length: number; [at: number]: number } = { length: size };
  for (const row of printedIndexes(windows.length, isLarge(shape))) {
    const from = (windows[row] ?? 0) * stride;
    for (const column of printedIndexes(maxLength, isLarge(shape))) {
      const [input, target] = [tokenAt(pages, from + column), tokenAt(pages, from + column + 1)];
      if (input === undefined || target === undefined) return undefined;
      inputIds[row * maxLength + column] = input.id;
      targetIds[row * maxLength + column] = target.id;
    }
  }
  return { shape: [windows.length, maxLength], inputIds, targetIds };
}
