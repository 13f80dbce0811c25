/** A turn of the map: from how rows are seen along one pair of axes to how the same rows are seen along another pair. */
import { dot } from "../../../../core/embeddings/similarity.ts";
import type { Projection } from "../mapJobs.ts";
import type { Components } from "../pca.ts";

export interface Turn {
  /** The points along the axes before, [points, 2]. */
  readonly from: Float32Array;
  /** The angle between each axis and the one before it, 0 … π/2. */
  readonly angles: readonly number[];
}

/** Axes have no direction of their own: each is made to point the way of the one before it, so that the picture turns as little as it can. */
export function facing(found: Projection, before: Components): Projection {
  const { axes } = found.components;
  const signs = axes.map((axis, k) => (dot(axis, before.axes[k] ?? axis) < 0 ? -1 : 1));
  return {
    ...found,
    components: { ...found.components, axes: axes.map((axis, k) => (signs[k] === 1 ? axis : axis.map((value) => -value))) },
    values: found.values.map((value, i) => value * (signs[i % axes.length] ?? 1)), // one for each axis
  };
}

export const anglesBetween = (before: Components, after: Components): number[] =>
  after.axes.map((axis, k) => Math.acos(Math.max(0, Math.min(1, dot(axis, before.axes[k] ?? axis)))));

/**
 * The points part of the way. Each axis is turned by itself (spherical interpolation), so points keep their distances instead of shrinking
 * together and parting again.
 * @param to the points along the new axes, [points, 2]  @param share of the turn, 0 … 1
 */
export function turned({ from, angles }: Turn, to: Float32Array, share: number): Float32Array {
  const weights = [0, 1].map((k) => weightsOf(angles[k] ?? 0, share));
  return to.map((value, i) => {
    const [before, after] = weights[i % 2] ?? [0, 1]; // one for each of the two axes
    return before * (from[i] ?? value) + after * value;
  });
}

/** Below this many radians an arc is straight. */
const straight = 1e-3;

function weightsOf(angle: number, share: number): readonly [before: number, after: number] {
  if (angle < straight) return [1 - share, share];
  return [Math.sin((1 - share) * angle) / Math.sin(angle), Math.sin(share * angle) / Math.sin(angle)];
}
