import { describe, expect, it } from "vitest";
import {
  aimOf,
  arrived,
  isMovement,
  type Position,
  showing,
  startingAt,
  targetOf,
  waitingFor,
} from "../../../../src/views/shared/list/position.ts";
import { type Anchor, anchorAt, anchorAtEnd, type ListSizes } from "../../../../src/views/shared/list/scrollModel.ts";

/** 1000 items of 20 pixels, 30 of them in view. */
const list: ListSizes = {
  count: 1000,
  viewport: 600,
  itemHeight: 20,
  heightOf: () => 20,
  startOf: (item) => item,
  endOf: (item) => item + 1,
};
const at = (item: number): Anchor => ({ item, offset: 0 });
const waiting = (...items: number[]): Position => items.reduce((position, item) => waitingFor(position, at(item)), startingAt(10));

describe("a jump to items that have not arrived", () => {
  it("leaves what is shown, and takes the scrollbar along", () => {
    const position = waiting(500);
    expect(position.anchor).toEqual(at(10));
    expect(aimOf(position)).toEqual(at(500));
  });

  it("shows the latest place that has arrived, and waits for those after it alone", () => {
    const position = arrived(waiting(100, 200, 300, 400), ({ item }) => item <= 300 && item !== 200);
    expect(position.anchor).toEqual(at(300));
    expect(position.awaited).toEqual([at(400)]);
  });

  it("changes nothing while none has arrived", () => {
    const position = waiting(100, 200);
    expect(arrived(position, () => false)).toBe(position);
  });

  it("remembers the latest 31 places of a long drag", () => {
    const { awaited } = waiting(...Array.from({ length: 100 }, (_, item) => item));
    expect(awaited).toEqual(Array.from({ length: 31 }, (_, item) => at(69 + item)));
  });

  it("is given up when something else is shown, which still keeps to the end", () => {
    expect(showing({ ...waiting(500), atEnd: true }, at(20))).toEqual({ anchor: at(20), awaited: [], atEnd: true });
  });
});

describe("the scrollbar's movement", () => {
  it.each([
    [0, true],
    [900, true],
    [-900, true],
    [901, false],
    [-901, false],
  ])("of %i pixels in a viewport of 600 is a movement: %s", (moved, isIt) => expect(isMovement(moved, list)).toBe(isIt));

  it("moves what is shown by as many pixels", () => {
    expect(targetOf(startingAt(10), { scrollTop: 230, moved: 30, isLowest: false }, list)).toEqual({ item: 11, offset: -10 });
  });

  it("moves a waiting jump's aim, not what is shown", () => {
    expect(targetOf(waiting(500), { scrollTop: 10_040, moved: 40, isLowest: false }, list)).toEqual(at(502));
  });

  it("jumps to the place in proportion, wherever a jump waits", () => {
    const scrolled = { scrollTop: 6000, moved: 5800, isLowest: false };
    expect(targetOf(waiting(500), scrolled, list)).toEqual(anchorAt(6000, list));
    expect(anchorAt(6000, list)).toEqual(at(300));
  });

  it("jumps to the end from anywhere when it can go no further", () => {
    expect(targetOf(startingAt(10), { scrollTop: 100, moved: 19_000, isLowest: true }, list)).toEqual(anchorAtEnd(list));
    expect(anchorAtEnd(list)).toEqual(at(970));
  });
});
