/** The axes along which a run of training is seen: found anew once a second at first, then held, so that a point that moves has learnt. */
import { slice } from "../../shared/store.ts";
import type { TrainedRows } from "../tables/tables.ts";
import type { InspectorView } from "../inspectorView.ts";
import type { Components } from "./pca.ts";

interface TrainedAxes {
  readonly run: number;
  /** Values per row: other rows compared have other axes. */
  readonly embeddingDim: number;
  readonly components: Components;
  /** When, in ms, and at which step. */
  readonly foundAt: number;
  readonly foundStep: number;
  /** Counts the axes of this page. */
  readonly version: number;
}

/** Where the points of a run were, oldest first, along axes of one number. */
export const trainedPaths = slice<{ readonly axes: number; readonly positions: readonly Float32Array[] }>("trainedPaths", {
  axes: 0,
  positions: [],
});

/** Pictures kept of the way of each point: a few seconds. */
const pathLength = 120;

export function notePositions({ store }: InspectorView, axes: number, positions: Float32Array): void {
  store.update(trainedPaths, (before) => ({
    axes,
    positions: before.axes === axes ? [...before.positions.slice(1 - pathLength), positions] : [positions],
  }));
}

export const forgetPaths = ({ store }: InspectorView): void => store.set(trainedPaths, trainedPaths.initial);

/** The way of one point, [pictures, 2]; nothing where it was seen once, or along other axes. */
export function pathOf(
  { axes, positions }: { readonly axes: number; readonly positions: readonly Float32Array[] },
  wanted: number,
  point: number,
): Float32Array {
  if (axes !== wanted || positions.length < 2) return new Float32Array();
  const path = new Float32Array(2 * positions.length);
  for (const [i, picture] of positions.entries()) path.set(picture.subarray(2 * point, 2 * point + 2), 2 * i);
  return path;
}

const trainedAxes = slice<TrainedAxes | undefined>("trainedAxes", undefined);
/** Axes of the start show next to nothing of what is learnt later; from this step on, about five seconds into a book, they are nearly the best to the end. */
const heldFromStep = 300;
const foundAnewMs = 1000;

/** The axes to go on with; undefined: they are to be found anew. */
export function heldAxes({ store }: InspectorView, { run, compared }: TrainedRows): Components | undefined {
  const axes = store.get(trainedAxes);
  if (axes?.run !== run || axes.embeddingDim !== compared.embeddingDim) return undefined;
  const isHeld = axes.foundStep >= heldFromStep || performance.now() - axes.foundAt < foundAnewMs;
  return isHeld ? axes.components : undefined;
}

/** Remembers the axes used. @returns their number */
export function holdAxes({ store }: InspectorView, { run, step, compared }: TrainedRows, components: Components): number {
  const before = store.get(trainedAxes);
  if (before?.components === components) return before.version;
  const version = (before?.version ?? 0) + 1;
  store.set(trainedAxes, { run, embeddingDim: compared.embeddingDim, components, foundAt: performance.now(), foundStep: step, version });
  return version;
}
