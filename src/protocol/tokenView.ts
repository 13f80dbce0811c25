/** Method table of the token view. */
import * as v from "valibot";
import type { EndOfText, SearchResult, TokenRows, TokenSlice } from "../lens/answers.ts";
import type { ComparedRows } from "../lens/compare/comparedRows.ts";
import { method } from "./rpc.ts";
import { indexSchema, rangeSchema, sharedHostMethods, sliceLimit } from "./views.ts";
export type { EndOfText, SearchResult, TokenRows } from "../lens/answers.ts";

/** As many scattered ranges as one picture may need: the rows of a shuffled batch. */
export const rangesLimit = 4096;
const rangesSchema = v.pipe(
  v.array(rangeSchema),
  v.maxLength(rangesLimit),
  v.check(
    (ranges) => ranges.reduce((sum, { from, to }) => sum + to - from, 0) <= sliceLimit,
    `Ranges hold ${sliceLimit} tokens at most, all together.`,
  ),
);

/** Rows with the tokens of up to four encodings each: more than a few screens. */
export const comparedRowsLimit = 256;
const comparedRangeSchema = v.pipe(
  rangeSchema,
  v.check(({ from, to }) => to - from <= comparedRowsLimit, `At most ${comparedRowsLimit} rows are compared at once.`),
);

export const tokenViewHostMethods = {
  ...sharedHostMethods,
  /** One slice for each range, in the order asked for, each clipped to the text. */
  "tokens/ranges": method(v.object({ ranges: rangesSchema })).answers<readonly TokenSlice[]>(),
  /** Where documents end: the first 100,000 places. */
  "tokens/endOfText": method(v.null()).answers<EndOfText>(),
  /** The rows asked for, and those that share a block with one of them: blocks arrive whole. */
  "rows/slice": method(rangeSchema).answers<TokenRows>(),
  /** Rows of the text under each of the encodings it is compared under. */
  "compare/rows": method(comparedRangeSchema).answers<ComparedRows>(),
  /** The row a token is in. */
  "rows/ofToken": method(v.object({ index: indexSchema })).answers<{ readonly row: number }>(),
  /** The nearest match at or after `from` (or before it), wrapping round. `query` is text, in which escapes name bytes (`\\n`, `\\x80`), or one id in digits. */
  "tokens/search": method(
    v.object({
      query: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
      by: v.picklist(["text", "id"]),
      from: indexSchema,
      backwards: v.boolean(),
    }),
  ).answers<SearchResult>(),
};
export type TokenViewHostMethods = typeof tokenViewHostMethods;
