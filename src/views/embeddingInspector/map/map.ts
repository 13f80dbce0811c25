/** The map of tokens: PCA on the GPU, UMAP in its own worker, and the names of what is drawn. */
import * as v from "valibot";
import { hostState, tokensKey } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { formatCount } from "../../shared/numbers.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { runSliced } from "../../shared/slices.ts";
import { keptSlice, slice } from "../../shared/state/store.ts";
import { computeMs, type InspectorView } from "../inspectorView.ts";
import type { DistinctToken } from "../../../protocol/embeddingInspector.ts";
import { comparedRows, idOfRow, inTurnWhileTraining, rowOfId } from "../tables/tableRows.ts";
import { type ReadyTables, tables } from "../tables/tables.ts";
import { readyRun } from "../training/training.ts";
import { forgetPaths, notePositions, projectAlongHeld } from "./trainedAxes.ts";
import type { Turn } from "./picture/turn.ts";
import { type DistinctTokens, distinctTokens } from "../tokens/distinctTokens.ts";
import { nameTokens } from "../tokens/names.ts";
import { fewestUmapPoints, finiteIdsSteps, firstTwo, mapIds, type MapSource, umapDimensions, umapLimit } from "./mapPoints.ts";
import type { Projection } from "./mapJobs.ts";
import { mapNote } from "./mapNote.ts";

export interface TokenMap {
  readonly source: MapSource;
  readonly method: "pca" | "umap";
  readonly ids: Int32Array;
  /** [ids.length, 2] */
  readonly positions: Float32Array;
  /** Below 1 while UMAP is at work. */
  readonly done: number;
  /** What the picture holds, and what it leaves out. */
  readonly note: string;
  readonly distinct: DistinctTokens;
  /** Grows when a run of training is seen along other axes: as long as it stays, points that move have learnt. */
  readonly axes: number;
  /** How the picture came to these axes from those before. */
  readonly turn: Turn | undefined;
}

type MapState =
  | { readonly kind: "none" }
  /** done is 0 … 1, where it is known. */
  | { readonly kind: "working"; readonly label: string; readonly done?: number; readonly stop: () => void }
  | { readonly kind: "failed"; readonly message: string }
  /** `stop` ends the layout where it is. */
  | { readonly kind: "ready"; readonly map: TokenMap; readonly stop: () => void };

export const mapState = slice<MapState>("map", { kind: "none" });
/** How often the user began again. */
const attempt = slice("mapAttempt", 0);

export const mapOptions = keptSlice(
  "map",
  { source: "document", method: "pca", colour: "kind", trails: false },
  v.object({
    source: v.picklist(["document", "vocabulary"]),
    method: v.picklist(["pca", "umap"]),
    colour: v.picklist(["frequency", "position", "kind"]),
    /** Whether the way of the chosen points is drawn while a run of training moves them. */
    trails: v.boolean(),
  }),
);

/** umap-learn's own defaults. */
const umapNeighbours = 15;
const umapMinimumDistance = 0.1;
const umapSeed = 42;
/** Names are asked for in pieces that leave the host time for others. */
const namesAtOnce = 8192;

/** Begins again what was stopped or has failed. */
export function restartMap({ store }: InspectorView): void {
  store.set(mapState, { kind: "none" });
  store.update(attempt, (count) => count + 1);
}

interface Work {
  readonly source: MapSource;
  readonly method: "pca" | "umap";
  readonly tables: ReadyTables;
  readonly vocabSize: number;
  readonly show: (state: MapState) => void;
  /** Not wanted any more: nothing is shown. */
  readonly signal: AbortSignal;
  /** The user ends it: what there is stays. */
  readonly stop: AbortController;
}

export function mapQuery(view: InspectorView): Query {
  const { store, mapWorker } = view;
  return query<MapState>(() => {
    const { shown } = store.get(hostState);
    const made = store.get(tables);
    if (shown?.text.kind !== "ready" || made.kind !== "ready") return undefined;
    const { source, method } = store.get(mapOptions);
    const { vocabSize } = shown.text;
    if (made.trained !== undefined && method === "umap" && readyRun(view)?.progress?.mode !== "paused") return "unchanged"; // a layout takes longer than a step
    const tokens = source === "document" ? tokensKey(shown) : shown.lens.encoding;
    return {
      key: JSON.stringify([made.key, source, method, tokens, vocabSize, store.get(attempt)]),
      ...inTurnWhileTraining(made),
      run: (signal) => {
        signal.addEventListener("abort", () => mapWorker.terminate(), { once: true });
        const show = (state: MapState): void => {
          if (!signal.aborted) store.set(mapState, state);
        };
        return draw(view, { source, method, tables: made, vocabSize, show, signal, stop: new AbortController() });
      },
      done: (state) => store.set(mapState, state),
      failed: (error) => store.set(mapState, { kind: "failed", message: sentence(error) }),
    };
  });
}

/** Rows of the table. Trained tables have those of the document's tokens alone. */
function wantedRows({ source, tables, vocabSize }: Work, distinct: readonly DistinctToken[], rows: number): Int32Array {
  if (tables.trained !== undefined) return mapIds("vocabulary", distinct, tables.trained.ids.length, rows);
  if (tables.ids === undefined) return mapIds(source, distinct, vocabSize, rows);
  if (source === "vocabulary") return mapIds(source, distinct, rows, rows);
  return Int32Array.from(distinct, ({ id }) => rowOfId(tables, id)).filter((row) => row >= 0);
}

async function draw(view: InspectorView, work: Work): Promise<MapState> {
  const { source, method, show, stop } = work;
  const { trained } = work.tables;
  const table = comparedRows(work.tables);
  const signal = AbortSignal.any([work.signal, stop.signal]);
  const endNow = (): void => stop.abort(new Error(t("Stopped before there was a picture.")));
  const isLive = trained !== undefined && method === "pca";
  if (!isLive || view.store.get(mapState).kind !== "ready") {
    show({ kind: "working", label: t("Finding the directions in which the rows differ most (PCA)"), stop: endNow });
  }
  if (!isLive) forgetPaths(view);
  const distinct = await distinctTokens(view);
  const wanted = wantedRows(work, [...distinct.values()], table.numEmbeddings);
  const all = await runSliced(finiteIdsSteps(table, wanted), signal);
  const tableRows = method === "umap" ? all.slice(0, umapLimit) : all;
  const ids = tableRows.map((row) => idOfRow(work.tables, row));
  if (ids.length === 0) throw new RangeError(t("There are no tokens to draw."));
  if (method === "umap" && ids.length < fewestUmapPoints) {
    throw new RangeError(t("UMAP needs at least {0} different tokens, and these are {1}. Choose PCA.", fewestUmapPoints, ids.length));
  }
  const dimensions = method === "umap" ? umapDimensions : 2;
  const started = performance.now();
  const along = (components?: Projection["components"]): Promise<Projection> =>
    view.gpu.run((gpu, jobs) => jobs.projectRows(gpu, table, tableRows, dimensions, signal, components), signal);
  const { projection, axes } = isLive
    ? await projectAlongHeld(view, trained, along, signal)
    : { projection: await along(), axes: undefined };
  signal.throwIfAborted();
  view.store.set(computeMs, performance.now() - started);
  const width = projection.values.length / ids.length;
  const note = mapNote({ foundStep: axes?.foundStep, method, drawn: ids.length, finite: all.length, wanted: wanted.length, projection });
  const base = { source, method, ids, distinct, note, axes: axes?.version ?? 0, turn: axes?.turn };
  view.attempt(nameAll(view, ids, work.signal));
  if (method === "umap") return layOut(view, base, { values: projection.values, width }, work);
  const positions = firstTwo(projection.values, width);
  if (axes !== undefined && view.store.get(mapOptions).trails) notePositions(view, axes.version, positions);
  return { kind: "ready", map: { ...base, positions, done: 1 }, stop: endNow };
}

async function layOut(
  { mapWorker }: InspectorView,
  base: Omit<TokenMap, "positions" | "done">,
  points: { readonly values: Float32Array; readonly width: number },
  { show, signal, stop }: Work,
): Promise<MapState> {
  const finding = t("Finding the nearest of each of {0} tokens", formatCount(base.ids.length));
  let isDrawn = false;
  /** A layout is kept where it is; before there is one, the worker is ended at once. */
  const end = (): void => {
    stop.abort(new Error(t("Stopped before there was a picture.")));
    if (!isDrawn) mapWorker.terminate();
  };
  show({ kind: "working", label: finding, done: 0, stop: end });
  try {
    const positions = await mapWorker.umap(
      {
        kind: "umap",
        points: points.values,
        dimensions: points.width,
        neighbourCount: umapNeighbours,
        minimumDistance: umapMinimumDistance,
        seed: umapSeed,
      },
      (done) =>
        show(
          done < 1
            ? { kind: "working", label: finding, done, stop: end }
            : { kind: "working", label: t("Joining near tokens into one graph"), stop: end },
        ),
      (soFar, done) => {
        isDrawn = true;
        show({ kind: "ready", map: { ...base, positions: soFar, done: Math.min(done, 0.999) }, stop: end });
      },
      AbortSignal.any([stop.signal, signal]),
    );
    const note = stop.signal.aborted ? t("{0} Stopped early.", base.note) : base.note;
    return { kind: "ready", map: { ...base, note, positions, done: 1 }, stop: end };
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  }
}

async function nameAll(view: InspectorView, ids: Int32Array, signal: AbortSignal): Promise<void> {
  for (let from = 0; from < ids.length && !signal.aborted; from += namesAtOnce) {
    await nameTokens(view, Array.from(ids.subarray(from, from + namesAtOnce)));
  }
}
