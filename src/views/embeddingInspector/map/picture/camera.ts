/** Where the map is looked at from, and what is inside a lasso. */
import type { Camera } from "./pointPainter.ts";

/** CSS pixels from the picture's upper left. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** Of the outermost points on each side, this share may be outside the first view, so that one outlier does not shrink the rest. */
const outlierShare = 0.002;

/** A camera that sees all but the farthest outliers. */
export function wholeOf(positions: Float32Array, width: number, height: number): Camera {
  const side = (offset: number): readonly [low: number, high: number] => {
    const values = new Float32Array(positions.length / 2);
    for (let i = 0; i < values.length; i += 1) values[i] = positions[2 * i + offset] ?? 0; // i < count
    values.sort();
    const out = Math.floor(values.length * outlierShare);
    return [values[out] ?? 0, values[values.length - 1 - out] ?? 0];
  };
  const [left, right] = side(0);
  const [bottom, top] = side(1);
  const scale = 0.92 * Math.min(width / Math.max(right - left, 1e-9), height / Math.max(top - bottom, 1e-9));
  return { x: (left + right) / 2, y: (bottom + top) / 2, scale };
}

/** Of the points, this share may be out of sight before the camera moves to see them. */
const unseenShare = 0.02;

/** Whether a camera sees nearly all points. */
export function seesMost({ x, y, scale }: Camera, positions: Float32Array, width: number, height: number): boolean {
  const [right, top] = [width / 2 / scale, height / 2 / scale];
  let unseen = 0;
  for (let i = 0; i < positions.length; i += 2)
    if (Math.abs((positions[i] ?? 0) - x) > right || Math.abs((positions[i + 1] ?? 0) - y) > top) unseen += 1; // pairs
  return unseen <= unseenShare * (positions.length / 2);
}

/** On the way from one camera to another. @param share 0 … 1 */
export const between = (from: Camera, to: Camera, share: number): Camera => ({
  x: from.x + share * (to.x - from.x),
  y: from.y + share * (to.y - from.y),
  scale: from.scale * (to.scale / from.scale) ** share,
});

/** Whether a pixel is inside a polygon, by the even–odd rule. */
export function isInside({ x, y }: Pixel, polygon: readonly Pixel[]): boolean {
  let inside = false;
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length] ?? a;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
