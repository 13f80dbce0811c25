import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchAt, batchCount, batchOfWindow, batchOptionsProblem, lostWindows } from "../../../src/core/windows/batch.ts";
import { shuffledOrder } from "../../../src/core/random/dataLoaderOrder.ts";
import notebook from "../../fixtures/notebook.json" with { type: "json" };
import pytorch from "../../fixtures/pytorch.json" with { type: "json" };
import { batchTensors } from "../../support/plain/batchTensors.ts";
import { stackWindows } from "../../support/plain/batchTensors.ts";

const orders = fc.integer({ min: 0, max: 60 }).chain((windowCount) =>
  fc.record({
    order: fc.shuffledSubarray(
      Array.from({ length: windowCount }, (_, i) => i),
      { minLength: windowCount },
    ),
    batchSize: fc.integer({ min: 1, max: 12 }),
    dropLast: fc.boolean(),
  }),
);

describe("batchCount", () => {
  it.each([
    { windows: 39, batchSize: 4, dropLast: true, batches: 9 },
    { windows: 39, batchSize: 4, dropLast: false, batches: 10 },
    { windows: 3, batchSize: 4, dropLast: true, batches: 0 },
    { windows: 0, batchSize: 4, dropLast: false, batches: 0 },
    { windows: 8, batchSize: 4, dropLast: false, batches: 2 },
  ])("$windows windows in batches of $batchSize, dropLast $dropLast → $batches", ({ windows, batches, ...options }) => {
    expect(batchCount(windows, options)).toBe(batches);
  });

  it("refuses a batch size below 1 in a sentence", () => {
    expect(() => batchCount(8, { batchSize: 0, dropLast: false })).toThrow(/batch_size is 0; it must be a whole number of at least 1/);
    expect(batchOptionsProblem({ batchSize: 8, dropLast: true })).toBeUndefined();
  });
});

describe("batchAt", () => {
  it("cuts the order into batches and loses only what dropLast drops", () => {
    fc.assert(
      fc.property(orders, ({ order, ...options }) => {
        const batches = Array.from({ length: batchCount(order.length, options) }, (_, b) => [
          ...batchAt(b, order.length, options, Int32Array.from(order)),
        ]);
        const lost = [...lostWindows(order.length, options, Int32Array.from(order))];
        expect(batches.flat()).toEqual(order.slice(0, batches.flat().length));
        expect(lost).toEqual(order.slice(batches.flat().length).sort((a, b) => a - b));
        expect(lost.length).toBe(options.dropLast ? order.length % options.batchSize : 0);
        expect(batches.every((batch, b) => batch.length === options.batchSize || b === batches.length - 1)).toBe(true);
      }),
    );
  });

  it("counts up when there is no order", () => {
    const options = { batchSize: 4, dropLast: true };
    expect([...batchAt(1, 11, options)]).toEqual([4, 5, 6, 7]);
    expect([...lostWindows(11, options)]).toEqual([8, 9, 10]);
  });

  it("names what does not fit", () => {
    expect(() => batchAt(2, 11, { batchSize: 4, dropLast: true })).toThrow("There is no batch 2: 11 windows give 2 batches.");
    expect(() => batchAt(0, 11, { batchSize: 4, dropLast: true }, new Int32Array(3))).toThrow("The order has 3 windows, the dataset 11.");
  });
});

describe("batches of a shuffled epoch", () => {
  it.each(pytorch.dataloader)(
    "equal PyTorch's DataLoader: seed $seed, $datasetLength windows in batches of $batchSize",
    ({ seed, datasetLength, epochs, ...options }) => {
      for (const [epoch, batches] of epochs.entries()) {
        const order = shuffledOrder(datasetLength, seed, epoch);
        const ours = Array.from({ length: batchCount(datasetLength, options) }, (_, b) => [...batchAt(b, datasetLength, options, order)]);
        expect(ours).toEqual(batches);
      }
    },
  );
});

describe("batchOfWindow", () => {
  it("finds each window in its batch and row", () => {
    fc.assert(
      fc.property(orders, ({ order, ...options }) => {
        const typed = Int32Array.from(order);
        for (const window of order) {
          const place = batchOfWindow(window, order.length, options, typed);
          if (place === undefined) expect([...lostWindows(order.length, options, typed)]).toContain(window);
          else expect(batchAt(place.batch, order.length, options, typed)[place.row]).toBe(window);
        }
      }),
    );
  });
});

describe("batchTensors", () => {
  it("stacks the notebook's first batch", () => {
    const { options, inputs, targets } = notebook.stride4;
    const ids = Int32Array.from(notebook.firstTokenIds);
    const windows = batchAt(0, inputs.length, { batchSize: options.batchSize, dropLast: false });
    const tensors = batchTensors(ids, windows, options);
    expect(tensors.shape).toEqual([8, 4]);
    expect([...tensors.inputIds]).toEqual(inputs.flat());
    expect([...tensors.targetIds]).toEqual(targets.flat());
  });

  it("stacks the same from the ids of each window alone", () => {
    const { options, inputs, targets } = notebook.stride4;
    const pairs = inputs.map((input, row) => input.concat(targets[row]!.slice(-1))); // as many targets as inputs
    expect([...stackWindows(pairs, options.maxLength).targetIds]).toEqual(targets.flat());
    expect(() => stackWindows([[1, 2, 3, 4]], 4)).toThrow("Window 0 of the batch has 4 ids; pass maxLength + 1 = 5");
  });
});
