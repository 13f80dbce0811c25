import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { Mt19937 } from "../../../src/core/random/mt19937.ts";
import { randperm, randpermSteps, randpermStepLength } from "../../../src/core/random/randperm.ts";
import { pytorchGolden } from "../../support/pytorchGolden.ts";

describe("randperm", () => {
  it.each(pytorchGolden.randperm)("equals torch.randperm($n) for seed $seed", ({ n, seed, values }) => {
    expect([...randperm(n, new Mt19937(seed))]).toEqual(values);
  });

  it("visits each index exactly once", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer(), (n, seed) => {
        const sorted = randperm(n, new Mt19937(seed)).sort();
        expect([...sorted]).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it("comes in steps that each fill only so many places", () => {
    const n = 5 * randpermStepLength + 1;
    const told = [...randpermSteps(n, new Mt19937(9))];
    expect(told.filter((placed) => placed === 0)).toHaveLength(6); // first numbered, then shuffled
    expect(told.slice(6)).toEqual([1, 2, 3, 4, 5, 5 + 1 / randpermStepLength].map((steps) => steps * randpermStepLength));
  });

  it.each([-1, 1.5, Number.NaN, 214_748_364])("refuses a length of %s with a sentence", (n) => {
    expect(() => randperm(n, new Mt19937(1))).toThrow(/^Cannot shuffle .* whole number/u);
  });
});
