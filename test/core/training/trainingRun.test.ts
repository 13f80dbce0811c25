import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/core/steps.ts";
import { lessonBatch } from "../../../src/core/training/lesson.ts";
import { hiddenRow, lossAndGradient, softmax } from "../../../src/core/training/plainStep.ts";
import type { Weights } from "../../../src/core/training/startWeights.ts";
import { power } from "../../../src/core/training/power.ts";
import { optimizerNames } from "../../../src/core/training/trainingOptions.ts";
import { TrainingRun } from "../../../src/core/training/trainingRun.ts";
import { patternIds, smallOptions, startRun, takeSteps, weightsOf } from "../../support/trainingRuns.ts";
import { largestDifference } from "../../support/plain/oneHot.ts";

const hashOf = (values: Float32Array): string => createHash("sha256").update(values).digest("hex").slice(0, 16);

describe("a run", () => {
  it.each(optimizerNames)("with %s has the same bits every time", (optimizer) => {
    const again = (): string => {
      const run = startRun(patternIds(300, 60), smallOptions({ optimizer, learningRate: 0.05, previousToken: true }));
      takeSteps(run, 30);
      return hashOf(run.kernel.save());
    };
    expect(again()).toBe(again());
  });

  it("has the bits that it had when this was written, on whatever machine", () => {
    const run = startRun(patternIds(300, 60), smallOptions({ embeddingDim: 21, previousToken: true }));
    takeSteps(run, 40);
    expect(hashOf(run.kernel.save())).toBe("5ce51fab67038823");
  });

  it("goes on from a saved state with the same bits", () => {
    const run = startRun(patternIds(300, 60), smallOptions());
    takeSteps(run, 7);
    const saved = run.save();
    const expected = takeSteps(run, 20);
    const bits = hashOf(run.kernel.save());
    run.restore(saved);
    expect(run.step).toBe(7);
    expect(takeSteps(run, 20)).toEqual(expected);
    expect(hashOf(run.kernel.save())).toBe(bits);
  });

  it("learns: the loss of a text it has seen falls far below that of knowing nothing", () => {
    const run = startRun(patternIds(400, 30), smallOptions());
    const losses = takeSteps(run, 300);
    expect(losses[0]).toBeCloseTo(Math.log(30), 0);
    expect(losses.at(-1)).toBeLessThan(2.5);
  });

  it("does not change by measuring", () => {
    const run = startRun(patternIds(300, 60), smallOptions());
    takeSteps(run, 3);
    const before = hashOf(run.kernel.save());
    finish(run.heldOutLossSteps());
    run.kernel.probabilities(run.lesson.rows.subarray(0, 4));
    run.peek();
    expect(hashOf(run.kernel.save())).toBe(before);
  });

  it("starts where it is put: rows learnt before may take the seeded ones' places", () => {
    const before = startRun(patternIds(300, 60), smallOptions());
    takeSteps(before, 10);
    const learnt = weightsOf(before);
    const putIn = ({ token, next }: Weights): void => {
      token.set(learnt.token);
      next.set(learnt.next);
    };
    const after = finish(TrainingRun.startSteps(patternIds(300, 60), smallOptions(), putIn));
    expect(weightsOf(after).token).toEqual(learnt.token);
    expect(weightsOf(after).next).toEqual(learnt.next);
  });

  it("refuses options it cannot follow, with a sentence", () => {
    expect(() => startRun(patternIds(300, 60), smallOptions({ learningRate: 0 }))).toThrow("The learning rate is 0");
    expect(() => startRun(patternIds(300, 60), smallOptions({ embeddingDim: 0 }))).toThrow("The width is 0");
    expect(() => startRun(patternIds(300, 60), smallOptions({ contextLength: 3 }))).toThrow("The positional table has 3 rows");
    expect(() => startRun(patternIds(300, 60), smallOptions({ vocabSize: 59 }))).toThrow("Token id 59 has no row");
    expect(() => startRun(patternIds(300, 60), smallOptions({ tied: true, previousToken: true }))).toThrow("One token table");
  });
});

describe("the kernel", () => {
  it("has the loss of the plain step for any shape", () => {
    const shapes = fc.record({
      vocabulary: fc.integer({ min: 2, max: 90 }),
      embeddingDim: fc.integer({ min: 1, max: 70 }),
      maxLength: fc.integer({ min: 2, max: 9 }),
      batchSize: fc.integer({ min: 1, max: 20 }),
      previousToken: fc.boolean(),
      start: fc.constantFrom("normal" as const, "small" as const),
    });
    fc.assert(
      fc.property(shapes, ({ vocabulary, embeddingDim, maxLength, batchSize, previousToken, start }) => {
        const options = smallOptions({
          embeddingDim,
          previousToken,
          start,
          contextLength: maxLength,
          lesson: { maxLength, batchSize, dropLast: false },
        });
        const run = startRun(patternIds(250, vocabulary), options);
        for (let step = 0; step < 2; step++) {
          const weights = weightsOf(run);
          const { loss } = lossAndGradient(weights, lessonBatch(run.lesson, run.peek()), maxLength, embeddingDim);
          expect(Math.abs(finish(run.stepSteps()).total - loss) / Math.max(1, loss)).toBeLessThan(2e-5);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("predicts what the plain softmax predicts, for more inputs than fit a block", () => {
    const maxLength = 40;
    const run = startRun(patternIds(300, 60), smallOptions({ contextLength: maxLength, lesson: { maxLength, stride: 5, holdOut: false } }));
    takeSteps(run, 5);
    const inputs = run.lesson.rows.subarray(0, maxLength);
    const rows = run.lesson.distinctIds.length;
    const weights = weightsOf(run);
    const ours = run.kernel.probabilities(inputs);
    for (const place of [0, 31, 32, 39]) {
      const { probabilities } = softmax(weights.next, hiddenRow(weights, inputs[place] ?? 0, place, 8));
      expect(largestDifference(ours.subarray(place * rows, (place + 1) * rows), [...probabilities])).toBeLessThan(1e-6);
    }
  });

  it("gives no loss but NaN once a weight is not finite", () => {
    const run = startRun(patternIds(300, 60), smallOptions({ optimizer: "SGD", learningRate: 1e30 }));
    expect(takeSteps(run, 4).at(-1)).toBeNaN();
  });
});

it.each([0, 1, 2, 10, 1400])("0.999 to the %s is right to the last digits", (exponent) => {
  expect(power(0.999, exponent)).toBeCloseTo(0.999 ** exponent, 12);
});
