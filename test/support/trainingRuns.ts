/** Runs for the tests of training: begun, stepped, compared. */
import { finish } from "../../src/core/steps.ts";
import type { Weights } from "../../src/core/training/startWeights.ts";
import { TrainingRun } from "../../src/core/training/trainingRun.ts";
import type { LessonOptions, TrainingOptions } from "../../src/core/training/trainingOptions.ts";

export const startRun = (ids: Int32Array, options: TrainingOptions): TrainingRun => finish(TrainingRun.startSteps(ids, options));

/** @returns the losses before each of the steps */
export const takeSteps = (run: TrainingRun, count: number): number[] => Array.from({ length: count }, () => finish(run.stepSteps()).total);

/** The tables as they are now. */
export function weightsOf({ kernel }: TrainingRun): Weights {
  const empty = new Float32Array();
  return {
    token: kernel.read("token") ?? empty,
    position: kernel.read("position") ?? empty,
    next: kernel.read("next") ?? empty,
    previous: kernel.read("previous"),
  };
}

/** Options for a small run; `lesson` may be given in part. */
export function smallOptions(
  change: Partial<Omit<TrainingOptions, "lesson">> & { readonly lesson?: Partial<LessonOptions> } = {},
): TrainingOptions {
  const { lesson, ...rest } = change;
  return {
    vocabSize: 100,
    contextLength: 4,
    embeddingDim: 8,
    seed: 123,
    start: "small",
    tied: false,
    previousToken: false,
    optimizer: "Adam",
    learningRate: 0.01,
    ...rest,
    lesson: {
      maxLength: 4,
      stride: 4,
      batchSize: 4,
      dropLast: true,
      shuffle: true,
      seed: 123,
      batchesPerStep: 1,
      holdOut: true,
      ...lesson,
    },
  };
}

/** Ids below `vocabulary` that repeat enough to be learnt. */
export const patternIds = (length: number, vocabulary: number): Int32Array =>
  Int32Array.from({ length }, (_, i) => (i * i + 3 * i + Math.floor(i / 5)) % vocabulary);
