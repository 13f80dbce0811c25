import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baselines } from "../../../src/core/training/baselines.ts";
import { heldOutSample, lessonBatch, makeLesson, previousTargets } from "../../../src/core/training/lesson.ts";
import { batchTensors } from "../../support/plain/batchTensors.ts";

const ids = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 200 }).map((list) => Int32Array.from(list));
const windows = fc.record({ maxLength: fc.integer({ min: 1, max: 9 }), stride: fc.integer({ min: 1, max: 12 }) });

describe("makeLesson", () => {
  it("gives each distinct id one row, ascending, and the text as rows", () => {
    const { distinctIds, rows } = makeLesson(Int32Array.of(50, 7, 50, 198), { maxLength: 2, stride: 1 }, false);
    expect([...distinctIds]).toEqual([7, 50, 198]);
    expect([...rows]).toEqual([1, 0, 1, 2]);
  });

  it("distinctIds[rows[i]] is token i", () => {
    fc.assert(
      fc.property(ids, windows, (text, options) => {
        const { distinctIds, rows } = makeLesson(text, options, true);
        expect([...rows].map((row) => distinctIds[row])).toEqual([...text]);
        expect([...distinctIds]).toEqual([...new Set(text)].toSorted((a, b) => a - b));
      }),
    );
  });

  it("holds out the last tenth of the windows, and trains on none that shares a target with them", () => {
    fc.assert(
      fc.property(ids, windows, (text, options) => {
        const { windowCount, trainedTo, heldOutFrom } = makeLesson(text, options, true);
        expect(windowCount - heldOutFrom).toBe(Math.floor(windowCount / 10));
        if (heldOutFrom === windowCount) {
          expect(trainedTo).toBe(windowCount);
          return;
        }
        const lastTarget = (trainedTo - 1) * options.stride + options.maxLength;
        const firstHeldOutTarget = heldOutFrom * options.stride + 1;
        if (trainedTo > 0) expect(lastTarget).toBeLessThan(firstHeldOutTarget);
        if (trainedTo < heldOutFrom) expect(lastTarget + options.stride).toBeGreaterThanOrEqual(firstHeldOutTarget); // the next one would share one
      }),
    );
  });

  it("refuses a negative id", () => {
    expect(() => makeLesson(Int32Array.of(1, -2), { maxLength: 1, stride: 1 }, false)).toThrow("Token id -2 is negative");
  });
});

describe("lessonBatch", () => {
  it("is the Windows tab's batch, ids replaced by rows", () => {
    const text = Int32Array.from({ length: 40 }, (_, i) => (i * 7) % 23);
    const options = { maxLength: 4, stride: 3 };
    const lesson = makeLesson(text, options, false);
    const { inputs, targets } = lessonBatch(lesson, [5, 2]);
    const tensors = batchTensors(text, [5, 2], options);
    expect([...inputs].map((row) => lesson.distinctIds[row])).toEqual([...tensors.inputIds]);
    expect([...targets].map((row) => lesson.distinctIds[row])).toEqual([...tensors.targetIds]);
  });
});

it("the token before an input is the one in front of it in its window; the first has none", () => {
  expect([...previousTargets(Int32Array.of(3, 1, 4, 1, 5, 9), 3)]).toEqual([-1, 3, 1, -1, 1, 5]);
});

describe("heldOutSample", () => {
  const lesson = makeLesson(new Int32Array(4001), { maxLength: 4, stride: 4 }, true);
  it.each([
    { predictions: 1e6, length: 100 },
    { predictions: 80, length: 20 },
    { predictions: 1, length: 1 },
  ])("of $predictions predictions are $length windows, all of them held out and in order", ({ predictions, length }) => {
    const sample = [...heldOutSample(lesson, predictions)];
    expect(sample).toHaveLength(length);
    expect(sample).toEqual([...new Set(sample)].toSorted((a, b) => a - b));
    expect(sample[0]).toBe(lesson.heldOutFrom);
    expect(sample.at(-1)).toBeLessThan(lesson.windowCount);
  });
});

it("a text of two tokens, one of them three times as often, has a uniform loss of ln 2 and an entropy of 0.5623", () => {
  const { uniform, unigram } = baselines(makeLesson(Int32Array.of(5, 5, 9, 5), { maxLength: 1, stride: 1 }, false));
  expect(uniform).toBeCloseTo(Math.LN2, 12);
  expect(unigram).toBeCloseTo(0.5623351446188083, 12);
});
