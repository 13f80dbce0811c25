import { describe, expect, it } from "vitest";
import { finish } from "../../../src/core/steps.ts";
import { initializeLayers, initializeSteps } from "../../../src/core/embeddings/initialize.ts";
import { pytorchGolden } from "../../support/pytorchGolden.ts";
import { initialize } from "../../support/plain/atOnce.ts";
import { lookUp } from "../../support/plain/lookUp.ts";
import { largestDifference } from "../../support/plain/oneHot.ts";

/** A value may differ from PyTorch's by this much; ours are within 2.4e-7 (two units in the last place). */
const valueTolerance = 1e-6;
/** Independent errors add up with the root of their number: 7.2e-3 for the 12.9 million values of 50257×256, whose sum is 2713.22. */
const sumTolerance = (count: number): number => 2 * valueTolerance * Math.sqrt(count);

describe("initializeLayers", () => {
  describe.each(pytorchGolden.embedding)("after manual_seed($seed)", ({ seed, layers }) => {
    const shapes = layers.map(({ vocabSize, embeddingDim }) => ({ numEmbeddings: vocabSize, embeddingDim }));
    const ours = initializeLayers(shapes, seed);

    it.each(layers.map((layer, index) => ({ ...layer, index })))(
      "layer $index, $vocabSize × $embeddingDim, equals torch.nn.Embedding's",
      (layer) => {
        const weight = ours[layer.index]?.weight ?? new Float32Array();
        const { middleIndex = 0, first = [], middle = [], last = [] } = layer;
        expect(weight).toHaveLength(layer.vocabSize * layer.embeddingDim);
        if (layer.weight) expect(largestDifference(weight, layer.weight.flat())).toBeLessThan(valueTolerance);
        expect(largestDifference(weight.subarray(0, first.length), first)).toBeLessThan(valueTolerance);
        expect(largestDifference(weight.subarray(middleIndex, middleIndex + middle.length), middle)).toBeLessThan(valueTolerance);
        expect(largestDifference(weight.subarray(weight.length - last.length), last)).toBeLessThan(valueTolerance);
      },
    );

    it.each(layers.map((layer, index) => ({ ...layer, index })))("layer $index has PyTorch's sum and sum of squares", (layer) => {
      let sum = 0;
      let sumOfSquares = 0;
      for (const value of ours[layer.index]?.weight ?? []) {
        sum += value;
        sumOfSquares += value * value;
      }
      const tolerance = sumTolerance(layer.vocabSize * layer.embeddingDim);
      expect(Math.abs(sum - layer.sum)).toBeLessThan(tolerance);
      expect(Math.abs(sumOfSquares - layer.sumOfSquares)).toBeLessThan(6 * tolerance); // the square of a value x errs 2|x| as much, and |x| < 6
    });
  });

  it("prints the notebook's 9×3 table and its look-up of [5, 3, 7, 2] to four decimals", () => {
    const [table] = initializeLayers([{ numEmbeddings: 9, embeddingDim: 3 }], 123);
    const printed = Array.from(lookUp(table ?? expect.fail("one layer"), [5, 3, 7, 2]), (value) => value.toFixed(4));
    expect(printed).toEqual([
      "-1.6033",
      "-1.3250",
      "0.1784",
      "-1.1925",
      "0.6984",
      "-1.8061",
      "0.2212",
      "1.8319",
      "-0.3378",
      "-0.2196",
      "-0.3792",
      "0.7671",
    ]); // torch 2.5.1, the notebook "How LLMs Embed Input Tokens"
  });
});

describe("initialize", () => {
  const options = { vocabSize: 9, contextLength: 3, embeddingDim: 4, seed: 123 };

  it("draws the token layer first, then the positional one, from one generator", () => {
    const [first, second] = initializeLayers(
      [
        { numEmbeddings: 9, embeddingDim: 4 },
        { numEmbeddings: 3, embeddingDim: 4 },
      ],
      123,
    );
    expect(initialize(options)).toEqual({ tokenEmbedding: first, positionalEmbedding: second });
  });

  it("reports growing progress up to 1 and can be left between any two slices", () => {
    const steps = initializeSteps({ vocabSize: 5_000, contextLength: 64, embeddingDim: 256, seed: 1 });
    const progress: number[] = [];
    for (const done of steps) progress.push(done);
    expect(progress.length).toBeGreaterThan(4);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    const left = initializeSteps({ vocabSize: 5_000, contextLength: 64, embeddingDim: 256, seed: 1 });
    left.next();
    expect(left.return(initialize(options)).done).toBe(true);
  });

  it("gives the same layers sliced or whole", () => {
    expect(finish(initializeSteps(options))).toEqual(initialize(options));
  });

  it.each([
    { change: { vocabSize: 0 }, says: /0 rows/u },
    { change: { embeddingDim: -1 }, says: /-1 columns/u },
    { change: { contextLength: 2 ** 27 }, says: /more than the/u },
    { change: { seed: 0.5 }, says: /seed is 0\.5/u },
  ])("refuses $change with a sentence", ({ change, says }) => {
    expect(() => initialize({ ...options, ...change })).toThrow(says);
  });
});
