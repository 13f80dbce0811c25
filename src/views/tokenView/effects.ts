/** What the state wants of the host, asked as it changes: rows, tokens, the selected token's description, search. */
import type { LensPatch } from "../../protocol/lens.ts";
import type { TokenViewHostMethods } from "../../protocol/tokenView.ts";
import type { Host } from "../shared/connect.ts";
import { createLatest } from "../shared/latest.ts";
import type { App } from "./app.ts";
import { missingPages, missingRows, type Span } from "./known.ts";
import { createShuffling, slicedOrder } from "./windows/shuffling.ts";
import { type Action, type AppState, lensOf, readyText } from "./state.ts";

/** Rows asked for beyond those drawn, on either side. */
const rowsAhead = 48;

interface SearchWish {
  readonly query: string;
  readonly by: "text" | "id";
  readonly from: number;
  readonly backwards: boolean;
  readonly select: boolean;
}

export interface Effects {
  readonly app: App;
  /** To be called after each change of the state. */
  follow(): void;
}

export function createEffects(host: Host<TokenViewHostMethods>, getState: () => AppState, dispatch: (action: Action) => void): Effects {
  const fail = (error: unknown): void => dispatch({ kind: "failed", message: sentence(error) });
  let drawnRows: Span = { from: 0, to: 0 };
  const wantedTokens = new Map<string, readonly Span[]>();
  let revision = -1;
  let nextChange = 1;
  let keptChoices: unknown = null;

  const rows = createLatest(
    (span: Span, signal) => host.request("rows/slice", span, signal),
    (answer) => {
      dispatch({ kind: "rowsArrived", rows: answer });
    },
    fail,
  );
  const tokens = createLatest(
    (ranges: readonly Span[], signal) => host.request("tokens/ranges", { ranges: [...ranges] }, signal),
    (slices) => dispatch({ kind: "tokensArrived", slices }),
    fail,
  );
  const ends = createLatest(
    (_: number, signal) => host.request("tokens/endOfText", null, signal),
    (answer) => dispatch({ kind: "endsArrived", ends: answer }),
    fail,
  );
  const searching = createLatest(
    ({ query, by, from, backwards }: SearchWish, signal) => host.request("tokens/search", { query, by, from, backwards }, signal),
    (result, { query, by, select }) => {
      dispatch({ kind: "searchAnswered", query, by, result });
      if (select && result.match !== undefined) changeLens({ selectedToken: result.match.from });
    },
    fail,
  );

  const shuffling = createShuffling((drawn) => dispatch({ kind: "orderTold", drawn }));

  const changeLens = (patch: LensPatch): void => {
    const id = nextChange++;
    dispatch({ kind: "lensChanged", id, patch });
    host.request("lens/change", patch).then(
      () => dispatch({ kind: "lensAccepted", id }),
      (error: unknown) => dispatch({ kind: "lensRefused", id, reason: sentence(error) }),
    );
  };

  /** Never the same question twice running: an answer that falls short, or fails, would be asked for without end. */
  const asked = new Map<string, string>();
  const isNew = (what: string, wish: unknown): boolean => {
    const key = JSON.stringify(wish);
    if (asked.get(what) === key) return false;
    asked.set(what, key);
    return true;
  };

  const askRows = (): void => {
    const text = readyText(getState());
    if (text === null) return;
    const drawn = { from: Math.max(0, drawnRows.from), to: Math.min(text.rowCount, drawnRows.to) };
    if (rows.busy || missingRows(getState().rows, drawn, text.revision) === null) return; // while busy: asked again when it arrives
    const ahead = { from: Math.max(0, drawn.from - rowsAhead), to: Math.min(text.rowCount, drawn.to + rowsAhead) };
    const missing = missingRows(getState().rows, ahead, text.revision);
    if (missing === null || !isNew("rows", [text.revision, missing])) return;
    rows.wish(missing);
  };
  const askTokens = (): void => {
    const text = readyText(getState());
    if (text === null || tokens.busy) return;
    const missing = missingPages(getState().pages, [...wantedTokens.values()].flat(), text.revision, text.tokenCount);
    if (missing.length > 0 && isNew("tokens", [text.revision, missing])) tokens.wish(missing);
  };
  /** Only the windows care where documents end. */
  const askEnds = (): void => {
    const state = getState();
    const text = readyText(state);
    if (text === null || text.endOfTextCount === 0 || ends.busy || lensOf(state)?.tab !== "windows") return;
    if (state.endOfText?.revision !== text.revision && isNew("ends", text.revision)) ends.wish(text.revision);
  };
  const askOrder = (): void => {
    const state = getState();
    const text = readyText(state);
    const lens = lensOf(state);
    shuffling.want(text === null || lens?.tab !== "windows" ? null : slicedOrder(text.tokenCount, lens.windows));
  };

  const app: App = {
    host,
    getState,
    dispatch,
    changeLens,
    changeWindows: (windows) => changeLens({ windows }),
    runCommand: (command) => void host.request("command/run", { command }).catch(fail),
    copy: (text) => void host.request("clipboard/write", { text }).catch(fail),
    wantRows(span) {
      drawnRows = span;
      askRows();
    },
    wantTokens(who, spans) {
      wantedTokens.set(who, spans);
      askTokens();
    },
    search(from, backwards, select) {
      const { query, by } = getState().search;
      if (query !== "") searching.wish({ query, by, from, backwards, select });
    },
  };
  return {
    app,
    follow() {
      const state = getState();
      const text = readyText(state);
      if (text !== null && text.revision !== revision) {
        revision = text.revision;
        rows.cancel(); // what is under way is about a text that is no more
        tokens.cancel();
        asked.clear();
      }
      askRows();
      askTokens();
      askEnds();
      askOrder();
      if (state.choices !== keptChoices) host.keep((keptChoices = state.choices));
    },
  };
}

export const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
