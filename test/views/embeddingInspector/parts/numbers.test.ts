import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFull, formatMemory, formatValue } from "../../../../src/views/embeddingInspector/parts/numbers.ts";
import { colourOf, niceRange, parseRgb } from "../../../../src/views/embeddingInspector/parts/palette.ts";

describe("values", () => {
  it.each([
    [0.33737, "0.3374"],
    [-1.8060527, "-1.8061"],
    [0, "0.0000"],
    [Number.NaN, "nan"],
    [-Infinity, "-inf"],
    [1.25e-7, "1.2500e-07"],
    [3e9, "3.0000e+09"],
  ])("%d is shown as %s", (value, text) => {
    expect(formatValue(Math.fround(value))).toBe(text);
  });
  it("in full read back as the same float", () => {
    fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => Math.fround(Number(formatFull(value))) === value));
  });
  it("of memory are in thousands", () => {
    expect([52_511_744, 192, 1.2e9].map(formatMemory)).toEqual(["52.5 MB", "0.2 kB", "1.20 GB"]);
  });
});

describe("the colour scale", () => {
  const palette = { negative: [0, 0, 255], zero: [0, 0, 0], positive: [255, 128, 0], foreground: [9, 9, 9], kinds: [] } as const;
  it.each([
    [0, [0, 0, 0]],
    [-2, [0, 0, 255]],
    [1, [127.5, 64, 0]],
    [99, [255, 128, 0]],
    [Number.NaN, [9, 9, 9]],
  ])("draws %d within ±2 as %j", (value, colour) => {
    expect(colourOf(value, 2, palette)).toEqual(colour);
  });
  it("reaches as far as the strongest value, rounded up", () => {
    expect(niceRange([[0.1, -3.9], [2]])).toBe(4);
    expect(niceRange([[0, Infinity]])).toBe(1);
  });
  it("reads the forms computed colours have", () => {
    expect(parseRgb("rgb(1, 2, 3)")).toEqual([1, 2, 3]);
    expect(parseRgb("color(srgb 1 0.5 0)")).toEqual([255, 127.5, 0]);
  });
});
