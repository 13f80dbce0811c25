/** The embedding inspector as its sections know it, and what all of them show or compute with. */
import type { ComponentChildren } from "preact";
import type { InspectorHostMethods } from "../../protocol/embeddingInspector.ts";
import type { Query } from "../shared/state/query.ts";
import { slice } from "../shared/state/store.ts";
import type { PartProps, View } from "../shared/state/view.ts";
import type { GpuReport } from "./gpu/gpu.ts";
import type { LateGpu } from "./gpu/lateGpu.ts";
import type { Palette } from "./parts/palette.ts";
import type { SinusoidalTables } from "./tables/sinusoidalTables.ts";
import type { WorkerClient } from "./worker/workerClient.ts";

export interface InspectorView extends View<InspectorHostMethods> {
  readonly gpu: LateGpu;
  readonly worker: WorkerClient;
  /** Works on the map alone, so that it can be ended at once. */
  readonly mapWorker: WorkerClient;
  /** The built file of the training worker; each run starts its own. */
  readonly trainingWorkerUrl: string;
  readonly sinusoidal: SinusoidalTables;
}
export type InspectorProps = PartProps<InspectorView>;

/** A part of the page under a heading that folds it: one folder, added in sections.ts. */
export interface Section {
  /** Class and id in the page, and the name under which folding is kept. */
  readonly name: string;
  readonly title: () => string;
  /** One line on the right of the heading. */
  readonly aside?: (view: InspectorView) => string | undefined;
  readonly startsFolded: boolean;
  readonly Body: (props: InspectorProps) => ComponentChildren;
  /** What it asks for while it is unfolded. */
  readonly queries: (view: InspectorView) => readonly Query[];
  /** What it asks for even while it is folded, because others build on it. */
  readonly backgroundQueries?: (view: InspectorView) => readonly Query[];
}

/** What computes; undefined until it was started. */
export const gpuReport = slice<GpuReport | undefined>("gpuReport", undefined);
/** How long the last computation took. */
export const computeMs = slice<number | undefined>("computeMs", undefined);
/** Grows when a lost context was replaced: it is in the keys of all that the GPU computes, which is then computed anew. */
export const generation = slice("generation", 0);
/** The theme's colours; undefined until they were read from the page. */
export const palette = slice<Palette | undefined>("palette", undefined);
