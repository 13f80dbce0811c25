/** The rows of one kind that a list draws: which are there, which are drawn, and a query that asks the host for those that are missing. */
import type { Span } from "../../../lens/answers.ts";
import type { ViewState } from "../../../protocol/views.ts";
import { hostState, readyText } from "../../shared/state/hostState.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { type Slice, slice } from "../../shared/state/store.ts";
import { problem } from "../../shared/state/view.ts";
import type { TokenView } from "../tokenView.ts";
import { type ArrivedRows, type LoadedRows, missingRows, rowsWith, type Version } from "./loadedRows.ts";

export interface RowKind<Row> {
  readonly name: string;
  /** Rows asked for beyond those drawn, on either side. */
  readonly ahead: number;
  /** At most so many are asked for at once. */
  readonly atOnce: number;
  /** The latest to arrive are kept. */
  readonly limit: number;
  /** Whose rows they are: none of another document, or under another encoding, is shown. */
  readonly keyOf: (state: ViewState) => string;
  /** The version of the tokens now; undefined: no rows are wanted. */
  readonly versionOf: (state: ViewState) => Version | undefined;
  readonly ask: (view: TokenView, span: Span, version: Version, signal: AbortSignal) => Promise<ArrivedRows<Row>>;
}

export interface RowStore<Row> {
  /** The rows that are drawn, or waited for. */
  readonly drawn: Slice<Span>;
  rowsOf(view: TokenView): LoadedRows<Row>;
  /** Replaces what is there. */
  set(view: TokenView, state: ViewState, rows: LoadedRows<Row>): void;
  query(view: TokenView): Query;
}

export function rowStore<Row>({ name, ahead, atOnce, limit, keyOf, versionOf, ask }: RowKind<Row>): RowStore<Row> {
  const none: LoadedRows<Row> = new Map();
  const loaded = slice<{ readonly key: string; readonly rows: LoadedRows<Row> }>(name, { key: "", rows: none });
  const drawn = slice<Span>(`${name} drawn`, { from: 0, to: 0 });

  const rowsOf = ({ store }: TokenView): LoadedRows<Row> => {
    const { shown } = store.get(hostState);
    const { key, rows } = store.get(loaded);
    return shown !== undefined && key === keyOf(shown) ? rows : none;
  };
  const set = ({ store }: TokenView, state: ViewState, rows: LoadedRows<Row>): void => store.set(loaded, { key: keyOf(state), rows });

  return {
    drawn,
    rowsOf,
    set,
    query: (view) =>
      query(() => {
        const { store } = view;
        const { shown } = store.get(hostState);
        const text = readyText(shown);
        const version = shown && versionOf(shown);
        if (shown === undefined || text === undefined || version === undefined) return undefined;
        const rows = rowsOf(view);
        const within = ({ from, to }: Span): Span => ({ from: Math.max(0, from), to: Math.min(text.rowCount, to) });
        const { from, to } = within(store.get(drawn));
        if (missingRows(rows, { from, to }, version) === undefined) return undefined;
        const missing = missingRows(rows, within({ from: from - ahead, to: to + ahead }), version);
        if (missing === undefined) return undefined;
        const span = { from: missing.from, to: Math.min(missing.to, missing.from + atOnce) };
        const key = keyOf(shown);
        return {
          key: [key, version, span.from, span.to].join(" "),
          inTurn: key,
          run: (signal) => ask(view, span, version, signal),
          done: (arrived) => {
            const now = store.get(hostState).shown;
            if (now !== undefined && keyOf(now) === key)
              set(view, now, rowsWith(rowsOf(view), arrived, readyText(now)?.rowCount ?? 0, limit));
          },
          failed: (error) => store.set(problem, sentence(error)),
        };
      }),
  };
}
