/** The rows under all compared encodings, as far as they have arrived. What is out of date stays on the screen until newer arrives. */
import type { Span } from "../../../lens/answers.ts";
import type { ComparedRow } from "../../../lens/compare/comparedRows.ts";
import { comparedIds } from "../../../lens/compare/comparison.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { documentKey, hostState, readyText } from "../../shared/hostState.ts";
import { type Query, query, sentence } from "../../shared/query.ts";
import { slice } from "../../shared/store.ts";
import { problem } from "../../shared/view.ts";
import { dropOldest } from "../strip/loadedRows.ts";
import type { TokenView } from "../tokenView.ts";

interface LoadedRow {
  /** Names the versions of the tokens that it was made of. */
  readonly version: string;
  readonly row: ComparedRow;
}
export type ComparedRowsLoaded = ReadonlyMap<number, LoadedRow>;

/** By row index, and of which document under which encodings. */
const loadedRows = slice<{ readonly key: string; readonly rows: ComparedRowsLoaded }>("comparedRows", { key: "", rows: new Map() });
/** The rows that are drawn, or waited for. */
export const comparedRowsDrawn = slice<Span>("comparedRowsDrawn", { from: 0, to: 0 });

/** Rows asked for beyond those drawn, on either side; with them, fewer than the host answers at once. */
const rowsAhead = 24;
const rowsAtOnce = 128;
/** The latest to arrive are kept. */
const rowLimit = 1000;

const keyOf = (view: ViewState): string => JSON.stringify([documentKey(view), comparedIds(view.lens)]);

export function comparedRowsOf({ store }: TokenView): ComparedRowsLoaded {
  const { shown } = store.get(hostState);
  const { key, rows } = store.get(loadedRows);
  return shown !== undefined && key === keyOf(shown) ? rows : none;
}
const none: ComparedRowsLoaded = new Map();

/** The part of a span that has to be asked for. */
function missing(rows: ComparedRowsLoaded, span: Span, version: string): Span | undefined {
  let { from, to } = span;
  while (from < to && rows.get(from)?.version === version) from += 1;
  while (to > from && rows.get(to - 1)?.version === version) to -= 1;
  return from < to ? { from, to: Math.min(to, from + rowsAtOnce) } : undefined;
}

export function comparedRowsQuery(view: TokenView): Query {
  const { store, host } = view;
  return query(() => {
    const { shown } = store.get(hostState);
    const text = readyText(shown);
    if (shown === undefined || text?.comparison === undefined || shown.lens.tab !== "compare") return undefined;
    const rows = comparedRowsOf(view);
    const key = keyOf(shown);
    const version = `${text.revision} ${text.comparison.revision}`;
    const within = (span: Span): Span => ({ from: Math.max(0, span.from), to: Math.min(text.rowCount, span.to) });
    const drawn = within(store.get(comparedRowsDrawn));
    const near = within({ from: drawn.from - rowsAhead, to: drawn.to + rowsAhead });
    const wanted = missing(rows, drawn, version) === undefined ? undefined : missing(rows, near, version);
    if (wanted === undefined) return undefined;
    return {
      key: [key, version, wanted.from, wanted.to].join(" "),
      inTurn: key,
      run: (signal) => host.request("compare/rows", wanted, signal),
      done: (arrived) => {
        const now = store.get(hostState).shown;
        if (now === undefined || keyOf(now) !== key) return;
        const all = new Map(comparedRowsOf(view));
        for (const [at, row] of arrived.rows.entries()) {
          all.delete(arrived.from + at); // set anew, it becomes the youngest
          all.set(arrived.from + at, { version, row });
        }
        const rowCount = readyText(now)?.rowCount ?? 0;
        for (const index of all.keys()) if (index >= rowCount) all.delete(index);
        dropOldest(all, rowLimit);
        store.set(loadedRows, { key, rows: all });
      },
      failed: (error) => store.set(problem, sentence(error)),
    };
  });
}
