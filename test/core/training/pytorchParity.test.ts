/** A run's losses and weights are PyTorch's own: the project's oracle (torch 2.13) and more cases (torch 1.13), with the kernel and with the plain step. */
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/core/steps.ts";
import { type LessonBatch, lessonBatch } from "../../../src/core/training/lesson.ts";
import { optimizerStep } from "../../../src/core/training/plainOptimizer.ts";
import { lossAndGradient } from "../../../src/core/training/plainStep.ts";
import type { TrainingOptions } from "../../../src/core/training/trainingOptions.ts";
import type { TrainingRun } from "../../../src/core/training/trainingRun.ts";
import { goldenTraining, moreTraining } from "../../support/trainingGolden.ts";
import { startRun, takeSteps, weightsOf } from "../../support/trainingRuns.ts";
import { largestDifference } from "../../support/plain/oneHot.ts";

/** What the issue asks for: losses and weights to 1e-5. */
const tolerance = 1e-5;
const rowsOf = (table: Float32Array, rows: readonly number[], dim: number): number[] =>
  rows.flatMap((row) => [...table.subarray(row * dim, (row + 1) * dim)]);

describe.each(goldenTraining)("$title", ({ ids, options, run: golden, start }) => {
  it("starts from PyTorch's weights", () => {
    const weights = weightsOf(startRun(ids, options));
    expect(largestDifference(weights.token, start.tokenEmbedding.flat())).toBeLessThan(tolerance);
    expect(largestDifference(weights.position, start.positionalEmbedding.flat())).toBeLessThan(tolerance);
    expect(largestDifference(weights.next, (start.head ?? start.tokenEmbedding).flat())).toBeLessThan(tolerance);
  });

  it("has PyTorch's losses for 100 steps, and under SGD its weights after them", () => {
    const run = startRun(ids, options);
    expect(largestDifference(takeSteps(run, golden.losses.length), golden.losses)).toBeLessThan(tolerance);
    const after = golden.weightsAfter100;
    if (after === undefined) return;
    const weights = weightsOf(run);
    expect(largestDifference(weights.token, after.tokenEmbedding.flat())).toBeLessThan(tolerance);
    expect(largestDifference(weights.position, after.positionalEmbedding.flat())).toBeLessThan(tolerance);
    expect(largestDifference(weights.next, (after.head ?? after.tokenEmbedding).flat())).toBeLessThan(tolerance);
  });

  it("has the same losses with the plain step", () => {
    expect(largestDifference(plainLosses(startRun(ids, options), golden.losses.length), golden.losses)).toBeLessThan(tolerance);
  });
});

describe.each(moreTraining)("$title", ({ ids, options, result }) => {
  const { embeddingDim, optimizer } = options;

  it("has PyTorch's losses, and under SGD its weights", () => {
    const run = startRun(ids, options);
    const nextLosses: number[] = [];
    const losses = result.losses.map(() => {
      const { total, next } = finish(run.stepSteps());
      nextLosses.push(next);
      return total;
    });
    expect(largestDifference(losses, result.losses)).toBeLessThan(tolerance);
    expect(largestDifference(nextLosses, result.nextLosses)).toBeLessThan(tolerance);
    if (result.heldOutLoss !== undefined) expect(Math.abs(finish(run.heldOutLossSteps()) - result.heldOutLoss)).toBeLessThan(tolerance);
    if (optimizer !== "SGD") return;
    const weights = weightsOf(run);
    expect(largestDifference(rowsOf(weights.token, result.rows, embeddingDim), result.token.flat())).toBeLessThan(tolerance);
    expect(largestDifference(weights.position, result.position.flat())).toBeLessThan(tolerance);
    expect(largestDifference(rowsOf(weights.next, result.rows, embeddingDim), result.next.flat())).toBeLessThan(tolerance);
    if (weights.previous === undefined) return;
    expect(largestDifference(rowsOf(weights.previous, result.rows, embeddingDim), (result.previous ?? []).flat())).toBeLessThan(tolerance);
  });

  it("has the same losses with the plain step", () => {
    expect(largestDifference(plainLosses(startRun(ids, options), 20), result.losses.slice(0, 20))).toBeLessThan(tolerance);
  });
});

/** The losses of the same run by the plain step, in single precision between steps as PyTorch keeps its tables. */
function plainLosses(run: TrainingRun, count: number): number[] {
  const weights = weightsOf(run);
  const tables = tablesOf(weights, run.options);
  const moments = tables.map(({ length }) => ({ first: new Float64Array(length), second: new Float64Array(length) }));
  return batchesOf(run, count).map((batch, i) => {
    const shared = run.options.tied ? { ...weights, next: weights.token } : weights;
    const { loss, gradient } = lossAndGradient(shared, batch, run.options.lesson.maxLength, run.options.embeddingDim);
    const gradients = tablesOf(gradient, run.options);
    for (const [t, table] of tables.entries()) {
      optimizerStep(run.options, table, gradients[t] ?? expect.fail("a gradient for each table"), moments[t] ?? expect.fail(), i + 1);
    }
    return loss;
  });
}

/** Each table once. */
const tablesOf = <Table>(
  { token, position, next, previous }: { token: Table; position: Table; next: Table; previous: Table | undefined },
  { tied }: Pick<TrainingOptions, "tied">,
): Table[] => [token, position, ...(tied ? [] : [next]), ...(previous === undefined ? [] : [previous])];

/** The batches that the run's next steps learn from; it takes those steps. */
const batchesOf = (run: TrainingRun, count: number): LessonBatch[] =>
  Array.from({ length: count }, () => {
    const batch = lessonBatch(run.lesson, run.peek());
    finish(run.stepSteps());
    return batch;
  });
