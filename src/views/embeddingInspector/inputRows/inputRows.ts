/** The selected window's rows: token rows + position rows = input rows, computed with the whole batch the window is in. */
import * as v from "valibot";
import { hostState, tokensKey } from "../../shared/state/hostState.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { drawnOrder, isSameOrder, orderKey, orderQuery } from "../../shared/shuffledOrder.ts";
import { keptSlice, slice } from "../../shared/state/store.ts";
import { computeMs, generation, type InspectorView } from "../inspectorView.ts";
import { contextLengthOf } from "../tables/tablePlan.ts";
import { inTurnWhileTraining } from "../tables/tableRows.ts";
import { tables } from "../tables/tables.ts";
import type { TokenLabel } from "../tokens/tokenLabel.ts";
import { cursor, fitted } from "./cursor.ts";
import { computeInputRows, type InputRows, positionTable, StaleError, windowTokens } from "./computeInputRows.ts";
import { chooseWindow } from "./windowChoice.ts";

export type { InputRows } from "./computeInputRows.ts";

export type InputRowsState =
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "ready"; readonly inputRows: InputRows };

export const inputRows = slice<InputRowsState>("inputRows", { kind: "waiting" });
/** The window's first tokens: they are shown before there are rows. */
export const firstTokens = slice<readonly TokenLabel[]>("firstTokens", []);

export const inputRowsOptions = keptSlice(
  "inputRows",
  { show: "picture", range: "auto" },
  v.object({
    show: v.picklist(["picture", "numbers", "pytorch"]),
    /** Values beyond ± this are drawn as strong as it; `auto`: the strongest value on screen. */
    range: v.union([v.literal("auto"), v.pipe(v.number(), v.minValue(0.01), v.maxValue(1000))]),
  }),
);

export const inputRowsQueries = (view: InspectorView): readonly Query[] => [
  orderQuery(view.store, ({ text, lens }) => (text.kind === "ready" ? orderKey(text.tokenCount, lens.windows) : undefined)),
  firstTokensQuery(view),
  rowsQuery(view),
];

function rowsQuery(view: InspectorView): Query {
  const { store, gpu } = view;
  return query(() => {
    const { shown } = store.get(hostState);
    const made = store.get(tables);
    if (shown?.text.kind !== "ready" || made.kind !== "ready") return undefined;
    const { lens, text } = shown;
    const choice = chooseWindow(shown);
    const wantedOrder = orderKey(text.tokenCount, lens.windows);
    const drawn = store.get(drawnOrder);
    const stage = isSameOrder(drawn?.key, wantedOrder) ? drawn?.stage : undefined;
    if (choice.kind !== "window" || (wantedOrder !== undefined && (stage === undefined || stage.kind === "drawing"))) return undefined;
    const started = performance.now();
    return {
      key: JSON.stringify([
        tokensKey(shown),
        choice.index,
        lens.windows,
        contextLengthOf(shown),
        lens.embedding.positions,
        made.key,
        store.get(generation),
      ]),
      ...inTurnWhileTraining(made),
      run: async (signal) => {
        if (stage?.kind === "failed") throw new RangeError(stage.message);
        const order = wantedOrder === undefined || stage?.kind !== "drawn" ? undefined : stage.order;
        return computeInputRows(view, { shown, text, window: choice.index, tables: made, order }, signal);
      },
      done: (computed) => {
        store.set(inputRows, { kind: "ready", inputRows: computed });
        store.update(cursor, (now) => fitted(now, computed.rows));
        store.set(computeMs, performance.now() - started);
        // What was held for other choices (sinusoidal rows, say) is freed.
        const { positional } = positionTable(view, shown, made);
        view.attempt(gpu.keepOnly([made.token, positional, ...(made.positional === undefined ? [] : [made.positional])]));
      },
      failed: (error) => {
        if (!(error instanceof StaleError)) store.set(inputRows, { kind: "failed", message: sentence(error) });
      },
    };
  });
}

/** The window's tokens, asked for only while there are no tables. */
function firstTokensQuery({ store, host }: InspectorView): Query {
  return query(() => {
    const { shown } = store.get(hostState);
    if (shown?.text.kind !== "ready" || store.get(tables).kind === "ready" || store.get(inputRows).kind !== "waiting") return undefined;
    const { text } = shown;
    const choice = chooseWindow(shown);
    if (choice.kind !== "window") return undefined;
    const { maxLength, stride } = shown.lens.windows;
    return {
      key: JSON.stringify([tokensKey(shown), choice.index, maxLength, stride]),
      run: (signal) => windowTokens(host, shown, text, choice.index, signal),
      done: (tokens) => store.set(firstTokens, tokens),
      failed: () => undefined, // the rows' own request shows what is wrong
    };
  });
}
