/** Method table of the embedding inspector. */
import * as v from "valibot";
import type { DistinctTokens, VocabularyMatches } from "../lens/answers.ts";
import { optimizerNames } from "../core/training/trainingOptions.ts";
import { method } from "./rpc.ts";
import { indexSchema, sharedHostMethods } from "./views.ts";
export type { DistinctToken, VocabularyMatches } from "../lens/answers.ts";

/** Ids in one answer at most: 4 MiB. */
export const idLimit = 1_048_576;

export interface TokenIds {
  readonly revision: number;
  readonly ids: Uint8Array;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31));
const seed = v.pipe(v.number(), v.safeInteger());

/** A run of training and how many steps of it: all that its script says. */
const trainingSchema = v.object({
  vocabSize: count,
  contextLength: count,
  embeddingDim: count,
  seed,
  start: v.picklist(["normal", "small"]),
  tied: v.boolean(),
  previousToken: v.boolean(),
  optimizer: v.picklist(optimizerNames),
  learningRate: v.pipe(v.number(), v.finite(), v.minValue(0)),
  lesson: v.object({
    maxLength: count,
    stride: count,
    batchSize: count,
    dropLast: v.boolean(),
    shuffle: v.boolean(),
    seed,
    batchesPerStep: count,
    holdOut: v.boolean(),
  }),
  steps: count,
});

export const inspectorHostMethods = {
  ...sharedHostMethods,
  /** Tokens whose text holds the query, in upper or lower case, shortest first; a query of digits also finds that id. */
  "vocabulary/search": method(
    v.object({
      query: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ).answers<VocabularyMatches>(),
  /** The ids of a run of tokens alone, for training: `ids` holds them as 32-bit integers, little-endian as every machine that runs VS Code. */
  "tokens/ids": method(
    v.pipe(
      v.object({ from: indexSchema, to: indexSchema }),
      v.check(
        ({ from, to }) => from <= to && to - from <= idLimit,
        `Ids are asked for from a lower to a higher index, ${idLimit} at most.`,
      ),
    ),
  ).answers<TokenIds>(),
  /** Puts the script that trains the same model on the text into the clipboard. */
  "training/copyAsPyTorch": method(trainingSchema).answers<void>(),
  /** The different ids of the text under the lens, in order of first appearance. */
  "tokens/distinct": method(v.null()).answers<DistinctTokens>(),
};
export type InspectorHostMethods = typeof inspectorHostMethods;
