/** The copied script of a run, run by real PyTorch: it prints the losses that the run had. tiktoken is stood in for by a module that gives known ids. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { trainingScript } from "../../src/core/datasets/scripts/trainingScript.ts";
import { largestDifference } from "../support/plain/oneHot.ts";
import { finish } from "../../src/core/steps.ts";
import { findPython, runPython, skipReason } from "../support/python.ts";
import { patternIds, smallOptions, startRun } from "../support/trainingRuns.ts";

const python = findPython(["torch"]);
const folder = mkdtempSync(join(tmpdir(), "tokenscope-training-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ids = patternIds(500, 90);
writeFileSync(
  join(folder, "tiktoken.py"),
  `class Encoding:
    def encode(self, text, *, allowed_special=frozenset(), disallowed_special="all"):
        return [int(word) for word in text.split()]
get_encoding = lambda name: Encoding()
`,
);
const text = {
  encoding: { kind: "tiktoken", name: "gpt2" },
  specialTokens: "allow",
  addSpecialTokens: false,
  endOfLine: "lf",
  source: { kind: "text", text: ids.join(" ") },
} as const;

describe.skipIf(python === undefined)(`the script of a run${skipReason(python, ["torch"])}`, () => {
  it.each([
    { name: "as it is by default", change: { lesson: { batchesPerStep: 4 } } },
    {
      name: "SGD, N(0, 1), document order",
      change: { optimizer: "SGD", learningRate: 0.5, start: "normal", lesson: { shuffle: false } } as const,
    },
    { name: "with a second output layer", change: { previousToken: true, seed: 7, lesson: { seed: 9, dropLast: false } } },
    { name: "tied, AdamW, overlapping windows", change: { tied: true, optimizer: "AdamW", lesson: { stride: 1, batchSize: 9 } } as const },
  ])("prints the run's losses: $name", ({ change }) => {
    const options = smallOptions(change);
    const run = startRun(ids, options);
    const ours = Array.from({ length: 40 }, () => finish(run.stepSteps()).next);
    const printed = runPython(python ?? expect.fail(), trainingScript(text, { ...options, steps: 40 }), { modulePath: folder });
    const theirs = printed
      .trim()
      .split("\n")
      .map((line) => Number(line.split(" ")[1]));
    expect(theirs).toHaveLength(40);
    expect(largestDifference(ours, theirs)).toBeLessThan(1e-5);
  });
});
