/**
 * The coverage ledger: which tokens the windows use, how often, and what dropLast loses, in closed form.
 * Token t is an input of window w when w·stride ≤ t < w·stride + maxLength, and a target one token later.
 * Only the windows that dropLast loses (fewer than batchSize) are held in memory; every question is O(1) or O(log lost).
 */
import { type BatchOptions, type WindowOrder, batchCount, lostWindows } from "./batch.ts";
import { type LostWindows, countSpannedBefore, indexLostWindows, nextSpanFrom, sumLostUsesBefore } from "./lostWindows.ts";
import { type WindowOptions, windowCount, windowsWithToken } from "./slidingWindow.ts";

/** What the windows and batches over `tokenCount` tokens use. Make it with `coverageOf`, ask it with the functions below. */
export interface Coverage {
  readonly tokenCount: number;
  readonly windowCount: number;
  readonly batchCount: number;
  readonly options: WindowOptions;
  readonly lost: LostWindows;
}

export interface CoverageLedger {
  readonly tokenCount: number;
  readonly windowCount: number;
  readonly batchCount: number;
  /** Windows in no batch because dropLast leaves out the short last one. */
  readonly lostWindowCount: number;
  /** Tokens in no window's input. */
  readonly neverInputCount: number;
  /** Tokens in no window's target, without the very first token. */
  readonly neverTargetCount: number;
  /** The very first token, which has nothing before it to be predicted from: 1, or 0 for an empty text. */
  readonly firstTokenCount: number;
  /** The same two counts over the windows that are in a batch: what dropLast loses is added. */
  readonly neverInputAfterDropLastCount: number;
  readonly neverTargetAfterDropLastCount: number;
}

/** One cell of the strip along the document: token range [tokenFrom, tokenTo). Uses count the windows that are in a batch. */
export interface CoverageCell {
  readonly tokenFrom: number;
  readonly tokenTo: number;
  /** Uses of all tokens of the cell together; divide by tokenTo − tokenFrom for the mean. */
  readonly inputUses: number;
  readonly targetUses: number;
  readonly neverInputCount: number;
  /** The very first token is not counted. */
  readonly neverTargetCount: number;
}

export type Role = "input" | "target";

/** @param order the shuffled order of this epoch, on which the lost windows depend  @throws RangeError on invalid options */
export function coverageOf(tokenCount: number, options: WindowOptions & BatchOptions, order?: WindowOrder): Coverage {
  const count = windowCount(tokenCount, options);
  return {
    tokenCount,
    windowCount: count,
    batchCount: batchCount(count, options),
    options: { maxLength: options.maxLength, stride: options.stride },
    lost: indexLostWindows(lostWindows(count, options, order), count, options),
  };
}

export function ledgerOf(coverage: Coverage): CoverageLedger {
  const { tokenCount, lost } = coverage;
  const targetableCount = Math.max(0, tokenCount - 1);
  const coveredCount = coveredBefore(coverage, tokenCount);
  const lostCount = countSpannedBefore(lost, tokenCount);
  return {
    tokenCount,
    windowCount: coverage.windowCount,
    batchCount: coverage.batchCount,
    lostWindowCount: lost.windows.length,
    neverInputCount: tokenCount - coveredCount,
    neverTargetCount: targetableCount - coveredCount, // a target is an input one token later, so there are as many
    firstTokenCount: tokenCount - targetableCount,
    neverInputAfterDropLastCount: tokenCount - coveredCount + lostCount,
    neverTargetAfterDropLastCount: targetableCount - coveredCount + lostCount,
  };
}

/** How many windows that are in a batch use the token as an input, and as a target. */
export function usesOf(coverage: Coverage, tokenIndex: number): { readonly inputUses: number; readonly targetUses: number } {
  const { input, target } = windowsWithToken(tokenIndex, coverage.tokenCount, coverage.options);
  const uses = (token: number): number => sumLostUsesBefore(coverage.lost, token + 1) - sumLostUsesBefore(coverage.lost, token);
  return {
    inputUses: input.windowTo - input.windowFrom - uses(tokenIndex),
    targetUses: target.windowTo - target.windowFrom - uses(tokenIndex - 1),
  };
}

/** The strip of a stretch of the document, cut into at most `cellCount` cells of nearly equal length. O(cellCount · log lost) */
export function coverageStrip(coverage: Coverage, cellCount: number, tokenFrom = 0, tokenTo = coverage.tokenCount): CoverageCell[] {
  const length = Math.max(0, tokenTo - tokenFrom);
  const count = Math.min(Math.max(0, Math.floor(cellCount)), length);
  return Array.from({ length: count }, (_, i) =>
    cellOf(coverage, tokenFrom + Math.floor((i * length) / count), tokenFrom + Math.floor(((i + 1) * length) / count)),
  );
}

/** The first token at or after `tokenIndex` that no batched window uses in this role, or `undefined`. The very first token is no target to find. */
export function nextUnused(coverage: Coverage, tokenIndex: number, role: Role): number | undefined {
  const shift = role === "target" ? 1 : 0;
  const found = nextUncovered(coverage, Math.max(0, tokenIndex - shift)) + shift;
  return found < coverage.tokenCount ? found : undefined;
}

function cellOf(coverage: Coverage, tokenFrom: number, tokenTo: number): CoverageCell {
  const [targetFrom, targetTo] = [Math.max(0, tokenFrom - 1), Math.max(0, tokenTo - 1)]; // as inputs one token earlier
  return {
    tokenFrom,
    tokenTo,
    inputUses: usesBefore(coverage, tokenTo) - usesBefore(coverage, tokenFrom),
    targetUses: usesBefore(coverage, targetTo) - usesBefore(coverage, targetFrom),
    neverInputCount: tokenTo - tokenFrom - (usedBefore(coverage, tokenTo) - usedBefore(coverage, tokenFrom)),
    neverTargetCount: targetTo - targetFrom - (usedBefore(coverage, targetTo) - usedBefore(coverage, targetFrom)),
  };
}

/** Input uses of the tokens [0, t): the sum over windows of how much of each lies before t. */
function usesBefore({ windowCount: count, options, lost }: Coverage, t: number): number {
  const { maxLength, stride } = options;
  const whole = clamp(Math.floor((t - maxLength) / stride) + 1, 0, count);
  const begun = clamp(Math.ceil(t / stride), whole, count);
  const partial = (begun - whole) * t - (stride * (begun - whole) * (begun + whole - 1)) / 2;
  return whole * maxLength + partial - sumLostUsesBefore(lost, t);
}

/** Tokens of [0, t) in at least one batched window's input. */
const usedBefore = (coverage: Coverage, t: number): number => coveredBefore(coverage, t) - countSpannedBefore(coverage.lost, t);

/** Tokens of [0, t) in at least one window's input, lost or not. */
function coveredBefore({ windowCount: count, options: { maxLength, stride } }: Coverage, t: number): number {
  if (count === 0) return 0;
  if (stride < maxLength) return Math.min(t, (count - 1) * stride + maxLength);
  const begun = Math.min(Math.floor(t / stride), count);
  return begun * maxLength + (begun < count ? Math.min(t - begun * stride, maxLength) : 0);
}

/** First t' ≥ t in no batched window's input; may lie past the last token. */
function nextUncovered(coverage: Coverage, t: number): number {
  const { windowCount: count, options, lost } = coverage;
  const isCovered = t < coverage.tokenCount && usesOf(coverage, t).inputUses > 0;
  if (!isCovered) return t;
  const window = options.stride < options.maxLength ? count - 1 : Math.floor(t / options.stride);
  const gap = options.stride === options.maxLength ? count * options.stride : window * options.stride + options.maxLength;
  return Math.min(gap, nextSpanFrom(lost, t));
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
