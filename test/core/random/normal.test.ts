import { describe, expect, it } from "vitest";
import { Mt19937 } from "../../../src/core/random/mt19937.ts";
import { normalSteps } from "../../../src/core/random/normal.ts";
import { pytorchGolden } from "../../support/pytorchGolden.ts";
import { fillNormal } from "../../support/plain/atOnce.ts";

const tolerance = 1e-6;

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < expected.length; i += 1)
    largest = Math.max(largest, Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN)));
  return largest;
}

describe("fillNormal", () => {
  it.each(pytorchGolden.embedding)("equals PyTorch for every layer drawn from seed $seed, to 1e-6", ({ seed, layers }) => {
    const generator = new Mt19937(seed);
    for (const layer of layers) {
      const values = new Float32Array(layer.vocabSize * layer.embeddingDim);
      fillNormal(values, generator);
      if (layer.weight) expect(largestDifference(values, layer.weight.flat())).toBeLessThan(tolerance);
      if (layer.first) expect(largestDifference(values, layer.first)).toBeLessThan(tolerance);
      if (layer.middle) expect(largestDifference(values.subarray(layer.middleIndex), layer.middle)).toBeLessThan(tolerance);
      if (layer.last) expect(largestDifference(values.subarray(-layer.last.length), layer.last)).toBeLessThan(tolerance);
    }
  });

  it("keeps the second value of a pair across small tensors, as PyTorch's generator does", () => {
    const together = new Float32Array(4);
    fillNormal(together, new Mt19937(8));
    const generator = new Mt19937(8);
    const apart = [1, 2, 1].map((length) => new Float32Array(length));
    for (const values of apart) fillNormal(values, generator);
    expect(apart.flatMap((values) => Array.from(values))).toEqual([...together]);
  });

  it("needs no draw for an empty tensor", () => {
    const generator = new Mt19937(8);
    fillNormal(new Float32Array(0), generator);
    expect(generator.next32()).toBe(new Mt19937(8).next32());
  });
});

describe("normalSteps", () => {
  it("reports growing progress and ends with the same values as fillNormal", () => {
    const sliced = new Float32Array(1_000_003);
    const progress = [...normalSteps(sliced, new Mt19937(5))];
    const whole = new Float32Array(sliced.length);
    fillNormal(whole, new Mt19937(5));
    expect(largestDifference(sliced, whole)).toBe(0);
    expect(progress.length).toBeGreaterThan(2);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBeLessThanOrEqual(sliced.length);
  });
});
