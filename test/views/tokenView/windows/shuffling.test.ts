import { describe, expect, it } from "vitest";
import { shuffledOrder } from "../../../../src/core/random/dataLoaderOrder.ts";
import { defaultLens } from "../../../../src/lens/lens.ts";
import { createShuffling, type DrawnOrder, slicedOrder } from "../../../../src/views/tokenView/windows/shuffling.ts";

const key = (seed: number, windowCount = 1_000_000) => ({ windowCount, seed, epoch: 0 });

/** All stages told, and a promise for the end of each order. */
function shufflingUnderTest() {
  const told: DrawnOrder[] = [];
  let ended: (last: DrawnOrder) => void = () => undefined;
  const shuffling = createShuffling((drawn) => {
    told.push(drawn);
    if (drawn.stage.kind !== "drawing") ended(drawn);
  });
  const end = (): Promise<DrawnOrder> => new Promise((resolve) => (ended = resolve));
  return { told, shuffling, end };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("the order of many windows", () => {
  it("is drawn in slices, others going between, and is PyTorch's in the end", async () => {
    const { told, shuffling } = shufflingUnderTest();
    shuffling.want(key(123));
    let turns = 0;
    while (told.at(-1)?.stage.kind !== "drawn") {
      await turn();
      turns += 1;
    }
    expect(told.at(-1)?.stage).toEqual({ kind: "drawn", order: shuffledOrder(1_000_000, 123, 0) });
    const parts = told.flatMap(({ stage: each }) => (each.kind === "drawing" ? [each.done] : []));
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(turns).toBeGreaterThan(2);
  });

  it("is given up for another one", async () => {
    const { told, shuffling, end } = shufflingUnderTest();
    shuffling.want(key(1));
    await turn();
    await turn();
    told.length = 0;
    shuffling.want(key(2));
    const { stage } = await end();
    expect(stage).toEqual({ kind: "drawn", order: shuffledOrder(1_000_000, 2, 0) });
    expect(told.every(({ key: { seed } }) => seed === 2)).toBe(true);
  });

  it("is not drawn again when it is wanted again, and not at all when none is wanted", async () => {
    const { told, shuffling, end } = shufflingUnderTest();
    shuffling.want(key(1, 100_000));
    await end();
    const count = told.length;
    shuffling.want(null);
    shuffling.want(key(1, 100_000));
    await turn();
    expect(told).toHaveLength(count);
    shuffling.want(key(2));
    shuffling.want(null);
    await turn();
    await turn();
    expect(told).toHaveLength(count);
  });

  it("says in a sentence why it can't be drawn", async () => {
    const { shuffling, end } = shufflingUnderTest();
    shuffling.want(key(1, 300_000_000));
    expect((await end()).stage).toMatchObject({ kind: "failed", message: /^Cannot shuffle 300000000 items/ });
  });
});

it.each([
  { tokens: 32_772, windows: { shuffle: true, stride: 1 }, sliced: null },
  { tokens: 32_773, windows: { shuffle: true, stride: 1 }, sliced: { windowCount: 32_769, seed: 123, epoch: 0 } },
  { tokens: 32_773, windows: { shuffle: false, stride: 1 }, sliced: null },
])("$tokens tokens, $windows → $sliced", ({ tokens, windows, sliced }) => {
  expect(slicedOrder(tokens, { ...defaultLens.windows, ...windows })).toEqual(sliced);
});
