import { describe, expect, it } from "vitest";
import { shuffledOrder } from "../../../src/core/random/dataLoaderOrder.ts";
import { defaultLens } from "../../../src/lens/lens.ts";
import { type DrawnOrder, drawnOrder, type OrderKey, orderQuery } from "../../../src/views/shared/shuffledOrder.ts";
import { slicedOrder } from "../../../src/views/tokenView/windows/windowsModel.ts";
import { storeWith, viewStateOf } from "../support/viewStates.ts";

const key = (seed: number, windowCount = 1_000_000): OrderKey => ({ windowCount, seed, epoch: 0 });

/** A page that shows an order, or none; and every stage of the orders it drew. */
function page() {
  const store = storeWith(viewStateOf({}));
  let wanted: OrderKey | undefined;
  const query = orderQuery(store, () => wanted);
  const stages: DrawnOrder[] = [];
  let ended: (last: DrawnOrder) => void = () => undefined;
  store.watch(() => {
    query.update();
    const drawn = store.get(drawnOrder);
    if (drawn === undefined || drawn === stages.at(-1)) return;
    stages.push(drawn);
    if (drawn.stage.kind !== "drawing") ended(drawn);
  });
  return {
    stages,
    want(next: OrderKey | undefined): void {
      wanted = next;
      query.update();
    },
    end: (): Promise<DrawnOrder> => new Promise((resolve) => (ended = resolve)),
  };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe("the order of many windows", () => {
  it("is drawn in slices, others going between, and is PyTorch's in the end", async () => {
    const { stages, want } = page();
    want(key(123));
    let turns = 0;
    while (stages.at(-1)?.stage.kind !== "drawn") {
      await turn();
      turns += 1;
    }
    expect(stages.at(-1)?.stage).toEqual({ kind: "drawn", order: shuffledOrder(1_000_000, 123, 0) });
    const parts = stages.flatMap(({ stage }) => (stage.kind === "drawing" ? [stage.done] : []));
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(turns).toBeGreaterThan(2);
  });

  it("is given up for another one", async () => {
    const { stages, want, end } = page();
    want(key(1));
    await turn();
    await turn();
    stages.length = 0;
    want(key(2));
    const { stage } = await end();
    expect(stage).toEqual({ kind: "drawn", order: shuffledOrder(1_000_000, 2, 0) });
    expect(stages.every(({ key: { seed } }) => seed === 2)).toBe(true);
  });

  it("is not drawn again when it is shown again, and not at all when none is shown", async () => {
    const { stages, want, end } = page();
    want(key(1, 100_000));
    await end();
    const count = stages.length;
    want(undefined);
    want(key(1, 100_000));
    await turn();
    expect(stages).toHaveLength(count);
    want(key(2));
    want(undefined);
    await turn();
    await turn();
    expect(stages).toHaveLength(count);
  });

  it("says in a sentence why it can't be drawn, once", async () => {
    const { stages, want, end } = page();
    want(key(1, 300_000_000));
    expect((await end()).stage).toMatchObject({ kind: "failed", message: /^Cannot shuffle 300000000 items/ });
    await turn();
    expect(stages).toHaveLength(1);
  });
});

it.each([
  { tokens: 32_772, windows: { shuffle: true, stride: 1 }, sliced: undefined },
  { tokens: 32_773, windows: { shuffle: true, stride: 1 }, sliced: { windowCount: 32_769, seed: 123, epoch: 0 } },
  { tokens: 32_773, windows: { shuffle: false, stride: 1 }, sliced: undefined },
])("$tokens tokens, $windows → $sliced", ({ tokens, windows, sliced }) => {
  expect(slicedOrder(tokens, { ...defaultLens.windows, ...windows })).toEqual(sliced);
});
