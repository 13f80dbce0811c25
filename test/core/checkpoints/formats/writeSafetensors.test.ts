import { describe, expect, it } from "vitest";
import { readTable } from "../../../../src/core/checkpoints/readTable.ts";
import { readSafetensors } from "../../../../src/core/checkpoints/formats/safetensors.ts";
import { float32Bytes, writeSafetensors } from "../../../../src/core/checkpoints/formats/writeSafetensors.ts";
import { runReadingInMemory } from "../../../support/plain/readInMemory.ts";

const tensors = [
  { name: "wte.weight", dtype: "F32" as const, shape: [2, 2], bytes: float32Bytes(Float32Array.of(1, 2, 3, 4)) },
  { name: "__proto__", dtype: "U8" as const, shape: [3], bytes: Uint8Array.of(5, 6, 7) },
];

describe("writeSafetensors", () => {
  it("writes length, header and values as the format says, the values at a multiple of 8", () => {
    const file = writeSafetensors(tensors.slice(0, 1), { source: "Tokenscope" });
    const view = new DataView(file.buffer);
    const headerLength = Number(view.getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength)))).toEqual({
      __metadata__: { source: "Tokenscope" },
      "wte.weight": { dtype: "F32", shape: [2, 2], data_offsets: [0, 16] },
    });
    expect([0, 4, 8, 12].map((at) => view.getFloat32(8 + headerLength + at, true))).toEqual([1, 2, 3, 4]);
  });

  it("writes what our reader reads, whatever the names", () => {
    const file = writeSafetensors(tensors);
    const [table, other] = runReadingInMemory(readSafetensors(file.length), file);
    expect(other).toMatchObject({ name: "__proto__", dtype: "U8", shape: [3] });
    expect([...runReadingInMemory(readTable(table ?? expect.fail("two tensors")), file).values]).toEqual([1, 2, 3, 4]);
  });

  it("writes an empty file of tensors", () => {
    const file = writeSafetensors([]);
    expect(runReadingInMemory(readSafetensors(file.length), file)).toEqual([]);
  });

  it.each([
    { about: "a name twice", list: [...tensors, ...tensors], says: /name "wte\.weight" is taken/u },
    {
      about: "the metadata's name",
      list: [{ name: "__metadata__", dtype: "U8" as const, shape: [0], bytes: new Uint8Array() }],
      says: /is taken/u,
    },
    {
      about: "bytes that do not fit",
      list: [{ name: "a", dtype: "F16" as const, shape: [3], bytes: new Uint8Array(5) }],
      says: /5 bytes do not make F16 \[3\]; that takes 6/u,
    },
  ])("refuses $about", ({ list, says }) => {
    expect(() => writeSafetensors(list)).toThrow(says);
  });
});
