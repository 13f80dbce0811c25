import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Components } from "../../../../../src/views/embeddingInspector/map/pca.ts";
import { areDue } from "../../../../../src/views/embeddingInspector/map/trainedAxes.ts";
import { anglesBetween, facing, turned } from "../../../../../src/views/embeddingInspector/map/picture/turn.ts";

const componentsOf = (...axes: readonly (readonly number[])[]): Components => ({
  axes: axes.map((axis) => Float64Array.from(axis)),
  mean: new Float64Array(axes[0]?.length ?? 0),
  shares: axes.map(() => 0.1),
});

/** A point of four values, seen along two axes. */
const seen = (point: readonly number[], { axes }: Components): Float32Array =>
  Float32Array.from(axes, (axis) => axis.reduce((sum, value, i) => sum + value * (point[i] ?? 0), 0));

/** Axes in the planes of dimensions 0, 2 and 1, 3, each turned by its own angle. */
const axesAt = (first: number, second: number): Components =>
  componentsOf([Math.cos(first), 0, Math.sin(first), 0], [0, Math.cos(second), 0, Math.sin(second)]);

const angle = fc.double({ min: 0, max: Math.PI / 2, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const point = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 4, maxLength: 4 });

describe("a turn of the map", () => {
  it("shows at each moment what is seen along axes turned by that share of the way", () => {
    fc.assert(
      fc.property(angle, angle, share, point, (first, second, at, values) => {
        const [before, after] = [axesAt(0, 0), axesAt(first, second)];
        const turn = { from: seen(values, before), angles: anglesBetween(before, after) };
        const expected = seen(values, axesAt(at * first, at * second));
        for (const [k, value] of turned(turn, seen(values, after), at).entries()) expect(value).toBeCloseTo(expected[k] ?? Number.NaN, 2);
      }),
    );
  });

  it("begins where the points were and ends where they are", () => {
    const turn = { from: Float32Array.of(1, 2, 3, 4), angles: [0.5, 1.2] };
    const to = Float32Array.of(-1, 0, 5, 9);
    for (const [i, value] of turned(turn, to, 0).entries()) expect(value).toBeCloseTo(turn.from[i] ?? Number.NaN, 5);
    for (const [i, value] of turned(turn, to, 1).entries()) expect(value).toBeCloseTo(to[i] ?? Number.NaN, 5);
  });

  it("goes the short way: an axis that was found the other way round is turned about, with all that is seen along it", () => {
    const before = componentsOf([1, 0], [0, 1]);
    const found = { components: componentsOf([-0.6, 0.8], [0.8, 0.6]), values: Float32Array.of(1, 2, 3, 4), fitted: 2 };
    const { components, values } = facing(found, before);
    expect([...(components.axes[0] ?? [])]).toEqual([0.6, -0.8]);
    expect([...(components.axes[1] ?? [])]).toEqual([0.8, 0.6]);
    expect([...values]).toEqual([-1, 2, -3, 4]);
  });
});

it.each([
  { foundStep: 0, step: 24, due: false },
  { foundStep: 0, step: 31, due: true },
  { foundStep: 31, step: 399, due: false },
  { foundStep: 31, step: 405, due: true },
  { foundStep: 405, step: 90_000, due: false },
  { foundStep: 405, step: 0, due: false },
  { foundStep: 0, step: 2000, due: true },
])("axes found at step $foundStep are due at step $step: $due", ({ foundStep, step, due }) => {
  expect(areDue(foundStep, step)).toBe(due);
});
