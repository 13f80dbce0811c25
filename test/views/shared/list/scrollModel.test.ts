import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Anchor,
  anchorAt,
  anchorAtEnd,
  itemsAround,
  type ListSizes,
  moveBy,
  scrollTopOf,
  settle,
  spacerHeight,
  tallestSpacer,
} from "../../../../src/views/shared/list/scrollModel.ts";

/** Items of the given heights, each a group of its own. */
const listOf = (heights: readonly number[], viewport: number): ListSizes => ({
  count: heights.length,
  viewport,
  itemHeight: heights.reduce((sum, height) => sum + height, 0) / Math.max(1, heights.length),
  heightOf: (item) => heights[item] ?? 0,
  startOf: (item) => item,
  endOf: (item) => item + 1,
});

/** Millions of rows of one height, none of them held in memory. */
const longList = (count: number, height: number, viewport: number): ListSizes => ({
  count,
  viewport,
  itemHeight: height,
  heightOf: () => height,
  startOf: (item) => item,
  endOf: (item) => item + 1,
});

/** Pixels from the list's top to the viewport's. */
const pixelsAbove = (anchor: Anchor, heights: readonly number[]): number =>
  heights.slice(0, anchor.item).reduce((sum, height) => sum + height, 0) - anchor.offset;

const heights = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 });
const viewports = fc.integer({ min: 50, max: 900 });

describe("the place of a virtual list", () => {
  it("moves by exactly as many pixels as it is told, within the list", () => {
    fc.assert(
      fc.property(
        heights,
        viewports,
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: -20_000, max: 20_000 }),
        (sizes, viewport, at, by) => {
          const list = listOf(sizes, viewport);
          const start = moveBy({ item: 0, offset: 0 }, at, list);
          const lowest = Math.max(0, sizes.reduce((sum, height) => sum + height, 0) - viewport);
          const expected = Math.max(0, Math.min(lowest, pixelsAbove(start, sizes) + by));
          expect(pixelsAbove(moveBy(start, by, list), sizes)).toBeCloseTo(expected, 6);
        },
      ),
    );
  });

  it("is anchored to the item at the viewport's top", () => {
    fc.assert(
      fc.property(heights, viewports, fc.integer({ min: 0, max: 20_000 }), (sizes, viewport, at) => {
        const { item, offset } = moveBy({ item: 0, offset: 0 }, at, listOf(sizes, viewport));
        expect(offset).toBeLessThanOrEqual(0);
        expect(item === 0 || offset + (sizes[item] ?? 0) > 0).toBe(true);
      }),
    );
  });

  it("leaves no room below the last item, unless all items leave some", () => {
    const list = listOf([100, 100, 100], 250);
    expect(settle({ item: 2, offset: 0 }, list)).toEqual({ item: 0, offset: -50 });
    expect(settle({ item: 2, offset: 0 }, listOf([100, 100], 250))).toEqual({ item: 0, offset: 0 });
    expect(anchorAtEnd(list)).toEqual({ item: 0, offset: -50 });
  });

  it("an empty list stands at its beginning", () => {
    expect(settle({ item: 7, offset: -3 }, listOf([], 100))).toEqual({ item: 0, offset: 0 });
    expect(anchorAt(0, listOf([], 100))).toEqual({ item: 0, offset: 0 });
  });

  it("keeps its item when the list becomes shorter, or goes to the last one", () => {
    expect(settle({ item: 90, offset: -5 }, longList(10, 20, 100)).item).toBe(5);
  });
});

describe("an item whose group becomes known", () => {
  it("stays about where it was, by the height that items take on average", () => {
    const inFours: ListSizes = {
      ...longList(1000, 20, 100),
      heightOf: () => 80,
      startOf: (item) => item - (item % 4),
      endOf: (item) => item - (item % 4) + 4,
    };
    expect(settle({ item: 503, offset: -5 }, inFours)).toEqual({ item: 500, offset: -65 });
    expect(settle({ item: 500, offset: -5 }, inFours)).toEqual({ item: 500, offset: -5 });
  });
});

describe("the native scrollbar of five million rows", () => {
  const list = longList(5_000_000, 46, 600);

  it("belongs to an element no browser cuts off", () => {
    expect(spacerHeight(list)).toBe(tallestSpacer);
    expect(spacerHeight(longList(100, 20, 600))).toBe(2000);
  });

  it("reaches both ends", () => {
    const lowest = spacerHeight(list) - list.viewport;
    expect(anchorAt(0, list)).toEqual({ item: 0, offset: 0 });
    expect(anchorAt(lowest, list)).toEqual(anchorAtEnd(list));
    expect(scrollTopOf(anchorAtEnd(list), list)).toBe(lowest);
    expect(scrollTopOf({ item: 0, offset: 0 }, list)).toBe(0);
  });

  it("stands where a place that was taken from it says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: tallestSpacer - 600 }), (scrollTop) => {
        expect(Math.abs(scrollTopOf(anchorAt(scrollTop, list), list) - scrollTop)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("the items to draw", () => {
  it("fill the viewport and the margin on either side", () => {
    const list = longList(1000, 20, 100);
    expect(itemsAround({ item: 500, offset: 0 }, list, 0)).toEqual({ from: 500, to: 505 });
    expect(itemsAround({ item: 500, offset: -10 }, list, 0)).toEqual({ from: 500, to: 506 });
    expect(itemsAround({ item: 500, offset: 0 }, list, 40)).toEqual({ from: 498, to: 507 });
    expect(itemsAround({ item: 0, offset: 0 }, list, 40)).toEqual({ from: 0, to: 7 });
  });

  it("are whole groups", () => {
    const pairs: ListSizes = {
      ...longList(100, 20, 100),
      heightOf: () => 40,
      startOf: (item) => item - (item % 2),
      endOf: (item) => item - (item % 2) + 2,
    };
    expect(itemsAround(settle({ item: 51, offset: 0 }, pairs), pairs, 0)).toEqual({ from: 50, to: 56 });
  });
});
