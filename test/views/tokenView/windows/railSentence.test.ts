import { describe, expect, it } from "vitest";
import { type GuardedOptions, guardRails } from "../../../../src/core/windows/guardRails.ts";
import { railSentence } from "../../../../src/views/tokenView/windows/railSentence.ts";

const fine: GuardedOptions = {
  tokenCount: 5145,
  maxLength: 4,
  stride: 4,
  batchSize: 8,
  dropLast: true,
  contextLength: 1024,
  vocabSize: 50257,
};

describe("a guard rail says what was found, what it means, what to do", () => {
  it.each<{ options: Partial<GuardedOptions>; sentence: string }>([
    {
      options: { tokenCount: 4 },
      sentence:
        "The text has 4 tokens, and a window of max_length 4 needs at least 5: there are no windows. Choose a max_length of at most 3, or a longer text.",
    },
    {
      options: { tokenCount: 1 },
      sentence: "The text has 1 token, and a window of max_length 4 needs at least 5: there are no windows. Use a longer text.",
    },
    {
      options: { stride: 5 },
      sentence:
        "Stride 5 is greater than max_length 4: 1 token between neighbouring windows is skipped, 1029 of 5145 are never an input. Choose a stride of at most 4 to use every token.",
    },
    {
      options: { tokenCount: 20 },
      sentence:
        "batch_size 8 is more than the 4 windows there are, and drop_last leaves out a batch that isn't full: there are no batches. Choose a batch_size of at most 4, or turn drop_last off.",
    },
    {
      options: { contextLength: 3 },
      sentence:
        'max_length 4 is beyond the positional table of 3 rows: positions from 3 on have no row, and PyTorch stops with "index out of range in self". Choose at most 3, or a greater context_length.',
    },
    {
      options: { endOfTextTokens: [6] },
      sentence:
        "1 window of 1286 crosses the end of a document: there tokens are predicted from another document before them. Choose a smaller max_length to have fewer, or mask attention across it when training.",
    },
    {
      options: { vocabSize: 100277 },
      sentence:
        "Ids of this encoding go up to 100276 and don't fit in 16 bits. A .bin export uses uint32: read it with np.uint32 instead of nanoGPT's np.uint16.",
    },
    {
      options: { stride: 7 },
      sentence:
        "Stride 7 is greater than max_length 4: 3 tokens between neighbouring windows are skipped, 2205 of 5145 are never an input. Choose a stride of at most 4 to use every token.",
    },
  ])("$sentence", ({ options, sentence }) => {
    expect(guardRails({ ...fine, ...options }).map(({ finding }) => railSentence(finding))).toEqual([sentence]);
  });
});
