import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffledOrder } from "../../../../../src/core/random/dataLoaderOrder.ts";
import { defaultLens } from "../../../../../src/lens/lens.ts";
import { pictureSpans, roleOf } from "../../../../../src/views/tokenView/windows/picture/pictureSpans.ts";
import { batchOf, createWindowsModel, shownWindow, windowAfterStride } from "../../../../../src/views/tokenView/windows/windowsModel.ts";

const modelOf = (tokenCount: number, options: Partial<typeof defaultLens.windows> = {}) =>
  createWindowsModel()(tokenCount, { ...defaultLens.windows, ...options }, undefined);

describe("the window picture", () => {
  it("marks the inputs, the targets one later, and the next windows", () => {
    const model = modelOf(66_398);
    const roles = [3, 4, 5, 7, 8, 9, 12].map((token) => roleOf(model, 1, token));
    expect(roles.map(({ input, target, ghosts }) => [input, target, ...ghosts])).toEqual([
      [false, false, false, false],
      [true, false, false, false],
      [true, true, false, false],
      [true, true, false, false],
      [false, true, true, false],
      [false, false, true, false],
      [false, false, false, true],
    ]);
  });

  it("draws the whole window with its target, in a few thousand tokens at most, inside the text", () => {
    const settings = fc.record({
      tokens: fc.integer({ min: 2, max: 3_000_000 }),
      maxLength: fc.integer({ min: 1, max: 1200 }),
      stride: fc.integer({ min: 1, max: 5000 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(settings, ({ tokens, maxLength, stride, at }) => {
        const model = modelOf(tokens, { maxLength, stride });
        fc.pre(model.windowCount > 0);
        const window = Math.floor(at * (model.windowCount - 1));
        const [span] = pictureSpans(model, window);
        expect(span?.from).toBeLessThanOrEqual(window * stride);
        expect(span?.to).toBeGreaterThanOrEqual(window * stride + maxLength + 1);
        expect(span?.from).toBeGreaterThanOrEqual(0);
        expect(span?.to).toBeLessThanOrEqual(tokens);
        expect((span?.to ?? 0) - (span?.from ?? 0)).toBeLessThan(3000);
      }),
    );
  });

  it("leaves out the middle of a very long window", () => {
    const spans = pictureSpans(modelOf(1_000_000, { maxLength: 100_000, stride: 100_000 }), 1);
    expect(spans).toHaveLength(2);
    expect(spans[0]?.to).toBeLessThan(spans[1]?.from ?? 0);
    expect(spans[1]?.to).toBeGreaterThan(200_000);
  });
});

describe("the windows' numbers", () => {
  it("of the notebook's text: 16,599 windows in 2,074 batches, 7 windows lost", () => {
    const { ledger } = modelOf(66_398);
    expect(ledger).toMatchObject({ windowCount: 16_599, batchCount: 2074, lostWindowCount: 7, neverInputCount: 2, neverTargetCount: 1 });
  });

  it("a text shorter than a window has none, and no window is shown", () => {
    expect(shownWindow(modelOf(4), 0)).toBeUndefined();
    expect(shownWindow(modelOf(5), 3)).toBe(0);
  });

  it("a window lost to dropLast is in no batch", () => {
    const model = modelOf(66_398);
    expect(batchOf(model, 16_591)).toEqual({ batch: 2073, row: 7 });
    expect(batchOf(model, 16_592)).toBeUndefined();
  });

  it("the same settings give the same model, another selection asks nothing anew", () => {
    const of = createWindowsModel();
    expect(of(1000, defaultLens.windows, undefined)).toBe(of(1000, defaultLens.windows, undefined));
    expect(of(1001, defaultLens.windows, undefined)).not.toBe(of(1000, defaultLens.windows, undefined));
  });

  it("few windows are shuffled at once; of many the batches are unknown until their order is drawn, the counts are known before", () => {
    expect(batchOf(modelOf(1000, { shuffle: true }), 5)).not.toBeNull();
    const options = { ...defaultLens.windows, shuffle: true, stride: 1, batchSize: 7 };
    const of = createWindowsModel();
    const before = of(100_000, options, undefined);
    expect(batchOf(before, 5)).toBe("drawing");
    expect(before.ledger).toMatchObject({ windowCount: 99_996, batchCount: 14_285, lostWindowCount: 1 });
    const key = { windowCount: 99_996, seed: 123, epoch: 0 };
    const order = shuffledOrder(99_996, 123, 0);
    const after = of(100_000, options, { key, stage: { kind: "drawn", order } });
    expect(batchOf(after, order[15] ?? 0)).toEqual({ batch: 2, row: 1 });
    expect(after.ledger).toMatchObject({ windowCount: 99_996, batchCount: 14_285, lostWindowCount: 1 });
    const others = of(100_000, { ...options, seed: 124 }, { key, stage: { kind: "drawn", order } });
    expect(batchOf(others, 5)).toBe("drawing");
  });

  it("another stride keeps the place in the text, as near as windows start", () => {
    expect(windowAfterStride(100, 4, 1)).toBe(400);
    expect(windowAfterStride(400, 1, 4)).toBe(100);
    expect(windowAfterStride(3, 5, 4)).toBe(4);
  });
});
