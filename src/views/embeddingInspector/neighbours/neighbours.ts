/** Which rows of the whole table are nearest to a token or a sum of tokens, and what the table's statistics say of it. */
import * as v from "valibot";
import { type Metric, rowNorms } from "../../../core/embeddings/similarity.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { keptSlice, slice } from "../../shared/state/store.ts";
import { computeMs, generation, type InspectorView } from "../inspectorView.ts";
import { comparedRows, idOfRow, inTurnWhileTraining, rowsOfIds } from "../tables/tableRows.ts";
import { type ReadyTables, tables } from "../tables/tables.ts";
import { namedRows, nameTokens, vocabularyKey } from "../tokens/names.ts";
import { namedByNumber, type TokenLabel } from "../tokens/tokenLabel.ts";
import type { TableStatistics } from "./neighbourJobs.ts";
import { sumOf, type TokenSum } from "./sum.ts";

export interface NeighbourRow extends TokenLabel {
  readonly score: number;
  /** It belongs to no token: it only pads the table. */
  readonly isPadding: boolean;
}

interface FoundNeighbours {
  readonly kind: "ready";
  readonly rows: readonly NeighbourRow[];
  readonly metric: Metric;
  readonly ms: number;
  readonly bytesRead: number;
}
type NeighboursState = { readonly kind: "waiting" } | { readonly kind: "failed"; readonly message: string } | FoundNeighbours;

/** Of one vocabulary: under another one the same rows have other names. */
const neighbours = slice<{ readonly vocabulary: string; readonly state: NeighboursState }>("neighbours", {
  vocabulary: "",
  state: { kind: "waiting" },
});
const statistics = slice<{ readonly table: string; readonly values: TableStatistics } | undefined>("rowStatistics", undefined);

export const neighboursOptions = keptSlice(
  "neighbours",
  { metric: "cosine", withInputs: false },
  v.object({
    metric: v.picklist(["cosine", "dot", "euclidean"]),
    /** Whether the tokens asked with may be among the neighbours. */
    withInputs: v.boolean(),
  }),
);

export function neighboursOf(view: InspectorView): NeighboursState {
  const { vocabulary, state } = view.store.get(neighbours);
  return vocabulary === vocabularyKey(view) ? state : { kind: "waiting" };
}

/** Of the table that is shown; undefined while they are computed. */
export function statisticsOf({ store }: InspectorView): TableStatistics | undefined {
  const made = store.get(tables);
  const known = store.get(statistics);
  return made.kind === "ready" && known?.table === made.key ? known.values : undefined;
}

const neighbourCount = 50;

export function statisticsQuery(view: InspectorView): Query {
  const { store, gpu } = view;
  return query(() => {
    const made = store.get(tables);
    if (made.kind !== "ready" || made.trained !== undefined || statisticsOf(view) !== undefined) return undefined;
    return {
      key: made.key,
      run: (signal) => gpu.run((backend, jobs) => jobs.tableStatistics(backend, made.token), signal),
      done: (values) => {
        const unusual = values.unusual.map((row) => ({ ...row, index: idOfRow(made, row.index) })); // shown and named by their ids
        store.set(statistics, { table: made.key, values: { ...values, unusual } });
      },
      failed: (error) => show(view, { kind: "failed", message: sentence(error) }),
    };
  });
}

export function neighboursQuery(view: InspectorView): Query {
  const { store } = view;
  return query(() => {
    const made = store.get(tables);
    const sum = sumOf(view);
    const rowStatistics = statisticsOf(view);
    if (made.kind !== "ready" || sum.length === 0) return undefined;
    // Trained tables change in every frame and are small: their norms are computed when they are needed.
    const norms = made.trained === undefined ? rowStatistics?.norms : undefined;
    if (norms === undefined && made.trained === undefined) return undefined;
    const { metric, withInputs } = store.get(neighboursOptions);
    const asked = sum.map(({ id, factor }) => [id, factor]);
    return {
      key: JSON.stringify([made.key, vocabularyKey(view), asked, metric, withInputs, store.get(generation)]),
      ...inTurnWhileTraining(made),
      run: (signal) => find(view, made, norms ?? rowNorms(comparedRows(made)), sum, signal),
      done: (found) => show(view, found),
      failed: (error) => show(view, { kind: "failed", message: sentence(error) }),
    };
  });
}

const show = (view: InspectorView, state: NeighboursState): void => view.store.set(neighbours, { vocabulary: vocabularyKey(view), state });

async function find(
  view: InspectorView,
  made: ReadyTables,
  norms: Float64Array,
  sum: TokenSum,
  signal: AbortSignal,
): Promise<FoundNeighbours> {
  const { store, gpu } = view;
  const { metric, withInputs } = store.get(neighboursOptions);
  const asked = rowsOfIds(
    made,
    Int32Array.from(sum, ({ id }) => id),
  );
  const excluded = new Set(withInputs ? [] : asked);
  const terms = sum.map(({ factor }, i) => ({ index: asked[i] ?? 0, factor })); // a row for each term
  let started = 0;
  const result = await gpu.run((backend, jobs) => {
    started = performance.now();
    return jobs.findNeighbours(backend, comparedRows(made), norms, { terms, metric, count: neighbourCount, excluded });
  }, signal);
  const ms = performance.now() - started;
  store.set(computeMs, ms);
  const names = await nameTokens(
    view,
    result.found.map(({ index }) => idOfRow(made, index)),
  );
  const tokenCount = namedRows(view);
  const rows = result.found.map(({ index, score }) => {
    const id = idOfRow(made, index);
    return { ...(names.get(id) ?? namedByNumber(id)), isPadding: tokenCount > 0 && id >= tokenCount, score };
  });
  return { kind: "ready", rows, metric, ms, bytesRead: result.bytesRead };
}
