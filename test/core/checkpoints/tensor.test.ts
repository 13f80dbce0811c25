import { describe, expect, it } from "vitest";
import { byteLengthOf, isDtype, valueCount, withoutRows } from "../../../src/core/checkpoints/tensor.ts";

describe("valueCount", () => {
  it.each([
    { shape: [], count: 1 },
    { shape: [7], count: 7 },
    { shape: [50_257, 768], count: 38_597_376 },
    { shape: [2 ** 52, 0], count: 0 },
  ])("of $shape is $count", ({ shape, count }) => {
    expect(valueCount("t", shape)).toBe(count);
  });

  it.each([{ shape: [2 ** 46, 2] }, { shape: Array.from({ length: 32 }, () => 2 ** 52) }])(
    "refuses $shape as larger than any file",
    ({ shape }) => {
      expect(() => valueCount("t", shape)).toThrow(/Tensor "t" claims the shape .* larger than any file/u);
    },
  );
});

describe("byteLengthOf", () => {
  it.each([
    { dtype: "F32" as const, shape: [3, 4], bytes: 48 },
    { dtype: "BF16" as const, shape: [3, 4], bytes: 24 },
    { dtype: "F6_E2M3" as const, shape: [4], bytes: 3 },
  ])("of $dtype $shape is $bytes", ({ dtype, shape, bytes }) => {
    expect(byteLengthOf("t", dtype, shape)).toBe(bytes);
  });
});

describe("withoutRows", () => {
  const table = { name: "embed_positions.weight", dtype: "F16", shape: [10, 4], byteFrom: 100, byteTo: 180 };
  it("starts further down", () => {
    expect(withoutRows(table, 2)).toEqual({ ...table, shape: [8, 4], byteFrom: 116 });
    expect(withoutRows(table, 0)).toEqual(table);
  });
  it("starts at the row's first value where columns follow each other", () => {
    expect(withoutRows({ ...table, strides: [1, 10] }, 2)).toEqual({ ...table, strides: [1, 10], shape: [8, 4], byteFrom: 104 });
  });
});

describe("isDtype", () => {
  it("knows the dtypes and nothing that objects inherit", () => {
    expect(["F16", "BF16", "toString", "__proto__", "f16", ""].filter(isDtype)).toEqual(["F16", "BF16"]);
  });
});
