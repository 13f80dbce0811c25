import { describe, expect, it } from "vitest";
import type { Verdict } from "../../../../src/core/training/stopRule.ts";
import type { ReadyRun } from "../../../../src/views/embeddingInspector/training/training.ts";
import { limitOf, smoothedLoss, whatHappens } from "../../../../src/views/embeddingInspector/training/trainingSentences.ts";

interface Course {
  readonly losses: readonly number[];
  readonly heldOut?: readonly (readonly [step: number, loss: number])[];
  readonly verdict?: Verdict;
  readonly tokenCount?: number;
}

/** A run with as much as the sentences look at. */
function runWith({ losses, heldOut = [], verdict = { kind: "goesOn" }, tokenCount = 66_398 }: Course): ReadyRun {
  const step = losses.length;
  return {
    progress: { step, lastStep: step, verdict },
    losses: { values: Float32Array.from(losses), count: losses.length },
    heldOut: heldOut.map(([at, loss]) => ({ step: at, loss })),
    facts: { baselines: { uniform: 8.8, unigram: 6.5 }, tokenCount },
  } as unknown as ReadyRun; // the rest is not looked at
}

const flat = (loss: number, steps = 100): number[] => Array.from({ length: steps }, () => loss);

describe("what happens in a run", () => {
  it.each<Course & { readonly says: string }>([
    { losses: [], says: "as the seed drew it" },
    { losses: flat(8.5), says: "learning which tokens are common" },
    { losses: flat(6.6), says: "begins to see which follow which" },
    { losses: flat(5), says: "It has learnt which tokens are common" },
    {
      losses: flat(3),
      heldOut: [
        [50, 5.4],
        [99, 5.6],
      ],
      says: "now learns this text by heart",
    },
    {
      losses: flat(5),
      heldOut: [
        [80, 5.4],
        [99, 5.43],
      ],
      says: "It has learnt which tokens are common",
    },
    { losses: flat(4), verdict: { kind: "noLongerFalls", best: { step: 1050, loss: 5.4 } }, says: "least at step 1,050 (5.40)" },
    { losses: flat(40), verdict: { kind: "diverged", loss: Number.NaN }, says: "The loss ran away (not a number)" },
  ])("“$says”", ({ says, ...course }) => {
    expect(whatHappens(runWith(course))).toContain(says);
  });

  it("says of a short text that it is too short for meaning, and of a book nothing", () => {
    expect(limitOf(runWith({ losses: [], tokenCount: 1098 }))).toContain("A text of 1,098 tokens is too short for meaning");
    expect(limitOf(runWith({ losses: [] }))).toBeUndefined();
  });
});

it("the loss that is shown is the mean of the last steps, up to the step looked at", () => {
  const run = runWith({ losses: [...flat(8, 40), ...flat(4, 40)] });
  expect(smoothedLoss(run, 80)).toBe(4);
  expect(smoothedLoss(run, 40)).toBe(8);
  expect(smoothedLoss(run, 0)).toBeUndefined();
});
