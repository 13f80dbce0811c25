import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GuardedOptions, countWindowsAcross, guardRails } from "../../../src/core/windows/guardRails.ts";
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
  it("says nothing when all is well", () => {
    expect(guardRails(fine)).toEqual([]);
  });

  it.each<{ options: Partial<GuardedOptions>; control: string; severity: string; message: string }>([
    {
      options: { tokenCount: 4 },
      control: "maxLength",
      severity: "error",
      message:
        "The text has 4 tokens, and a window of max_length 4 needs at least 5: there are no windows. Choose a max_length of at most 3, or a longer text.",
    },
    {
      options: { tokenCount: 1 },
      control: "maxLength",
      severity: "error",
      message: "The text has 1 token, and a window of max_length 4 needs at least 5: there are no windows. Use a longer text.",
    },
    {
      options: { stride: 5 },
      control: "stride",
      severity: "warning",
      message:
        "Stride 5 is greater than max_length 4: 1 token between neighbouring windows is skipped, 1029 of 5145 are never an input. Choose a stride of at most 4 to use every token.",
    },
    {
      options: { tokenCount: 20 },
      control: "batchSize",
      severity: "error",
      message:
        "batch_size 8 is more than the 4 windows there are, and drop_last leaves out a batch that isn't full: there are no batches. Choose a batch_size of at most 4, or turn drop_last off.",
    },
    {
      options: { contextLength: 3 },
      control: "maxLength",
      severity: "error",
      message:
        'max_length 4 is beyond the positional table of 3 rows: positions from 3 on have no row, and PyTorch stops with "index out of range in self". Choose at most 3, or a greater context_length.',
    },
    {
      options: { endOfTextTokens: [6] },
      control: "maxLength",
      severity: "warning",
      message:
        "1 window of 1286 crosses the end of a document: there tokens are predicted from another document before them. Choose a smaller max_length to have fewer, or mask attention across it when training.",
    },
    {
      options: { vocabSize: 100277 },
      control: "encoding",
      severity: "information",
      message:
        "Ids of this encoding go up to 100276 and don't fit in 16 bits. A .bin export uses uint32: read it with np.uint32 instead of nanoGPT's np.uint16.",
    },
    {
      options: { stride: 0 },
      control: "stride",
      severity: "error",
      message: "stride is 0; it must be a whole number of at least 1. Enter how many tokens lie between window starts.",
    },
    {
      options: { batchSize: 0.5 },
      control: "batchSize",
      severity: "error",
      message: "batch_size is 0.5; it must be a whole number of at least 1. Enter how many windows are stacked into one batch.",
    },
  ])("$control, $severity: $message", ({ options, ...rail }) => {
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
