/** The axes along which a run of training is seen: held, so that a point that moves has learnt, and found anew twice while they show too little. */
import { slice } from "../../shared/state/store.ts";
import type { TrainedRows } from "../tables/tables.ts";
import type { InspectorView } from "../inspectorView.ts";
import type { Projection } from "./mapJobs.ts";
import type { Components } from "./pca.ts";
import { firstTwo } from "./mapPoints.ts";
import { anglesBetween, facing, type Turn } from "./picture/turn.ts";

interface TrainedAxes {
  readonly run: number;
  /** Values per row: other rows compared have other axes. */
  readonly embeddingDim: number;
  readonly components: Components;
  readonly foundStep: number;
  /** Counts the axes of this page. */
  readonly version: number;
  /** From the axes before; undefined for the first ones of a run. */
  readonly turn: Turn | undefined;
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

/**
 * The first steps at which the axes are found anew; 400 is about five seconds into a book. Steps, not seconds: a run has the same map on
 * every machine. Measured on a novel, the share of all variance that two axes hold: at step 400 those of step 0 hold 1 %, those of step 25
 * 40 %, the best two 44 %; at step 1,000 those of step 400 hold 22.9 % and the best two 23.5 %, so after that nothing is gained.
 */
const findingSteps = [25, 400] as const;

/** Whether a step for finding axes is behind, which the axes found last have not seen. A slider that goes back turns nothing. */
export const areDue = (foundStep: number, step: number): boolean => findingSteps.some((mark) => foundStep < mark && mark <= step);

interface Held {
  readonly projection: Projection;
  readonly axes: TrainedAxes;
}

/** The rows of a run as they are now, along the axes that are held; where those are due, along new ones, with the turn from one to the other. */
export async function projectAlongHeld(
  { store }: InspectorView,
  { run, step, compared }: TrainedRows,
  along: (components?: Components) => Promise<Projection>,
  signal: AbortSignal,
): Promise<Held> {
  const hold = (projection: Projection, turn?: Turn): Held => {
    signal.throwIfAborted();
    const version = (store.get(trainedAxes)?.version ?? 0) + 1;
    const axes = { run, embeddingDim: compared.embeddingDim, components: projection.components, foundStep: step, version, turn };
    store.set(trainedAxes, axes);
    return { projection, axes };
  };
  const last = store.get(trainedAxes);
  if (last?.run !== run || last.embeddingDim !== compared.embeddingDim) return hold(await along());
  if (!areDue(last.foundStep, step)) return { projection: await along(last.components), axes: last };
  const { values: from } = await along(last.components);
  const found = facing(await along(), last.components);
  const turn = { from: firstTwo(from, found.components.axes.length), angles: anglesBetween(last.components, found.components) };
  return hold(found, turn);
}
