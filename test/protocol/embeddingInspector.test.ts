import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { idLimit, inspectorHostMethods } from "../../src/protocol/embeddingInspector.ts";
import { smallOptions } from "../support/trainingRuns.ts";

const accepts = (method: "tokens/ids" | "training/copyAsPyTorch", params: unknown): boolean =>
  v.safeParse(inspectorHostMethods[method].params, params).success;

describe("training/copyAsPyTorch", () => {
  it("takes the options of a run with its steps", () => {
    expect(accepts("training/copyAsPyTorch", { ...smallOptions(), steps: 40 })).toBe(true);
    expect(accepts("training/copyAsPyTorch", { ...smallOptions({ tied: true, optimizer: "SGD", seed: -5 }), steps: 1 })).toBe(true);
  });

  it.each([
    { steps: 0 },
    { steps: 40, optimizer: "Lion" },
    { steps: 40, learningRate: Infinity },
    { steps: 40, lesson: {} },
    { steps: 40, seed: 0.5 },
  ])("refuses %o", (change) => {
    expect(accepts("training/copyAsPyTorch", { ...smallOptions(), ...change })).toBe(false);
  });
});

describe("tokens/ids", () => {
  it.each([
    { from: 0, to: idLimit, taken: true },
    { from: 0, to: idLimit + 1, taken: false },
    { from: 5, to: 4, taken: false },
    { from: -1, to: 4, taken: false },
  ])("from $from to $to: $taken", ({ from, to, taken }) => {
    expect(accepts("tokens/ids", { from, to })).toBe(taken);
  });
});
