import { describe, expect, it } from "vitest";
import { shuffledOrder, shuffledOrderSteps } from "../../../src/core/random/dataLoaderOrder.ts";
import largeOrder from "../../fixtures/largeOrder.json" with { type: "json" };
import { pytorchGolden } from "../../support/pytorchGolden.ts";

const epochs = pytorchGolden.dataloader.flatMap(({ epochs: batches, ...loader }) =>
  batches.map((batch, epoch) => ({ ...loader, epoch, visited: batch.flat() })),
);

describe("shuffledOrder", () => {
  it.each(epochs)(
    "visits $datasetLength windows as DataLoader does, seed $seed, epoch $epoch",
    ({ datasetLength, seed, epoch, batchSize, dropLast, visited }) => {
      const kept = dropLast ? datasetLength - (datasetLength % batchSize) : datasetLength;
      const order = shuffledOrder(datasetLength, seed, epoch);
      expect(order).toHaveLength(datasetLength);
      expect([...order.subarray(0, visited.length)]).toEqual(visited);
      expect(visited.length).toBeLessThanOrEqual(kept);
    },
  );

  it.each(largeOrder.epochs)("visits 2.5 million windows as DataLoader does, seed $seed, epoch $epoch", ({ seed, epoch, first, last }) => {
    const order = shuffledOrder(largeOrder.windowCount, seed, epoch);
    expect([...order.subarray(0, first.length)]).toEqual(first);
    expect([...order.subarray(-last.length)]).toEqual(last);
  });

  it("is the same in steps", () => {
    const steps = shuffledOrderSteps(100_000, 123, 2);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    expect(step.value).toEqual(shuffledOrder(100_000, 123, 2));
  });

  it("has nothing to visit in an empty dataset", () => {
    expect(shuffledOrder(0, 123, 0)).toHaveLength(0);
  });

  it.each([-1, 0.5, Number.NaN])("refuses the epoch %s with a sentence", (epoch) => {
    expect(() => shuffledOrder(3, 123, epoch)).toThrow(/^The epoch is .* whole number/u);
  });
});
