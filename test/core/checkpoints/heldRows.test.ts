import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heldRows, readRows } from "../../../src/core/checkpoints/heldRows.ts";
import { type ReadRequest } from "../../../src/core/checkpoints/reading.ts";
import { runReadingInMemory } from "../../support/plain/readInMemory.ts";
import { readTable } from "../../../src/core/checkpoints/readTable.ts";
import { readSafetensors } from "../../../src/core/checkpoints/safetensors.ts";
import type { Tensor } from "../../../src/core/checkpoints/tensor.ts";
import { makeCheckpoint } from "../../support/makeCheckpoint.ts";
import { refusalOf } from "../../support/refusal.ts";

/** Llama 3 of 8 billion parameters: 2^28.97 values. */
const llama = [128_256, 4_096];

describe("heldRows", () => {
  it.each([
    { model: "GPT-2 XL", shape: [50_257, 1_600] },
    { model: "Qwen 3 0.6B", shape: [151_936, 1_024] },
    { model: "the largest that is held", shape: [2 ** 16, 2 ** 12] },
  ])("holds the whole table of $model", ({ shape }) => {
    expect(heldRows(shape, [1, 2])).toBeUndefined();
  });

  it("holds the text's rows and the first of the vocabulary, half a gigabyte of them", () => {
    const held = heldRows(llama, [128_000, 99_999, 5]) ?? expect.fail("too large");
    expect(held.length).toBe(32_768);
    expect([...held.subarray(0, 3)]).toEqual([0, 1, 2]);
    expect([...held.subarray(-3)]).toEqual([32_765, 99_999, 128_000]);
  });

  it("holds each once, ascending, none beyond the table, whatever is wanted", () => {
    const shape = [40_000, 20_000];
    fc.assert(
      fc.property(fc.array(fc.nat(50_000), { maxLength: 20_000 }), (wanted) => {
        const held = heldRows(shape, wanted) ?? expect.fail("too large");
        expect(held.length).toBe(6_710);
        expect(held.every((id, i) => i === 0 || id > held[i - 1]!)).toBe(true); // i ≥ 1
        expect(held.at(-1)).toBeLessThan(40_000);
        const isHeld = new Set(held);
        expect(
          [...new Set(wanted)]
            .filter((id) => id < 40_000)
            .slice(0, 6_710)
            .every((id) => isHeld.has(id)),
        ).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(["F32", "F16", "BF16"] as const)("readRows of %s", (dtype) => {
  const file = makeCheckpoint({ vocabSize: 300, contextLength: 2, embeddingDim: 8 }, dtype);
  const [tensor = expect.fail("a table")] = runReadingInMemory(readSafetensors(file.length), file);
  const whole = runReadingInMemory(readTable(tensor), file).values;

  it("gives the rows of the whole table, for any ids", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(299), { maxLength: 60 }), (list) => {
        const ids = Int32Array.from(list).sort();
        const { rows, columns, values } = runReadingInMemory(readRows(tensor, ids), file);
        expect([rows, columns]).toEqual([ids.length, 8]);
        expect([...values]).toEqual([...ids].flatMap((id) => [...whole.subarray(id * 8, id * 8 + 8)]));
      }),
    );
  });
});

describe("readRows", () => {
  const tensor: Tensor = { name: "wte.weight", dtype: "BF16", shape: llama, byteFrom: 1_000, byteTo: 1_000 + 128_256 * 4_096 * 2 };

  it("reads neighbours at once, up to 4 MiB, and nothing else", () => {
    const asked: ReadRequest[] = [];
    const reading = readRows(tensor, Int32Array.from([3, 4, 5, 90, ...Array.from({ length: 600 }, (_, i) => 1_000 + i)]));
    for (let step = reading.next(); step.done !== true; step = reading.next(new Uint8Array(step.value.byteTo - step.value.byteFrom)))
      asked.push(step.value);
    const rowsAsked = asked.map(({ byteFrom, byteTo }) => [(byteFrom - 1_000) / 8_192, (byteTo - 1_000) / 8_192]);
    expect(rowsAsked).toEqual([
      [3, 6],
      [90, 91],
      [1_000, 1_512],
      [1_512, 1_600],
    ]);
  });

  it.each([
    { about: "columns in one piece each", change: { strides: [1, 128_256] } },
    { about: "packed bytes", change: { deflated: { byteFrom: 0, byteTo: 10, length: 100 } } },
  ])("refuses $about with a sentence", ({ change }) => {
    expect(refusalOf(readRows({ ...tensor, ...change }, Int32Array.of(1)), new Uint8Array(0))).toMatch(
      /its rows can't be read one by one\./u,
    );
  });
});
