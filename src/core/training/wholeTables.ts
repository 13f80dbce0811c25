/** A run's tables as PyTorch has them: every row of the vocabulary, those outside the document as they were drawn. */
import { power } from "./power.ts";
import { startWeightsSteps, type Weights } from "./startWeights.ts";
import { optimizerConstants, type TrainingOptions } from "./trainingOptions.ts";

/**
 * @param distinctIds of the document, ascending  @param trained their rows after `step` steps
 * @yields how much is drawn, 0 … 1  @returns tables of vocabSize rows
 */
export function* wholeTablesSteps(
  options: TrainingOptions,
  distinctIds: Int32Array,
  trained: Weights,
  step: number,
): Generator<number, Weights> {
  const everyId = Int32Array.from({ length: options.vocabSize }, (_, id) => id);
  const whole = yield* startWeightsSteps(options, everyId);
  const { embeddingDim } = options;
  // Only AdamW moves rows without a gradient: each step multiplies them by 1 − lr · weight_decay. One product here rounds once, PyTorch in each step.
  const kept = options.optimizer === "AdamW" ? power(1 - options.learningRate * optimizerConstants.weightDecay, step) : 1;
  for (const name of ["token", "next", "previous"] as const) {
    const table = whole[name];
    const rows = trained[name];
    if (table === undefined || rows === undefined || (name === "next" && options.tied)) continue;
    if (kept !== 1) for (let i = 0; i < table.length; i += 1) table[i] = (table[i] ?? 0) * kept; // i < length
    for (const [row, id] of distinctIds.entries()) {
      table.set(rows.subarray(row * embeddingDim, (row + 1) * embeddingDim), id * embeddingDim);
    }
  }
  whole.position.set(trained.position);
  return whole;
}
