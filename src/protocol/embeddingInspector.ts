/** Method table of the embedding inspector. */
import * as v from "valibot";
import type { DistinctTokens, VocabularyMatches } from "../lens/answers.ts";
import { method } from "./rpc.ts";
import { sharedHostMethods } from "./views.ts";
export type { DistinctToken, VocabularyMatches } from "../lens/answers.ts";

export const inspectorHostMethods = {
  ...sharedHostMethods,
  /** Tokens whose text holds the query, in upper or lower case, shortest first; a query of digits also finds that id. */
  "vocabulary/search": method(
    v.object({
      query: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ).answers<VocabularyMatches>(),
  /** The different ids of the text under the lens, in order of first appearance. */
  "tokens/distinct": method(v.null()).answers<DistinctTokens>(),
};
export type InspectorHostMethods = typeof inspectorHostMethods;
