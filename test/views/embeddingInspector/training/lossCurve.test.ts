import { expect, it } from "vitest";
import { meanCurve } from "../../../../src/views/embeddingInspector/training/LossCurve.tsx";
import { append } from "../../../../src/views/embeddingInspector/training/training.ts";

it("losses are added where there is room, and older views of them stay as they were", () => {
  const first = append({ values: new Float32Array(2), count: 0 }, Float32Array.of(1, 2));
  const second = append(first, Float32Array.of(3));
  expect([...second.values.subarray(0, second.count)]).toEqual([1, 2, 3]);
  expect([...first.values.subarray(0, first.count)]).toEqual([1, 2]);
});

it("a long curve is drawn as means of neighbouring steps", () => {
  const points = meanCurve(
    Float32Array.from({ length: 1000 }, (_, i) => i),
    1000,
  );
  expect(points.length).toBeLessThanOrEqual(150);
  expect(points[0]).toEqual({ step: 3.5, loss: 3 });
});
