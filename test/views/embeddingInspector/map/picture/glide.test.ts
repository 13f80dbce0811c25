import { describe, expect, it } from "vitest";
import { seesMost, wholeOf } from "../../../../../src/views/embeddingInspector/map/picture/camera.ts";
import { seenAt } from "../../../../../src/views/embeddingInspector/map/picture/glide.ts";

const square = Float32Array.from({ length: 200 }, (_, i) => Math.sin(i * 7)); // 100 points in a square of side 2

describe("the camera", () => {
  it("glides from where it was to where it sees all, and the points turn with it", () => {
    const from = { x: 0, y: 0, scale: 10 };
    const aim = { x: 4, y: -2, scale: 40 };
    const turn = { from: square.map((value) => 2 * value), angles: [0, 0] };
    const glide = { startedAt: 1000, from, aim, turn };
    expect(seenAt(glide, 1000, square)).toEqual({ camera: from, positions: turn.from, isOver: false });
    expect(seenAt(glide, 1300, square).camera).toEqual({ x: 2, y: -1, scale: 20 }); // half-way; scales by their ratio
    expect(seenAt(glide, 60_000, square)).toEqual({ camera: aim, positions: square, isOver: true });
  });

  it("glides alone where the points are others than those that turned", () => {
    const glide = { startedAt: 0, from: { x: 0, y: 0, scale: 1 }, aim: { x: 1, y: 1, scale: 1 }, turn: { from: square, angles: [1, 1] } };
    const others = square.subarray(2);
    expect(seenAt(glide, 300, others).positions).toBe(others);
  });

  it.each([
    { about: "all", grown: 1, sees: true },
    { about: "those that have grown a little", grown: 1.05, sees: true },
    { about: "not those that have grown by half", grown: 1.5, sees: false },
  ])("that saw the whole sees $about", ({ grown, sees }) => {
    const camera = wholeOf(square, 300, 300);
    expect(
      seesMost(
        camera,
        square.map((value) => grown * value),
        300,
        300,
      ),
    ).toBe(sees);
  });
});
