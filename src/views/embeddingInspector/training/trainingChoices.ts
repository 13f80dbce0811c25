/** What the user chooses of a run; everything else is the Windows tab's and the inspector's. Kept while the view is hidden. */
import * as v from "valibot";
import { optimizerNames, type TrainingOptions } from "../../../core/training/trainingOptions.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { keptSlice } from "../../shared/state/store.ts";
import type { Pace } from "./worker/trainingMessages.ts";

export const trainingChoices = keptSlice(
  "trainingChoices",
  {
    embeddingDim: 64,
    start: "small",
    optimizer: "Adam",
    learningRate: 0.01,
    previousToken: false,
    tied: false,
    pace: "auto",
    compareBy: "both",
  },
  v.object({
    embeddingDim: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024)),
    start: v.picklist(["normal", "small"]),
    optimizer: v.picklist(optimizerNames),
    learningRate: v.pipe(v.number(), v.minValue(1e-6), v.maxValue(100)),
    previousToken: v.boolean(),
    tied: v.boolean(),
    /** `auto`: a short text one step a frame, so that it can be watched. */
    pace: v.picklist(["auto", "watch", "full"]),
    /** Which rows the neighbours and the map compare. */
    compareBy: v.picklist(["token", "output", "both"]),
  }),
);
export type TrainingChoices = (typeof trainingChoices)["initial"];

/** About how many windows a step learns from. Fewer learn noisily, more learn slowly: 32 were best on a novel. */
const windowsPerStep = 32;

/** Learning rates that learn well with each optimizer. */
export const usualRate = { Adam: 0.01, AdamW: 0.01, Adagrad: 0.1, SGD: 1 } as const;

/** Below this many tokens what looks near is memory, not meaning. */
export const meaningfulTokens = 5000;

export const batchesPerStep = (batchSize: number): number => Math.max(1, Math.round(windowsPerStep / batchSize));

export function runOptions({ lens }: ViewState, encodingSize: number, choices: TrainingChoices): TrainingOptions {
  const { maxLength, stride, batchSize, dropLast, shuffle, seed } = lens.windows;
  const { embeddingDim, start, optimizer, learningRate, previousToken, tied } = choices;
  return {
    vocabSize: lens.embedding.vocabSize ?? encodingSize,
    contextLength: Math.max(lens.embedding.contextLength ?? 0, maxLength),
    embeddingDim,
    seed: lens.embedding.seed,
    start,
    tied,
    previousToken: previousToken && !tied,
    optimizer,
    learningRate,
    lesson: { maxLength, stride, batchSize, dropLast, shuffle, seed, batchesPerStep: batchesPerStep(batchSize), holdOut: true },
  };
}

export const paceOf = (chosen: TrainingChoices["pace"], tokenCount: number): Pace =>
  chosen === "auto" ? (tokenCount < meaningfulTokens ? "watch" : "full") : chosen;
