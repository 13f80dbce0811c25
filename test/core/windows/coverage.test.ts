import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchAt, batchCount } from "../../../src/core/windows/batch.ts";
import { coverageOf, coverageStrip, ledgerOf, nextUnused, usesOf } from "../../../src/core/windows/coverage.ts";
import { windowCount } from "../../../src/core/windows/slidingWindow.ts";

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** Options with an order of all windows, or none. */
const cases = fc
  .record({
    tokenCount: fc.integer({ min: 0, max: 90 }),
    maxLength: fc.integer({ min: 1, max: 14 }),
    stride: fc.integer({ min: 1, max: 18 }),
    batchSize: fc.integer({ min: 1, max: 9 }),
    dropLast: fc.boolean(),
    shuffle: fc.boolean(),
  })
  .chain(({ shuffle, tokenCount, ...options }) => {
    const windows = range(0, windowCount(tokenCount, options));
    return fc.record({
      tokenCount: fc.constant(tokenCount),
      options: fc.constant(options),
      order: shuffle
        ? fc.shuffledSubarray(windows, { minLength: windows.length }).map((order) => Int32Array.from(order))
        : fc.constant(undefined),
    });
  });
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Counts by walking every batch and every token of it, as a training loop would. */
function bruteForce({ tokenCount, options, order }: Case): { windowInput: number[]; input: number[]; target: number[] } {
  const count = windowCount(tokenCount, options);
  const windowInput = Array<number>(tokenCount).fill(0);
  const input = Array<number>(tokenCount).fill(0);
  const target = Array<number>(tokenCount).fill(0);
  const add = (counts: number[], window: number, shift: number): void => {
    for (let i = 0; i < options.maxLength; i++) counts[window * options.stride + shift + i]! += 1; // inside: windows end before the last token
  };
  for (const window of range(0, count)) add(windowInput, window, 0);
  for (const batch of range(0, batchCount(count, options))) {
    for (const window of batchAt(batch, count, options, order)) {
      add(input, window, 0);
      add(target, window, 1);
    }
  }
  return { windowInput, input, target };
}
const zeros = (counts: readonly number[]): number => counts.filter((uses) => uses === 0).length;
const sum = (counts: readonly number[]): number => counts.reduce((total, uses) => total + uses, 0);

describe("ledgerOf", () => {
  it.each([
    { maxLength: 4, stride: 4, windowCount: 1286, neverInputCount: 1, neverTargetCount: 0 },
    { maxLength: 4, stride: 5, windowCount: 1029, neverInputCount: 1029, neverTargetCount: 1028 },
    { maxLength: 256, stride: 128, windowCount: 39, neverInputCount: 25, neverTargetCount: 24 },
  ])("5145 tokens, $maxLength/$stride → $windowCount windows, $neverInputCount never input", ({ maxLength, stride, ...expected }) => {
    const ledger = ledgerOf(coverageOf(5145, { maxLength, stride, batchSize: 1, dropLast: false }));
    expect(ledger).toMatchObject({ ...expected, tokenCount: 5145, firstTokenCount: 1, lostWindowCount: 0 });
  });

  it("256/128 in batches of 4 with dropLast → 9 batches, 3 windows lost and their own tokens with them", () => {
    const ledger = ledgerOf(coverageOf(5145, { maxLength: 256, stride: 128, batchSize: 4, dropLast: true }));
    expect(ledger).toMatchObject({ batchCount: 9, lostWindowCount: 3, neverInputCount: 25, neverTargetCount: 24 });
    expect(ledger.neverInputAfterDropLastCount).toBe(25 + 3 * 128);
  });

  it("counts nothing in an empty text and everything in one too short for a window", () => {
    const options = { maxLength: 4, stride: 4, batchSize: 2, dropLast: false };
    expect(ledgerOf(coverageOf(0, options))).toMatchObject({ windowCount: 0, neverInputCount: 0, neverTargetCount: 0, firstTokenCount: 0 });
    expect(ledgerOf(coverageOf(4, options))).toMatchObject({ windowCount: 0, neverInputCount: 4, neverTargetCount: 3, firstTokenCount: 1 });
  });

  it("equals counting by hand for any options and order", () => {
    fc.assert(
      fc.property(cases, (example) => {
        const { windowInput, input, target } = bruteForce(example);
        const ledger = ledgerOf(coverageOf(example.tokenCount, example.options, example.order));
        const used = Math.max(0, example.tokenCount - 1);
        expect(ledger.neverInputCount).toBe(zeros(windowInput));
        expect(ledger.neverTargetCount).toBe(used - (example.tokenCount - zeros(windowInput)));
        expect(ledger.neverInputAfterDropLastCount).toBe(zeros(input));
        expect(ledger.neverTargetAfterDropLastCount).toBe(zeros(target.slice(1)));
        expect(ledger.lostWindowCount).toBe(ledger.windowCount - sum(input) / example.options.maxLength);
      }),
      { numRuns: 400 },
    );
  });
});

describe("usesOf, coverageStrip and nextUnused", () => {
  it("equal counting by hand for any options, order and cell count", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 30 }), (example, cellCount) => {
        const { input, target } = bruteForce(example);
        const coverage = coverageOf(example.tokenCount, example.options, example.order);
        for (const token of range(0, example.tokenCount)) {
          expect(usesOf(coverage, token)).toEqual({ inputUses: input[token], targetUses: target[token] });
          const unused = (counts: readonly number[], first: number): number | undefined =>
            range(Math.max(token, first), example.tokenCount).find((t) => counts[t] === 0);
          expect(nextUnused(coverage, token, "input")).toBe(unused(input, 0));
          expect(nextUnused(coverage, token, "target")).toBe(unused(target, 1));
        }
        const cells = coverageStrip(coverage, cellCount);
        expect(cells.length).toBe(Math.min(cellCount, example.tokenCount));
        expect(cells.map((cell) => cell.tokenTo - cell.tokenFrom).every((length) => length > 0)).toBe(true);
        for (const { tokenFrom, tokenTo, ...counts } of cells) {
          expect(counts).toEqual({
            inputUses: sum(input.slice(tokenFrom, tokenTo)),
            targetUses: sum(target.slice(tokenFrom, tokenTo)),
            neverInputCount: zeros(input.slice(tokenFrom, tokenTo)),
            neverTargetCount: zeros(target.slice(Math.max(1, tokenFrom), Math.max(1, tokenTo))),
          });
        }
        expect(cells.map((cell) => cell.tokenTo).slice(0, -1)).toEqual(cells.map((cell) => cell.tokenFrom).slice(1));
      }),
      { numRuns: 300 },
    );
  });

  it("stays exact over 5 million tokens with stride 1", () => {
    const coverage = coverageOf(5_000_000, { maxLength: 1024, stride: 1, batchSize: 8, dropLast: false });
    const cells = coverageStrip(coverage, 1000);
    expect(cells.reduce((total, cell) => total + cell.inputUses, 0)).toBe(coverage.windowCount * 1024);
    expect(usesOf(coverage, 2_500_000)).toEqual({ inputUses: 1024, targetUses: 1024 });
  });
});
