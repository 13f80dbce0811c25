/** The effects of the map: PCA on the GPU, UMAP in its own worker, and the names of what is drawn. */
import { counted, formatCount } from "../../shared/numbers.ts";
import { runSliced } from "../../shared/slices.ts";
import { sentence, Slot, type Tools } from "../effects.ts";
import type { Projection } from "./mapJobs.ts";
import { fewestUmapPoints, finiteIdsSteps, firstTwo, fitLimit, mapIds, umapDimensions, umapLimit } from "./mapPoints.ts";
import type { NeighbourEffects } from "../neighbours/neighbourEffects.ts";
import type { InspectorState, MapState, ReadyTables, TokenMap } from "../state.ts";
import { textKey } from "../textKey.ts";

/** umap-learn's own defaults. */
const umapNeighbours = 15;
const umapMinimumDistance = 0.1;
const umapSeed = 42;
/** Names are asked for in pieces that leave the host time for others. */
const namesAtOnce = 8192;

export class MapEffects {
  readonly #tools: Tools;
  readonly #neighbours: NeighbourEffects;
  readonly #slot = new Slot();
  #stopUmap: AbortController | undefined;

  constructor(tools: Tools, neighbours: NeighbourEffects) {
    this.#tools = tools;
    this.#neighbours = neighbours;
  }

  update(state: InspectorState): void {
    const { view, tables, kept } = state;
    if (view?.text.kind !== "ready" || tables.kind !== "ready" || kept.folded.includes("map")) return this.#leave();
    const { source, method } = kept.map;
    const text = source === "document" ? textKey(view.lens, view.text) : view.lens.encoding;
    const signal = this.#slot.enter(JSON.stringify([tables.key, source, method, text, view.text.vocabSize]));
    if (signal === undefined) return;
    this.#tools.mapWorker.terminate();
    void this.#work(state, tables, view.text.vocabSize, signal);
  }

  stop(): void {
    const { map } = this.#tools.store.get();
    if (map.kind === "ready") this.#stopUmap?.abort(new DOMException("Stopped.", "AbortError"));
    else {
      this.#slot.stop();
      this.#tools.mapWorker.terminate();
      this.#show({ kind: "failed", message: "Stopped before there was a picture." });
    }
  }

  /** Begins again what was stopped or has failed. */
  restart(): void {
    this.#slot.leave();
    this.#show({ kind: "off" });
  }

  #leave(): void {
    this.#slot.leave();
    this.#tools.mapWorker.terminate();
    if (this.#tools.store.get().map.kind !== "off") this.#show({ kind: "off" });
  }

  async #work({ kept: { map } }: InspectorState, { token: table }: ReadyTables, vocabSize: number, signal: AbortSignal): Promise<void> {
    const { source, method } = map;
    const show = (next: MapState): void => {
      if (!signal.aborted) this.#show(next);
    };
    try {
      show({ kind: "working", label: "Finding the directions in which the rows differ most (PCA)" });
      const distinct = await this.#neighbours.distinct();
      const wanted = mapIds(source, [...distinct.values()], vocabSize, table.numEmbeddings);
      const all = await runSliced(finiteIdsSteps(table, wanted), signal);
      const ids = method === "umap" ? all.slice(0, umapLimit) : all;
      if (ids.length === 0) return show({ kind: "failed", message: "There are no tokens to draw." });
      if (method === "umap" && ids.length < fewestUmapPoints)
        return show({
          kind: "failed",
          message: `UMAP needs at least ${fewestUmapPoints} different tokens, and these are ${ids.length}. Choose PCA.`,
        });
      const dimensions = method === "umap" ? umapDimensions : 2;
      const started = performance.now();
      const projection = await this.#tools.gpu.run((gpu, work) => work.projectRows(gpu, table, ids, dimensions, signal), signal);
      this.#tools.store.dispatch({ kind: "computed", ms: performance.now() - started });
      signal.throwIfAborted();
      const width = projection.values.length / ids.length;
      const base = { source, method, ids, distinct, note: noteOf(method, ids, all, projection) + leftOut(wanted.length - all.length) };
      void this.#nameAll(ids, signal);
      if (method === "pca") return show({ kind: "ready", map: { ...base, positions: firstTwo(projection.values, width), done: 1 } });
      await this.#umap(base, projection.values, width, show, signal);
    } catch (error) {
      show({ kind: "failed", message: sentence(error) });
    }
  }

  async #umap(
    base: Omit<TokenMap, "positions" | "done">,
    points: Float32Array,
    dimensions: number,
    show: (next: MapState) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const finding = `Finding the nearest of each of ${formatCount(base.ids.length)} tokens`;
    show({ kind: "working", label: finding, done: 0 });
    const stop = new AbortController();
    this.#stopUmap = stop;
    const positions = await this.#tools.mapWorker.umap(
      { kind: "umap", points, dimensions, neighbourCount: umapNeighbours, minimumDistance: umapMinimumDistance, seed: umapSeed },
      (done) =>
        show(done < 1 ? { kind: "working", label: finding, done } : { kind: "working", label: "Joining near tokens into one graph" }),
      (soFar, done) => show({ kind: "ready", map: { ...base, positions: soFar, done: Math.min(done, 0.999) } }),
      AbortSignal.any([stop.signal, signal]),
    );
    const note = stop.signal.aborted ? `${base.note} Stopped early.` : base.note;
    show({ kind: "ready", map: { ...base, note, positions, done: 1 } });
  }

  async #nameAll(ids: Int32Array, signal: AbortSignal): Promise<void> {
    for (let from = 0; from < ids.length && !signal.aborted; from += namesAtOnce) {
      await this.#neighbours.name(Array.from(ids.subarray(from, from + namesAtOnce)));
    }
  }

  #show(map: MapState): void {
    this.#tools.store.dispatch({ kind: "map", map });
  }
}

const leftOut = (count: number): string =>
  count === 0 ? "" : ` ${counted(count, "token")} left out: ${count === 1 ? "its row is" : "their rows are"} not finite.`;

function noteOf(method: "pca" | "umap", ids: Int32Array, all: Int32Array, { components: { shares }, fitted }: Projection): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const points = `${formatCount(ids.length)} tokens`;
  const sampled = fitted < ids.length ? ` Directions found on ${formatCount(Math.min(fitted, fitLimit))} rows spread evenly.` : "";
  if (method === "pca") {
    const shown = shares.slice(0, 2).map(percent).join(" and ");
    return `${points}. The two directions hold ${shown} of all variance.${sampled}`;
  }
  const left =
    ids.length < all.length ? ` The first ${formatCount(ids.length)} of ${formatCount(all.length)}: more would take many minutes.` : "";
  return `${points}, near ones drawn near, from ${shares.length} principal components.${left}${sampled}`;
}
