/** The rows of the strip. */
import type { TextChange, TokenRow } from "../../../lens/answers.ts";
import type { ReadyText } from "../../../lens/textState.ts";
import { changeBetween, documentKey, readyText } from "../../shared/state/hostState.ts";
import type { Query } from "../../shared/state/query.ts";
import type { LoadedRow, LoadedRows } from "../rows/loadedRows.ts";
import { rowStore } from "../rows/rowStore.ts";
import type { TokenView } from "../tokenView.ts";

const tokenRows = rowStore<TokenRow>({
  name: "tokenRows",
  ahead: 48,
  atOnce: Number.POSITIVE_INFINITY,
  limit: 3000,
  keyOf: documentKey,
  versionOf: (state) => readyText(state)?.revision,
  async ask({ host }, span, _version, signal) {
    const { revision, from, rows } = await host.request("rows/slice", span, signal);
    return { version: revision, from, rows };
  },
});
export const { drawn: drawnRows, rowsOf } = tokenRows;

/** The rows that an edit left as they were, at their new index, and the new ones that came with it. Rows it replaced stay until newer arrive. */
export function rowsAfter(
  loaded: LoadedRows<TokenRow>,
  change: TextChange,
  { revision: version, rowCount }: Pick<ReadyText, "revision" | "rowCount">,
): LoadedRows<TokenRow> {
  const { from, removed, inserted } = change.rows;
  const moved = change.tokens.inserted - change.tokens.removed;
  const rows = new Map<number, LoadedRow<TokenRow>>();
  for (const [index, old] of loaded) {
    const { row } = old;
    if (old.version !== change.since || (index >= from && index < from + removed)) {
      if (index < rowCount && !rows.has(index)) rows.set(index, old);
    } else if (index < from) rows.set(index, { version, row });
    else rows.set(index + inserted - removed, { version, row: moved === 0 ? row : { ...row, from: row.from + moved } });
  }
  for (const [at, row] of (change.freshRows ?? []).entries()) rows.set(from + at, { version, row });
  return rows;
}

export function rowsQuery(view: TokenView): Query {
  view.onReceived((before, state) => {
    const change = changeBetween(before, state);
    if (change === undefined || state.text.kind !== "ready") return;
    tokenRows.set(view, state, rowsAfter(rowsOf(view), change, state.text));
  });
  return tokenRows.query(view);
}
