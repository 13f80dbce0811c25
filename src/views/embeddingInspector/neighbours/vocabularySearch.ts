/** Tokens of the vocabulary that hold a text, or have an id. */
import { type Query, query } from "../../shared/state/query.ts";
import { slice } from "../../shared/state/store.ts";
import type { InspectorView } from "../inspectorView.ts";
import { type TokenLabel, toLabels } from "../tokens/tokenLabel.ts";

export interface VocabularySearch {
  readonly query: string;
  /** Undefined while nothing has arrived. */
  readonly found: readonly TokenLabel[] | undefined;
  /** The one that Enter chooses. */
  readonly current: number;
}

export const noSearch: VocabularySearch = { query: "", found: undefined, current: 0 };
export const vocabularySearch = slice<VocabularySearch>("vocabularySearch", noSearch);

const shownAtOnce = 12;

export function vocabularySearchQuery({ store, host }: InspectorView): Query {
  return query(() => {
    const { query: text } = store.get(vocabularySearch);
    if (text === "") return undefined;
    const show = (found: readonly TokenLabel[]): void =>
      store.update(vocabularySearch, (now) => (now.query === "" ? now : { ...now, found, current: 0 }));
    return {
      key: text,
      inTurn: "search",
      run: (signal) => host.request("vocabulary/search", { query: text, limit: shownAtOnce }, signal),
      done: (matches) => show(toLabels(matches.ids, matches.texts)),
      failed: () => show([]),
    };
  });
}
