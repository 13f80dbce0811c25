/** The effect behind the positions: their cosine map, made by the worker. */
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import { sinusoidalPositions } from "../../../core/embeddings/sinusoidalPositions.ts";
import { sentence, Slot, type Tools } from "../effects.ts";
import type { InspectorState, ReadyTables } from "../state.ts";
import { contextLengthOf } from "../gpu/tablePlan.ts";
import type { ViewState } from "../../../protocol/views.ts";

/** So many positions are compared even if the window is shorter: a pattern needs room. */
const fewestPositions = 64;
const mostPositions = 1024;

export class PositionEffects {
  readonly #tools: Tools;
  readonly #slot = new Slot();

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  update({ view, tables, kept }: InspectorState): void {
    if (view === undefined || tables.kind !== "ready" || kept.folded.includes("positions")) return this.#slot.leave();
    const { embedding } = view.lens;
    const signal = this.#slot.enter(JSON.stringify([tables.key, embedding.positions, contextLengthOf(view), view.lens.windows.maxLength]));
    if (signal === undefined) return;
    const { store, worker } = this.#tools;
    const { numEmbeddings, embeddingDim, weight } = comparedPositions(view, tables);
    const copy = weight.slice(0, numEmbeddings * embeddingDim);
    worker
      .cosineMap({ kind: "cosineMap", weight: copy, numEmbeddings, embeddingDim }, () => undefined, signal)
      .then((values) => store.dispatch({ kind: "cosineMap", map: { kind: "ready", values, count: numEmbeddings } }))
      .catch((error: unknown) => {
        if (!signal.aborted) store.dispatch({ kind: "cosineMap", map: { kind: "failed", message: sentence(error) } });
      });
  }
}

/** The first positions of the table in use: those of the model, and at least enough to see a pattern where the table has them. */
export function comparedPositions(view: ViewState, { source, token, positional }: ReadyTables): Embedding {
  const wanted = Math.min(mostPositions, Math.max(contextLengthOf(view), fewestPositions));
  const isLearned = view.lens.embedding.positions === "learned" && positional?.embeddingDim === token.embeddingDim;
  if (!isLearned || positional === undefined) return waves(wanted, token.embeddingDim);
  const count = source === "file" ? mostPositions : wanted;
  return { ...positional, numEmbeddings: Math.min(positional.numEmbeddings, count) };
}

let lastWaves: Embedding | undefined;
/** Made once for a size, as a picture is drawn from them again and again. */
function waves(count: number, embeddingDim: number): Embedding {
  if (lastWaves?.numEmbeddings !== count || lastWaves.embeddingDim !== embeddingDim) lastWaves = sinusoidalPositions(count, embeddingDim);
  return lastWaves;
}
