/** Runs of real PyTorch: test/fixtures/training.json (torch 2.13, the project's oracle cut down) and trainingMore.json (torch 1.13), with their types. */
import golden from "../fixtures/training.json" with { type: "json" };
import more from "../fixtures/trainingMore.json" with { type: "json" };
import type { OptimizerName, TrainingOptions } from "../../src/core/training/trainingOptions.ts";

/** A table as PyTorch's `tolist()` gives it. */
type Rows = readonly (readonly number[])[];

export interface GoldenWeights {
  readonly tokenEmbedding: Rows;
  readonly positionalEmbedding: Rows;
  readonly head?: Rows;
}

export interface GoldenRun {
  readonly optimizer: OptimizerName;
  readonly lr: number;
  readonly tied: boolean;
  readonly losses: readonly number[];
  readonly weightsAfter100?: GoldenWeights;
}

interface GoldenCase {
  readonly name: string;
  readonly ids: readonly number[];
  readonly distinctIds: readonly number[];
  readonly vocabSize: number;
  readonly embeddingDim: number;
  readonly maxLength: number;
  readonly stride: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly weightsAtStart: { readonly tied: GoldenWeights; readonly untied: GoldenWeights };
  readonly runs: readonly GoldenRun[];
}

interface MoreCase {
  readonly name: string;
  readonly ids: readonly number[];
  readonly vocabSize: number;
  readonly contextLength: number;
  readonly embeddingDim: number;
  readonly maxLength: number;
  readonly stride: number;
  readonly batchSize: number;
  readonly batchesPerStep: number;
  readonly seed: number;
  readonly loaderSeed: number;
  readonly shuffle: boolean;
  readonly dropLast: boolean;
  readonly holdOut: boolean;
  readonly start: "normal" | "small";
  readonly previousToken: boolean;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly steps: number;
  readonly result: {
    readonly losses: readonly number[];
    readonly nextLosses: readonly number[];
    readonly heldOutLoss?: number;
    /** Which rows of the document's the tables below are. */
    readonly rows: readonly number[];
    readonly token: Rows;
    readonly position: Rows;
    readonly next: Rows;
    readonly previous?: Rows;
  };
}

// JSON's strings are wider than the literals they are: the scripts write only these.
const goldenCases = golden.cases as readonly unknown[] as readonly GoldenCase[];
const moreCases = more.cases as readonly unknown[] as readonly MoreCase[];

export interface GoldenTraining {
  readonly title: string;
  readonly ids: Int32Array;
  readonly options: TrainingOptions;
  readonly run: GoldenRun;
  readonly start: GoldenWeights;
}

/** Each run of the project's oracle, with our options for it. */
export const goldenTraining: readonly GoldenTraining[] = goldenCases.flatMap((each) =>
  each.runs.map((run) => ({
    title: `${each.name}, ${run.tied ? "tied" : "untied"}, ${run.optimizer} ${run.lr}`,
    ids: Int32Array.from(each.ids),
    run,
    start: run.tied ? each.weightsAtStart.tied : each.weightsAtStart.untied,
    options: {
      vocabSize: each.vocabSize,
      contextLength: each.maxLength,
      embeddingDim: each.embeddingDim,
      seed: each.seed,
      start: "normal",
      tied: run.tied,
      previousToken: false,
      optimizer: run.optimizer,
      learningRate: run.lr,
      lesson: {
        maxLength: each.maxLength,
        stride: each.stride,
        batchSize: each.batchSize,
        dropLast: each.dropLast,
        shuffle: each.shuffle,
        seed: each.seed,
        batchesPerStep: 1,
        holdOut: false,
      },
    },
  })),
);

export interface MoreTraining {
  readonly title: string;
  readonly ids: Int32Array;
  readonly options: TrainingOptions;
  readonly result: MoreCase["result"];
}

/** The runs that the oracle has not. */
export const moreTraining: readonly MoreTraining[] = moreCases.map(
  ({
    name,
    ids,
    result,
    loaderSeed,
    steps: _steps,
    maxLength,
    stride,
    batchSize,
    dropLast,
    shuffle,
    batchesPerStep,
    holdOut,
    ...model
  }) => ({
    title: name,
    ids: Int32Array.from(ids),
    result,
    options: {
      ...model,
      tied: false,
      lesson: { maxLength, stride, batchSize, dropLast, shuffle, seed: loaderSeed, batchesPerStep, holdOut },
    },
  }),
);
