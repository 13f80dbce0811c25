import { inEnglish } from "../../../src/core/sentence.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitIds, splitOfDocument, splitProblem, validationFrom } from "../../../src/core/datasets/split.ts";

const fractions = fc.double({ min: 0.001, max: 0.999, noNaN: true });

describe("splitOfDocument", () => {
  it("keeps every tenth document for validation at a part of 0.1", () => {
    const splits = Array.from({ length: 30 }, (_, i) => splitOfDocument(i, { by: "document", validationFraction: 0.1 }));
    expect(splits.flatMap((split, i) => (split === "validation" ? [i] : []))).toEqual([9, 19, 29]);
  });

  it("keeps ⌊n·fraction⌋ of n documents", () => {
    fc.assert(
      fc.property(fc.nat(500), fractions, (count, validationFraction) => {
        const options = { by: "document", validationFraction } as const;
        const kept = Array.from({ length: count }, (_, i) => splitOfDocument(i, options)).filter((split) => split === "validation");
        expect(kept.length).toBe(Math.floor(count * validationFraction));
        expect(splitProblem(options, count) === undefined).toBe(kept.length > 0);
      }),
    );
  });

  it("keeps none when the split is by token", () => {
    expect(splitOfDocument(9, { by: "token", validationFraction: 0.1 })).toBe("train");
  });
});

describe("validationFrom and splitIds", () => {
  it("cut a stream in two, however it is cut into pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 20 }), fractions, (sizes, validationFraction) => {
        const ids = Int32Array.from({ length: sizes.reduce((a, b) => a + b, 0) }, (_, i) => i);
        const cut = validationFrom(ids.length, { by: "token", validationFraction });
        const train: number[] = [];
        const validation: number[] = [];
        let from = 0;
        for (const size of sizes) {
          const parts = splitIds(ids.subarray(from, from + size), from, cut);
          train.push(...parts.train);
          validation.push(...parts.validation);
          from += size;
        }
        expect(train).toEqual(Array.from(ids.subarray(0, cut)));
        expect(validation).toEqual(Array.from(ids.subarray(cut)));
      }),
    );
  });

  it("keep 90 % for training at a part of 0.1, as nanoGPT's prepare.py does", () => {
    expect(validationFrom(338_025, { by: "token", validationFraction: 0.1 })).toBe(Math.floor(338_025 * 0.9));
    expect(validationFrom(100, { by: "none", validationFraction: 0 })).toBe(100);
  });
});

describe("splitProblem", () => {
  it.each([
    {
      options: { by: "token", validationFraction: 1 },
      problem: "The part for validation is 1; it must be between 0 and 1. Enter 0.1 for a tenth.",
    },
    {
      options: { by: "document", validationFraction: 0.1 },
      problem: "3 documents give none for validation at a part of 0.1. Choose a greater part, or split by token.",
    },
    { options: { by: "none", validationFraction: 0 }, problem: undefined },
  ] as const)("$options.by at $options.validationFraction: $problem", ({ options, problem }) => {
    const found = splitProblem(options, 3);
    expect(found && inEnglish(found)).toBe(problem);
  });
});
