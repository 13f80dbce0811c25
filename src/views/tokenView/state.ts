/**
 * All that the token view shows, and how each message and each click changes it. Pure: what has to be asked of the host follows from
 * the state (effects.ts), what is on the screen is a function of it.
 */
import { changeLens, type Lens, type LensPatch } from "../../lens/lens.ts";
import type { EndOfText, SearchResult, TokenRows } from "../../protocol/tokenView.ts";
import type { ReadyText, TextState, TokenSlice, ViewState } from "../../protocol/views.ts";
import type { Choices } from "./choices.ts";
import type { DrawnOrder } from "./windows/shuffling.ts";
import { endsAfter, type KnownPage, type KnownRow, pagesAfter, pagesWith, rowsAfter, rowsWith } from "./known.ts";

interface Search {
  readonly query: string;
  readonly by: "text" | "id";
  /** The answer to this query; null while none has come. */
  readonly result: SearchResult | null;
  /** The token that was selected when the search began, to return to. */
  readonly origin: number | null;
}

interface PendingChange {
  readonly id: number;
  readonly patch: LensPatch;
  /** `toldCount` when it was made. */
  readonly toldBefore: number;
}

export interface AppState {
  /** As the host last told it; null before its first word. */
  readonly told: ViewState | null;
  /** How many states the host has told. */
  readonly toldCount: number;
  /** Changes of the lens that the host has not answered yet, oldest first: shown at once. */
  readonly pending: readonly PendingChange[];
  readonly choices: Choices;
  /** Rows of the strip that arrived, by row index; those of an older revision stay until newer ones come. */
  readonly rows: ReadonlyMap<number, KnownRow>;
  /** Tokens that arrived, in pages. */
  readonly pages: ReadonlyMap<number, KnownPage>;
  readonly search: Search;
  /** Where documents end, as far as it was asked for. */
  readonly endOfText: EndOfText | null;
  /** The shuffled order of many windows drawn last, or being drawn; the settings may have moved on. */
  readonly shuffled: DrawnOrder | null;
  /** The windows' play button. */
  readonly playing: boolean;
  /** What went wrong last, in a sentence; null when nothing did, or it was put away. */
  readonly notice: string | null;
}

export type Action =
  | { readonly kind: "told"; readonly state: ViewState }
  | { readonly kind: "lensChanged"; readonly id: number; readonly patch: LensPatch }
  | { readonly kind: "lensAccepted"; readonly id: number }
  | { readonly kind: "lensRefused"; readonly id: number; readonly reason: string }
  | { readonly kind: "choicesChanged"; readonly choices: Partial<Choices> }
  | { readonly kind: "rowsArrived"; readonly rows: TokenRows }
  | { readonly kind: "tokensArrived"; readonly slices: readonly TokenSlice[] }
  | { readonly kind: "endsArrived"; readonly ends: EndOfText }
  | { readonly kind: "orderTold"; readonly drawn: DrawnOrder }
  | { readonly kind: "searchTyped"; readonly query: string }
  | { readonly kind: "searchBy"; readonly by: "text" | "id" }
  | { readonly kind: "searchAnswered"; readonly query: string; readonly by: "text" | "id"; readonly result: SearchResult }
  | { readonly kind: "searchEnded" }
  | { readonly kind: "played"; readonly playing: boolean }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "noticeRead" };

export const initialState = (choices: Choices): AppState => ({
  told: null,
  toldCount: 0,
  pending: [],
  choices,
  rows: new Map(),
  pages: new Map(),
  search: { query: "", by: "text", result: null, origin: null },
  endOfText: null,
  shuffled: null,
  playing: false,
  notice: null,
});

export function reduce(state: AppState, action: Action): AppState {
  switch (action.kind) {
    case "told":
      return tell({ ...state, toldCount: state.toldCount + 1 }, action.state);
    case "lensChanged":
      return { ...state, pending: [...state.pending, { id: action.id, patch: action.patch, toldBefore: state.toldCount }] };
    case "lensAccepted":
      return accept(state, action.id);
    case "lensRefused":
      return { ...state, pending: state.pending.filter(({ id }) => id !== action.id), notice: action.reason };
    case "choicesChanged":
      return { ...state, choices: { ...state.choices, ...action.choices } };
    case "rowsArrived":
      return { ...state, rows: rowsWith(state.rows, action.rows, readyText(state)?.rowCount ?? 0) };
    case "tokensArrived":
      return { ...state, pages: pagesWith(state.pages, action.slices) };
    case "endsArrived":
      return { ...state, endOfText: action.ends };
    case "orderTold":
      return { ...state, shuffled: action.drawn };
    case "searchTyped":
      return typeSearch(state, action.query);
    case "searchBy":
      return { ...state, search: { ...state.search, by: action.by, result: null } };
    case "searchAnswered": {
      const isOurs = action.query === state.search.query && action.by === state.search.by;
      return isOurs ? { ...state, search: { ...state.search, result: action.result } } : state;
    }
    case "searchEnded":
      return { ...state, search: { ...state.search, query: "", result: null, origin: null } };
    case "played":
      return { ...state, playing: action.playing };
    case "failed":
      return { ...state, notice: action.message };
    case "noticeRead":
      return { ...state, notice: null };
    default:
      return action satisfies never;
  }
}

/** Another text: nothing of the old one may be shown under the new name. */
function tell(state: AppState, told: ViewState): AppState {
  const before = state.told?.text;
  const isOther = before === undefined || nameOf(before) !== nameOf(told.text) || state.told?.lens.encoding !== told.lens.encoding;
  if (!isOther) return moveAlong({ ...state, told }, readyText(state), told.text);
  // The row on the screen was the other file's. The first file told after a reload is the one it belongs to.
  const [nameBefore, name] = [before === undefined ? null : nameOf(before), nameOf(told.text)];
  const isOtherFile = nameBefore !== null && name !== null && nameBefore !== name;
  return {
    ...state,
    told,
    choices: isOtherFile ? { ...state.choices, row: 0 } : state.choices,
    rows: new Map(),
    pages: new Map(),
    endOfText: null,
    search: { ...state.search, result: null },
  };
}

/** The rows, tokens and ends of documents that an edit left as they were stay known, at their new place. */
function moveAlong(state: AppState, before: ReadyText | null, text: TextState): AppState {
  if (before === null || text.kind !== "ready" || text.change === undefined || text.change.since !== before.revision) return state;
  return {
    ...state,
    rows: rowsAfter(state.rows, text.change, text.revision, text.rowCount),
    pages: pagesAfter(state.pages, text.change, text.revision),
    endOfText: endsAfter(state.endOfText, text.change, text),
  };
}

/** The host has applied the change. It tells the state before it answers; should none have come, the change counts as told. */
function accept(state: AppState, id: number): AppState {
  const change = state.pending.find((each) => each.id === id);
  if (change === undefined || state.told === null) return state;
  const lens = state.toldCount > change.toldBefore ? state.told.lens : changeLens(state.told.lens, change.patch, tokenCountOf(state));
  return { ...state, told: { ...state.told, lens }, pending: state.pending.filter((each) => each !== change) };
}

function typeSearch(state: AppState, query: string): AppState {
  const { search } = state;
  const origin = search.query === "" ? (lensOf(state)?.selectedToken ?? null) : search.origin;
  return { ...state, search: { ...search, query, origin, result: query === "" ? null : search.result } };
}

const nameOf = (text: TextState): string | null => (text.kind === "none" ? null : text.name);

/** The lens with the user's own changes already in it. */
export function lensOf(state: AppState): Lens | null {
  if (state.told === null) return null;
  return state.pending.reduce((lens, { patch }) => changeLens(lens, patch, tokenCountOf(state)), state.told.lens);
}

const tokenCountOf = (state: AppState): number | undefined => readyText(state)?.tokenCount;

export const readyText = (state: AppState): ReadyText | null => (state.told?.text.kind === "ready" ? state.told.text : null);
