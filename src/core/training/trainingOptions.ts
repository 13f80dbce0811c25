/** Step 5, embeddings that learn: what a run of training is made from. The same options, ids and seed give the same run, bit for bit. */
import { say, type Sentence } from "../sentence.ts";
import type { BatchOptions } from "../windows/batch.ts";
import type { WindowOptions } from "../windows/slidingWindow.ts";

/** The windows and batches of the Windows tab: what the model is taught with, in this order. */
export interface LessonOptions extends WindowOptions, BatchOptions {
  readonly shuffle: boolean;
  /** Of the second `torch.manual_seed`, before the loader. */
  readonly seed: number;
  /** Batches whose mean loss makes one step of the optimizer (gradient accumulation), a whole number of at least 1. */
  readonly batchesPerStep: number;
  /** Whether the last tenth of the windows is kept for measuring and never trained on. */
  readonly holdOut: boolean;
}

/** The model's tables: token row + position row → one or two output layers over the document's distinct tokens. */
export interface ModelOptions {
  /** Rows of the token table as it is drawn; only the document's own ids learn. */
  readonly vocabSize: number;
  /** Rows of the positional table, at least maxLength. */
  readonly contextLength: number;
  readonly embeddingDim: number;
  /** Of the first `torch.manual_seed`. */
  readonly seed: number;
  /** `normal`: N(0, 1), as nn.Embedding draws them. `small`: those × 0.02, the standard deviation GPT-2 starts with. */
  readonly start: "normal" | "small";
  /** Whether the token table is the output layer too, as in GPT-2. */
  readonly tied: boolean;
  /** Whether a second output layer predicts the token before. */
  readonly previousToken: boolean;
}

export const optimizerNames = ["SGD", "Adam", "AdamW", "Adagrad"] as const;
export type OptimizerName = (typeof optimizerNames)[number];

/** `torch.optim.<name>(parameters, lr=learningRate)`, everything else as PyTorch has it. */
export interface OptimizerOptions {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
}

export interface TrainingOptions extends ModelOptions, OptimizerOptions {
  readonly lesson: LessonOptions;
}

/** Standard deviation of GPT-2's start. */
export const smallStart = 0.02;

/** PyTorch's defaults that the options leave as they are. */
export const optimizerConstants = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  adagradEpsilon: 1e-10,
  /** AdamW's weight decay. */
  weightDecay: 0.01,
} as const;

/** What is wrong with the options, as a sentence to show at the control, or `undefined` when they are valid. */
export function trainingOptionsProblem(options: TrainingOptions): Sentence | undefined {
  const { embeddingDim, contextLength, learningRate, lesson, tied, previousToken } = options;
  if (!isCount(embeddingDim))
    return say`The width is ${embeddingDim}; it must be a whole number of at least 1. Enter how many numbers one row holds.`;
  if (!isCount(lesson.batchesPerStep))
    return say`Batches per step is ${lesson.batchesPerStep}; it must be a whole number of at least 1. Enter how many batches one step learns from.`;
  if (contextLength < lesson.maxLength)
    return say`The positional table has ${contextLength} rows and a window ${lesson.maxLength} tokens. Choose a larger contextLength or a smaller max_length.`;
  if (!(learningRate > 0) || !Number.isFinite(learningRate))
    return say`The learning rate is ${learningRate}; it must be a number above 0. Try 0.01 with Adam.`;
  if (previousToken && lesson.maxLength < 2)
    return say`The token before can only be predicted inside a window, and max_length is 1. Choose a max_length of at least 2, or predict the next token only.`;
  if (tied && previousToken) return say`One token table cannot be the output layer of two predictions. Choose an output layer of its own.`;
  return undefined;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
