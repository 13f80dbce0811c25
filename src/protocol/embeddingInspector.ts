/** Method table of the embedding inspector. */
import * as v from "valibot";
import { method } from "./rpc.ts";
import { sharedHostMethods } from "./views.ts";

export interface VocabularyMatches {
  readonly ids: readonly number[];
  readonly texts: readonly string[];
  readonly partial: readonly number[];
}

/** How often an id stands in the text, and where first. */
export interface DistinctToken {
  readonly id: number;
  readonly count: number;
  readonly first: number;
}

export const inspectorHostMethods = {
  ...sharedHostMethods,
  /** Tokens whose text holds the query, shortest first; a query of digits also finds that id. */
  "vocabulary/search": method(
    v.object({
      query: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ).answers<VocabularyMatches>(),
  /** The different ids of the text under the lens, in order of first appearance. */
  "tokens/distinct": method(v.null()).answers<{ readonly revision: number; readonly tokens: readonly DistinctToken[] }>(),
};
export type InspectorHostMethods = typeof inspectorHostMethods;
