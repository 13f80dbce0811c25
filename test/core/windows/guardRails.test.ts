import { say } from "../../../src/core/sentence.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countWindowsAcross, type GuardedOptions, type GuardRail, guardRails } from "../../../src/core/windows/guardRails.ts";
import { windowCount } from "../../../src/core/windows/slidingWindow.ts";

const fine: GuardedOptions = {
  tokenCount: 5145,
  maxLength: 4,
  stride: 4,
  batchSize: 8,
  dropLast: true,
  contextLength: 1024,
  vocabSize: 50257,
};

describe("guardRails", () => {
  it("finds nothing when all is well", () => {
    expect(guardRails(fine)).toEqual([]);
  });

  it.each<{ options: Partial<GuardedOptions>; rail: GuardRail }>([
    {
      options: { tokenCount: 4 },
      rail: { control: "maxLength", severity: "error", finding: { kind: "tooShort", tokenCount: 4, maxLength: 4 } },
    },
    {
      options: { stride: 5 },
      rail: {
        control: "stride",
        severity: "warning",
        finding: { kind: "skipping", stride: 5, maxLength: 4, neverInputCount: 1029, tokenCount: 5145 },
      },
    },
    {
      options: { tokenCount: 20 },
      rail: { control: "batchSize", severity: "error", finding: { kind: "noBatches", batchSize: 8, windowCount: 4 } },
    },
    {
      options: { contextLength: 3 },
      rail: { control: "maxLength", severity: "error", finding: { kind: "beyondPositions", maxLength: 4, contextLength: 3 } },
    },
    {
      options: { endOfTextTokens: [6] },
      rail: { control: "maxLength", severity: "warning", finding: { kind: "acrossDocuments", windowCount: 1, ofCount: 1286 } },
    },
    {
      options: { vocabSize: 100277 },
      rail: { control: "encoding", severity: "information", finding: { kind: "largeIds", greatestId: 100276 } },
    },
    {
      options: { stride: 0 },
      rail: {
        control: "stride",
        severity: "error",
        finding: {
          kind: "invalid",
          problem: say`stride is ${0}; it must be a whole number of at least 1. Enter how many tokens lie between window starts.`,
        },
      },
    },
    {
      options: { batchSize: 0.5 },
      rail: {
        control: "batchSize",
        severity: "error",
        finding: {
          kind: "invalid",
          problem: say`batch_size is ${0.5}; it must be a whole number of at least 1. Enter how many windows are stacked into one batch.`,
        },
      },
    },
  ])("$rail.control, $rail.severity: $rail.finding", ({ options, rail }) => {
    expect(guardRails({ ...fine, ...options })).toEqual([rail]);
  });

  it("leaves a short last batch alone when dropLast is off", () => {
    expect(guardRails({ ...fine, tokenCount: 20, dropLast: false })).toEqual([]);
  });
});

describe("countWindowsAcross", () => {
  it("counts each window with a token before and a prediction after one of the given tokens once", () => {
    const cases = fc.record({
      tokenCount: fc.integer({ min: 0, max: 80 }),
      maxLength: fc.integer({ min: 1, max: 12 }),
      stride: fc.integer({ min: 1, max: 15 }),
      tokens: fc.uniqueArray(fc.nat(79)).map((tokens) => tokens.sort((a, b) => a - b)),
    });
    fc.assert(
      fc.property(cases, ({ tokenCount, tokens, ...options }) => {
        const inside = tokens.filter((token) => token < tokenCount);
        const starts = Array.from({ length: windowCount(tokenCount, options) }, (_, w) => w * options.stride);
        const across = starts.filter((start) => inside.some((token) => start < token && token < start + options.maxLength));
        expect(countWindowsAcross(inside, tokenCount, options)).toBe(across.length);
      }),
    );
  });
});
