/** The camera on its way to where it sees all points, and with it the points, where they turn to other axes. */
import { between } from "./camera.ts";
import type { Camera } from "./pointPainter.ts";
import { type Turn, turned } from "./turn.ts";

/** Long enough to follow thousands of points with the eye; other motion here takes 200 ms at most. */
const glideMs = 600;

export interface Glide {
  readonly startedAt: number;
  readonly from: Camera;
  readonly aim: Camera;
  readonly turn: Turn | undefined;
}

export const prefersStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Begins and ends slowly. */
const eased = (share: number): number => share * share * (3 - 2 * share);

/** What is seen at a time, in ms. @param positions the points where they are, [points, 2] */
export function seenAt(
  { startedAt, from, aim, turn }: Glide,
  now: number,
  positions: Float32Array,
): { readonly camera: Camera; readonly positions: Float32Array; readonly isOver: boolean } {
  const share = eased(Math.max(0, Math.min(1, (now - startedAt) / glideMs)));
  const isTurning = share < 1 && turn?.from.length === positions.length;
  return { camera: between(from, aim, share), positions: isTurning ? turned(turn, positions, share) : positions, isOver: share >= 1 };
}
