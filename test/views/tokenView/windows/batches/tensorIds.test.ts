import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printBatchList, printInputsAndTargets } from "../../../../../src/core/torch/printBatch.ts";
import { missingPages, pagesWith } from "../../../../../src/views/tokenView/windows/loadedTokens.ts";
import { printableBatch, printedSpans } from "../../../../../src/views/tokenView/windows/batches/tensorIds.ts";
import { batchTensors } from "../../../../support/plain/batchTensors.ts";

const tokenCount = 20_000;
const idOf = (index: number): number => (index * 7919) % 50_257;
const ids = Int32Array.from({ length: tokenCount }, (_, index) => idOf(index));

/** The pages that arrive when just the printed tokens are asked for. */
const pagesFor = (shape: { windows: readonly number[]; maxLength: number; stride: number }) =>
  pagesWith(
    new Map(),
    missingPages(new Map(), printedSpans(shape), 1, tokenCount).map(({ from, to }) => ({
      revision: 1,
      from,
      ids: [...ids.subarray(from, to)],
      texts: Array.from({ length: to - from }, () => ({ text: "" })),
    })),
  );

describe("a batch printed from only the ids it shows", () => {
  it("reads as the whole batch does, summarised or not", () => {
    const shapes = fc.record({
      windows: fc.array(fc.nat(150), { minLength: 1, maxLength: 40 }),
      maxLength: fc.integer({ min: 1, max: 120 }),
      stride: fc.integer({ min: 1, max: 120 }),
    });
    fc.assert(
      fc.property(shapes, (shape) => {
        const sparse = printableBatch(shape, pagesFor(shape));
        const whole = batchTensors(ids, shape.windows, shape);
        expect(sparse === undefined ? undefined : printBatchList(sparse)).toBe(printBatchList(whole));
        expect(sparse === undefined ? undefined : printInputsAndTargets(sparse)).toBe(printInputsAndTargets(whole));
      }),
    );
  });

  it("waits for what has not arrived", () => {
    expect(printableBatch({ windows: [0], maxLength: 4, stride: 4 }, new Map())).toBeUndefined();
  });

  it("asks for a few ids of a batch of a million", () => {
    const windows = Array.from({ length: 1024 }, (_, at) => at);
    const asked = printedSpans({ windows, maxLength: 1024, stride: 4 });
    expect(asked.reduce((sum, { from, to }) => sum + to - from, 0)).toBeLessThan(100);
  });
});
