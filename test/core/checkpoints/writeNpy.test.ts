import { describe, expect, it } from "vitest";
import { writeNpy } from "../../../src/core/checkpoints/writeNpy.ts";
import golden from "../../fixtures/numpyFiles.json" with { type: "json" };

describe("writeNpy", () => {
  it.each([
    { shape: [2, 3], values: [1.5, -2.25, 0, Infinity, -Infinity, 65504], file: golden.written["2 × 3"] },
    { shape: [4], values: [1, 2, 3, 4], file: golden.written["vector of 4"] },
  ])("writes shape $shape byte for byte as NumPy does", ({ shape, values, file }) => {
    expect(Buffer.from(writeNpy(Float32Array.from(values), shape)).toString("base64")).toBe(file);
  });

  it("writes the values of a view alone", () => {
    const view = Float32Array.of(0, 1, 2, 3, 4, 5).subarray(1, 5);
    expect(Buffer.from(writeNpy(view, [4])).toString("base64")).toBe(golden.written["vector of 4"]);
  });

  it("refuses a shape that does not fit", () => {
    expect(() => writeNpy(new Float32Array(5), [2, 3])).toThrow("5 values do not make an array of shape (2, 3).");
  });
});
