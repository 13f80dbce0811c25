/** How alike positions are to each other: their cosine map, made by the worker. */
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { hostState } from "../../shared/state/hostState.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { slice } from "../../shared/state/store.ts";
import type { InspectorView } from "../inspectorView.ts";
import { contextLengthOf } from "../tables/tablePlan.ts";
import { inTurnWhileTraining } from "../tables/tableRows.ts";
import { type ReadyTables, tables } from "../tables/tables.ts";

type CosineMapState =
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly message: string }
  /** values: [count, count], −1 … 1. */
  | { readonly kind: "ready"; readonly values: Float32Array; readonly count: number };

export const cosineMap = slice<CosineMapState>("cosineMap", { kind: "waiting" });

/** Compared even if the window is shorter: a pattern needs room. */
const fewestPositions = 64;
const mostPositions = 1024;

export function cosineMapQuery(view: InspectorView): Query {
  const { store, worker } = view;
  return query(() => {
    const { shown } = store.get(hostState);
    const made = store.get(tables);
    if (shown === undefined || made.kind !== "ready") return undefined;
    const { lens } = shown;
    return {
      key: JSON.stringify([made.key, lens.embedding.positions, contextLengthOf(shown), lens.windows.maxLength]),
      ...inTurnWhileTraining(made),
      run: async (signal) => {
        const { numEmbeddings, embeddingDim, weight } = comparedPositions(view, shown, made);
        const copy = weight.slice(0, numEmbeddings * embeddingDim);
        const values = await worker.cosineMap({ kind: "cosineMap", weight: copy, numEmbeddings, embeddingDim }, () => undefined, signal);
        return { values, count: numEmbeddings };
      },
      done: (map) => store.set(cosineMap, { kind: "ready", ...map }),
      failed: (error) => store.set(cosineMap, { kind: "failed", message: sentence(error) }),
    };
  });
}

/** The first positions of the table in use: those of the model, and at least enough to see a pattern where the table has them. */
export function comparedPositions({ sinusoidal }: InspectorView, shown: ViewState, { source, token, positional }: ReadyTables): Embedding {
  const wanted = Math.min(mostPositions, Math.max(contextLengthOf(shown), fewestPositions));
  const isLearned = shown.lens.embedding.positions === "learned" && positional?.embeddingDim === token.embeddingDim;
  if (!isLearned || positional === undefined) return sinusoidal.get(wanted, token.embeddingDim);
  const count = source === "seeded" ? wanted : mostPositions;
  return { ...positional, numEmbeddings: Math.min(positional.numEmbeddings, count) };
}
