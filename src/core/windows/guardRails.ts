/** Guard rails: what the chosen options do to this text that their user may not expect, each at the control that causes it. */
import type { Sentence } from "../sentence.ts";
import { type BatchOptions, batchOptionsProblem } from "./batch.ts";
import { coverageOf, ledgerOf } from "./coverage.ts";
import { type WindowOptions, windowCount, windowOptionsProblem } from "./slidingWindow.ts";

export type GuardedControl = "maxLength" | "stride" | "batchSize" | "contextLength" | "encoding";

/** What was found, in numbers: whoever shows it says what it means and what to do. */
export type Finding =
  /** An option that is no option at all, as a sentence. */
  | { readonly kind: "invalid"; readonly problem: Sentence }
  | { readonly kind: "tooShort"; readonly tokenCount: number; readonly maxLength: number }
  | { readonly kind: "beyondPositions"; readonly maxLength: number; readonly contextLength: number }
  /** Windows that have tokens of two documents, of all. */
  | { readonly kind: "acrossDocuments"; readonly windowCount: number; readonly ofCount: number }
  | {
      readonly kind: "skipping";
      readonly stride: number;
      readonly maxLength: number;
      readonly neverInputCount: number;
      readonly tokenCount: number;
    }
  | { readonly kind: "noBatches"; readonly batchSize: number; readonly windowCount: number }
  /** Ids beyond 16 bits. */
  | { readonly kind: "largeIds"; readonly greatestId: number };

export interface GuardRail {
  readonly control: GuardedControl;
  /** An error leaves nothing to train on or fails in PyTorch; a warning trains on less or other than expected; information is good to know. */
  readonly severity: "error" | "warning" | "information";
  readonly finding: Finding;
}

export interface GuardedOptions extends WindowOptions, BatchOptions {
  readonly tokenCount: number;
  /** Rows of the positional table; leave out where no model is involved. */
  readonly contextLength?: number;
  /** Token indexes of the token that ends a document, ascending. */
  readonly endOfTextTokens?: ArrayLike<number>;
  /** Ids of the encoding, special ones included; leave out where it is unknown. */
  readonly vocabSize?: number;
}

/** The greatest vocabulary whose ids all fit in 16 bits, as nanoGPT's `.bin` stores them. */
const uint16VocabSize = 2 ** 16;

/** In the order of the controls; empty when all is well. */
export function guardRails(options: GuardedOptions): GuardRail[] {
  const windowProblem = windowOptionsProblem(options);
  const batchProblem = batchOptionsProblem(options);
  const rails: GuardRail[] = [];
  const add = (control: GuardedControl, severity: GuardRail["severity"], finding: Finding): number =>
    rails.push({ control, severity, finding });
  if (windowProblem !== undefined)
    add(windowProblem.template.startsWith("stride") ? "stride" : "maxLength", "error", { kind: "invalid", problem: windowProblem });
  if (batchProblem !== undefined) add("batchSize", "error", { kind: "invalid", problem: batchProblem });
  if (windowProblem === undefined && batchProblem === undefined) guardWindows(options, add);
  if (options.vocabSize !== undefined && options.vocabSize > uint16VocabSize)
    add("encoding", "information", { kind: "largeIds", greatestId: options.vocabSize - 1 });
  return rails;
}

function guardWindows(options: GuardedOptions, add: (...rail: [GuardedControl, GuardRail["severity"], Finding]) => void): void {
  const { tokenCount, maxLength, stride, batchSize, dropLast, contextLength, endOfTextTokens } = options;
  const count = windowCount(tokenCount, options);
  if (count === 0) add("maxLength", "error", { kind: "tooShort", tokenCount, maxLength });
  if (contextLength !== undefined && maxLength > contextLength)
    add("maxLength", "error", { kind: "beyondPositions", maxLength, contextLength });
  const across = countWindowsAcross(endOfTextTokens ?? [], tokenCount, options);
  if (across > 0) add("maxLength", "warning", { kind: "acrossDocuments", windowCount: across, ofCount: count });
  if (stride > maxLength && count > 0) {
    const { neverInputCount } = ledgerOf(coverageOf(tokenCount, options));
    add("stride", "warning", { kind: "skipping", stride, maxLength, neverInputCount, tokenCount });
  }
  if (dropLast && count > 0 && batchSize > count) add("batchSize", "error", { kind: "noBatches", batchSize, windowCount: count });
}

/** Windows with tokens on both sides of one of the given tokens: it is an input, but not the first one. O(tokens given) */
export function countWindowsAcross(tokens: ArrayLike<number>, tokenCount: number, options: WindowOptions): number {
  const count = windowCount(tokenCount, options);
  let across = 0;
  let countedTo = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? 0; // i < tokens.length: the fallback is never taken
    const from = Math.max(countedTo, Math.ceil((token - options.maxLength + 1) / options.stride));
    const to = Math.min(count, Math.floor((token - 1) / options.stride) + 1);
    if (to > from) {
      across += to - from;
      countedTo = to;
    }
  }
  return across;
}
