/** Guard rails in words: what the chosen options do to this text that their user may not expect, said at the control that causes it. */
import { type BatchOptions, batchOptionsProblem } from "./batch.ts";
import { coverageOf, ledgerOf } from "./coverage.ts";
import { type WindowOptions, windowCount, windowOptionsProblem } from "./slidingWindow.ts";

export type GuardedControl = "maxLength" | "stride" | "batchSize" | "contextLength" | "encoding";

export interface GuardRail {
  readonly control: GuardedControl;
  /** An error leaves nothing to train on or fails in PyTorch; a warning trains on less or other than expected; information is good to know. */
  readonly severity: "error" | "warning" | "information";
  /** What was found, what it means, what to do. */
  readonly message: string;
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

/** In the order in which the controls stand; empty when all is well. */
export function guardRails(options: GuardedOptions): GuardRail[] {
  const rails: GuardRail[] = [];
  const add = (control: GuardedControl, severity: GuardRail["severity"], message: string): number =>
    rails.push({ control, severity, message });
  const windowProblem = windowOptionsProblem(options);
  const batchProblem = batchOptionsProblem(options);
  if (windowProblem !== undefined) add(windowProblem.startsWith("stride") ? "stride" : "maxLength", "error", windowProblem);
  if (batchProblem !== undefined) add("batchSize", "error", batchProblem);
  if (windowProblem === undefined && batchProblem === undefined) guardWindows(options, add);
  if (options.vocabSize !== undefined && options.vocabSize > uint16VocabSize) {
    add(
      "encoding",
      "information",
      `Ids of this encoding go up to ${options.vocabSize - 1} and don't fit in 16 bits. ` +
        "A .bin export uses uint32: read it with np.uint32 instead of nanoGPT's np.uint16.",
    );
  }
  return rails;
}

function guardWindows(options: GuardedOptions, add: (...rail: [GuardedControl, GuardRail["severity"], string]) => void): void {
  const { tokenCount, maxLength, stride, batchSize, dropLast, contextLength, endOfTextTokens } = options;
  const count = windowCount(tokenCount, options);
  if (count === 0) add("maxLength", "error", tooShort(tokenCount, maxLength));
  if (contextLength !== undefined && maxLength > contextLength) {
    add(
      "maxLength",
      "error",
      `max_length ${maxLength} is beyond the positional table of ${contextLength} rows: positions from ${contextLength} on have no row, ` +
        `and PyTorch stops with "index out of range in self". Choose at most ${contextLength}, or a greater context_length.`,
    );
  }
  const crossing = countWindowsAcross(endOfTextTokens ?? [], tokenCount, options);
  if (crossing > 0) {
    add(
      "maxLength",
      "warning",
      `${plural(crossing, "window")} of ${count} ${crossing === 1 ? "crosses" : "cross"} the end of a document: there tokens are predicted from ` +
        "another document before them. Choose a smaller max_length to have fewer, or mask attention across it when training.",
    );
  }
  if (stride > maxLength && count > 0) {
    const { neverInputCount } = ledgerOf(coverageOf(tokenCount, options));
    add(
      "stride",
      "warning",
      `Stride ${stride} is greater than max_length ${maxLength}: ${plural(stride - maxLength, "token")} between neighbouring windows ` +
        `${stride - maxLength === 1 ? "is" : "are"} skipped, ${neverInputCount} of ${tokenCount} are never an input. ` +
        `Choose a stride of at most ${maxLength} to use every token.`,
    );
  }
  if (dropLast && count > 0 && batchSize > count) {
    add(
      "batchSize",
      "error",
      `batch_size ${batchSize} is more than the ${plural(count, "window")} there ${count === 1 ? "is" : "are"}, and drop_last leaves out ` +
        `a batch that isn't full: there are no batches. Choose a batch_size of at most ${count}, or turn drop_last off.`,
    );
  }
}

function tooShort(tokenCount: number, maxLength: number): string {
  const found = `The text has ${plural(tokenCount, "token")}, and a window of max_length ${maxLength} needs at least ${maxLength + 1}: `;
  const remedy = tokenCount > 1 ? `Choose a max_length of at most ${tokenCount - 1}, or a longer text.` : "Use a longer text.";
  return `${found}there are no windows. ${remedy}`;
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

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
