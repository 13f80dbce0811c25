/** The search: what is looked for, where it began, what was found last. */
import type { SearchResult } from "../../../protocol/tokenView.ts";
import { documentKey, hostState, readyText } from "../../shared/state/hostState.ts";
import { type Query, query, sentence } from "../../shared/state/query.ts";
import { slice } from "../../shared/state/store.ts";
import { problem } from "../../shared/state/view.ts";
import { selectToken, type TokenView } from "../tokenView.ts";

interface SearchStep {
  readonly from: number;
  readonly backwards: boolean;
  /** The match becomes the selected token. */
  readonly select: boolean;
}

export interface Search {
  readonly query: string;
  readonly by: "text" | "id";
  /** The token that was selected when the search began, to return to. */
  readonly origin: number | undefined;
  /** The step asked for last, and how many there were. */
  readonly step: SearchStep | undefined;
  readonly stepCount: number;
  /** The last answer, and what was asked. */
  readonly answer:
    | { readonly document: string; readonly query: string; readonly by: "text" | "id"; readonly result: SearchResult }
    | undefined;
}

export const search = slice<Search>("search", {
  query: "",
  by: "text",
  origin: undefined,
  step: undefined,
  stepCount: 0,
  answer: undefined,
});

/** @param selected the token selected now */
export const typed = (state: Search, text: string, selected: number | undefined): Search => ({
  ...state,
  query: text,
  origin: state.query === "" ? selected : state.origin,
});

export const stepped = (state: Search, step: SearchStep): Search =>
  state.query === "" ? state : { ...state, step, stepCount: state.stepCount + 1 };

export const bySwitched = (state: Search): Search => ({ ...state, by: state.by === "id" ? "text" : "id" });

export const ended = (state: Search): Search => ({ ...state, query: "", origin: undefined, step: undefined });

/** What is shown as found. While more is typed, the match of what was typed before stays; by id and by text are not the same search. */
export function foundIn({ query, by, answer }: Search, document: string): SearchResult | undefined {
  return query !== "" && answer?.by === by && answer.document === document ? answer.result : undefined;
}

/** The match of the search, in the document that is shown. */
export function resultOf({ store }: TokenView): SearchResult | undefined {
  const { shown } = store.get(hostState);
  return shown === undefined ? undefined : foundIn(store.get(search), documentKey(shown));
}

/** Selects the match shown, or where that is selected the next one; backwards the one before. Read from what is known now, not from what is drawn: two
 *  keys may come in one frame. */
export function goOn(view: TokenView, backwards: boolean): void {
  const { shown } = view.store.get(hostState);
  const text = readyText(shown);
  if (shown === undefined || text === undefined) return;
  const match = resultOf(view)?.match;
  const isSelected = match !== undefined && shown.lens.selectedToken === match.from;
  const from = match === undefined ? 0 : backwards || !isSelected ? match.from : match.from + 1;
  view.store.update(search, (state) => stepped(state, { from: from % text.tokenCount, backwards, select: true })); // past the last token it begins again
}

/** Ends the search and returns to where it began. */
export function endSearch(view: TokenView): void {
  const { origin } = view.store.get(search);
  view.store.update(search, ended);
  if (origin !== undefined && origin !== view.store.get(hostState).shown?.lens.selectedToken) selectToken(view, origin);
}

export function searchQuery(view: TokenView): Query {
  const { store, host } = view;
  return query(() => {
    const { query, by, step, stepCount } = store.get(search);
    const { shown } = store.get(hostState);
    if (query === "" || step === undefined || shown?.text.kind !== "ready") return undefined;
    const { from, backwards, select } = step;
    const document = documentKey(shown);
    return {
      key: String(stepCount),
      inTurn: document,
      run: (signal) => host.request("tokens/search", { query, by, from, backwards }, signal),
      done: (result) => {
        const now = store.get(search);
        if (now.query !== query || now.by !== by) return;
        store.set(search, { ...now, answer: { document, query, by, result } });
        if (select && result.match !== undefined) selectToken(view, result.match.from);
      },
      failed: (error) => store.set(problem, sentence(error)),
    };
  });
}
