import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heldRows, readRows, tableParts } from "../../../src/core/checkpoints/heldRows.ts";
import { type ReadRequest } from "../../../src/core/checkpoints/reading.ts";
import { runReadingInMemory } from "../../support/plain/readInMemory.ts";
import { readTable } from "../../../src/core/checkpoints/readTable.ts";
import { readSafetensors } from "../../../src/core/checkpoints/formats/safetensors.ts";
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

describe("tableParts", () => {
  const wide = makeCheckpoint({ vocabSize: 2_100, contextLength: 2, embeddingDim: 1_024 }, "F16");
  const [tensor = expect.fail("a table")] = runReadingInMemory(readSafetensors(wide.length), wide);
  const joined = (held: Int32Array | undefined, of: Tensor, file: Uint8Array): number[][] =>
    [...tableParts(of, held)].map(({ rows, reading }) => {
      const { values } = runReadingInMemory(reading, file);
      expect(values.length).toBe(rows * (of.shape[1] ?? 0));
      return [...values];
    });

  it("are the whole table, a few megabytes at a time", () => {
    const parts = joined(undefined, tensor, wide);
    expect(parts.map(({ length }) => length / 1_024)).toEqual([2_048, 52]);
    const whole = runReadingInMemory(readTable(tensor), wide).values;
    expect(Buffer.compare(Buffer.from(Float32Array.from(parts.flat()).buffer), Buffer.from(whole.buffer))).toBe(0);
  });

  it("are the rows held", () => {
    const held = Int32Array.of(3, 4, 2_099);
    expect(joined(held, tensor, wide).flat()).toEqual([...runReadingInMemory(readRows(tensor, held), wide).values]);
  });

  it("is one part where columns follow each other", () => {
    const bytes = new Uint8Array(Float32Array.of(1, 3, 2, 4).buffer);
    const transposed: Tensor = { name: "t", dtype: "F32", shape: [2, 2], strides: [1, 2], byteFrom: 0, byteTo: 16 };
    expect(joined(undefined, transposed, bytes)).toEqual([[1, 2, 3, 4]]);
  });

  it("is refused where the table is none, or too large to be read as a whole", () => {
    for (const change of [{ shape: [4] }, { shape: [2 ** 20, 2 ** 10] }]) {
      const [part = expect.fail("a part")] = [...tableParts({ ...tensor, ...change }, undefined)];
      expect(refusalOf(part.reading, wide)).toMatch(/has the shape \[4\]|are held as a whole/u);
    }
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
