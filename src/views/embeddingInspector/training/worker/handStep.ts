/** One step by hand: loss, gradient and update for one window alone, in double precision, from the run's weights and what its optimizer remembers. */
import { lossAndGradient } from "../../../../core/training/plainStep.ts";
import { optimizerStep } from "../../../../core/training/plainOptimizer.ts";
import type { Weights } from "../../../../core/training/startWeights.ts";
import { hiddenRow, softmax } from "../../../../core/training/plainStep.ts";
import type { TrainingRun } from "../../../../core/training/trainingRun.ts";
import type { HandStep, TrainedTables, WindowRows } from "./trainingMessages.ts";

/** @param tables copies of the run's: they are changed */
export function takeHandStep(run: TrainingRun, tables: TrainedTables, window: WindowRows): HandStep {
  const { embeddingDim, lesson, tied } = run.options;
  const weights: Weights = tied ? { ...tables, next: tables.token } : tables;
  const losses = windowLosses(weights, window, embeddingDim);
  const { gradient } = lossAndGradient(weights, window, lesson.maxLength, embeddingDim);
  const rows = Int32Array.from(new Set(window.inputs));
  const before = pick(weights.token, rows, embeddingDim);
  for (const name of ["token", "position", "next", "previous"] as const) {
    const parameters = weights[name];
    const slope = gradient[name];
    if (parameters === undefined || slope === undefined || (name === "next" && tied)) continue;
    optimizerStep(run.options, parameters, slope, run.kernel.momentsOf(name), run.step + 1);
  }
  return {
    step: run.step,
    losses,
    loss: mean(losses),
    lossAfter: mean(windowLosses(weights, window, embeddingDim)),
    rows,
    before,
    gradient: pick(gradient.token, rows, embeddingDim),
    after: pick(weights.token, rows, embeddingDim),
  };
}

function windowLosses(weights: Weights, { inputs, targets }: WindowRows, embeddingDim: number): number[] {
  return Array.from(inputs, (input, place) => {
    const { logits, logSum } = softmax(weights.next, hiddenRow(weights, input, place, embeddingDim));
    return logSum - (logits[targets[place] ?? -1] ?? Number.NaN); // as many targets as inputs
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function pick(table: Float32Array | Float64Array, rows: Int32Array, embeddingDim: number): Float32Array {
  const picked = new Float32Array(rows.length * embeddingDim);
  for (const [at, row] of rows.entries()) picked.set(table.subarray(row * embeddingDim, (row + 1) * embeddingDim), at * embeddingDim);
  return picked;
}
