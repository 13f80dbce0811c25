/**
 * The rows of the strip that have arrived. Each remembers its revision: what is out of date stays on the screen until newer arrives, so
 * that typing never empties it.
 */
import type { TextChange, TokenRow, TokenRows } from "../../../lens/answers.ts";
import type { ReadyText } from "../../../lens/textState.ts";
import { changeBetween, documentKey, hostState, readyText } from "../../shared/hostState.ts";
import { type Query, query, sentence } from "../../shared/query.ts";
import type { Span } from "../../../lens/answers.ts";
import { slice } from "../../shared/store.ts";
import { problem } from "../../shared/view.ts";
import type { TokenView } from "../tokenView.ts";

export interface LoadedRow {
  readonly revision: number;
  readonly row: TokenRow;
}
export type LoadedRows = ReadonlyMap<number, LoadedRow>;

/** By row index, and whose rows they are. */
const loadedRows = slice<{ readonly document: string; readonly rows: LoadedRows }>("loadedRows", { document: "", rows: new Map() });
/** The rows that are drawn, or waited for. */
export const drawnRows = slice<Span>("drawnRows", { from: 0, to: 0 });

/** Rows asked for beyond those drawn, on either side. */
const rowsAhead = 48;
/** The latest to arrive are kept. */
const rowLimit = 3000;

/** None of another document, or of another encoding, is shown. */
export function rowsOf({ store }: TokenView): LoadedRows {
  const { shown } = store.get(hostState);
  const { document, rows } = store.get(loadedRows);
  return shown !== undefined && document === documentKey(shown) ? rows : noRows;
}
const noRows: LoadedRows = new Map();

/** @param rowCount rows of the text now: no others are kept */
export function rowsWith(loaded: LoadedRows, arrived: TokenRows, rowCount: number): LoadedRows {
  const rows = new Map(loaded);
  for (const [at, row] of arrived.rows.entries()) {
    rows.delete(arrived.from + at); // set anew, it becomes the youngest
    rows.set(arrived.from + at, { revision: arrived.revision, row });
  }
  for (const index of rows.keys()) if (index >= rowCount) rows.delete(index);
  dropOldest(rows, rowLimit);
  return rows;
}

/** The rows that an edit left as they were, at their new index, and the new ones that came with it. Rows it replaced stay until newer arrive. */
export function rowsAfter(
  loaded: LoadedRows,
  change: TextChange,
  { revision, rowCount }: Pick<ReadyText, "revision" | "rowCount">,
): LoadedRows {
  const { from, removed, inserted } = change.rows;
  const moved = change.tokens.inserted - change.tokens.removed;
  const rows = new Map<number, LoadedRow>();
  for (const [index, { revision: of, row }] of loaded) {
    if (of !== change.since || (index >= from && index < from + removed)) {
      if (index < rowCount && !rows.has(index)) rows.set(index, { revision: of, row });
    } else if (index < from) rows.set(index, { revision, row });
    else rows.set(index + inserted - removed, { revision, row: moved === 0 ? row : { ...row, from: row.from + moved } });
  }
  for (const [at, row] of (change.freshRows ?? []).entries()) rows.set(from + at, { revision, row });
  return rows;
}

/** A Map runs from the oldest entry on. */
export function dropOldest(map: Map<number, unknown>, limit: number): void {
  for (const key of map.keys()) {
    if (map.size <= limit) return;
    map.delete(key);
  }
}

/** The part of a span that has to be asked for. */
export function missingRows(loaded: LoadedRows, span: Span, revision: number): Span | undefined {
  let { from, to } = span;
  while (from < to && loaded.get(from)?.revision === revision) from += 1;
  while (to > from && loaded.get(to - 1)?.revision === revision) to -= 1;
  return from < to ? { from, to } : undefined;
}

export function rowsQuery(view: TokenView): Query {
  const { store, host } = view;
  view.onReceived((before, state) => {
    const change = changeBetween(before, state);
    if (change === undefined || state.text.kind !== "ready") return;
    store.set(loadedRows, { document: documentKey(state), rows: rowsAfter(rowsOf(view), change, state.text) });
  });
  return query(() => {
    const { shown } = store.get(hostState);
    const text = readyText(shown);
    if (shown === undefined || text === undefined) return undefined;
    const rows = rowsOf(view);
    const within = (span: Span): Span => ({ from: Math.max(0, span.from), to: Math.min(text.rowCount, span.to) });
    const drawn = within(store.get(drawnRows));
    if (missingRows(rows, drawn, text.revision) === undefined) return undefined;
    const missing = missingRows(rows, within({ from: drawn.from - rowsAhead, to: drawn.to + rowsAhead }), text.revision);
    if (missing === undefined) return undefined;
    const document = documentKey(shown);
    return {
      key: [document, text.revision, missing.from, missing.to].join(" "),
      inTurn: document,
      run: (signal) => host.request("rows/slice", missing, signal),
      done: (arrived) => {
        const now = store.get(hostState).shown;
        if (now === undefined || documentKey(now) !== document) return;
        store.set(loadedRows, { document, rows: rowsWith(rowsOf(view), arrived, readyText(now)?.rowCount ?? 0) });
      },
      failed: (error) => store.set(problem, sentence(error)),
    };
  });
}
