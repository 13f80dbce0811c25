import { describe, expect, it } from "vitest";
import { rowAt } from "../../../src/core/embeddings/embedding.ts";
import { sinusoidalPositions } from "../../../src/core/embeddings/sinusoidalPositions.ts";

describe("sinusoidalPositions", () => {
  it("starts with sines of 0 and cosines of 0", () => {
    expect([...rowAt(sinusoidalPositions(3, 6), 0)]).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it.each([
    { position: 1, row: [0.84147098, 0.54030231, 0.00999983, 0.99995] },
    { position: 2, row: [0.90929743, -0.41614684, 0.01999867, 0.9998] },
  ])("has the published values at position $position for four dimensions", ({ position, row }) => {
    const ours = rowAt(sinusoidalPositions(3, 4), position); // wavelengths 1 and 100
    for (const [column, value] of row.entries()) expect(ours[column]).toBeCloseTo(value, 7);
  });

  it("makes the product of two rows depend only on their distance", () => {
    const table = sinusoidalPositions(64, 32);
    const dot = (a: number, b: number): number =>
      rowAt(table, a).reduce((sum, value, i) => sum + value * (rowAt(table, b)[i] ?? Number.NaN), 0);
    expect(dot(50, 57)).toBeCloseTo(dot(3, 10), 4);
  });

  it("ends an odd number of columns with a sine", () => {
    expect(sinusoidalPositions(2, 3).weight[5]).toBeCloseTo(Math.sin(10_000 ** (-2 / 3)), 7);
  });
});
