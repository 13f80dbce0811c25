/** Method table of the token view. */
import * as v from "valibot";
import { method } from "./rpc.ts";
import { indexSchema, rangeSchema, sharedHostMethods, sliceLimit, type TokenSlice } from "./views.ts";

/**
 * One row of the token strip. A row ends after a token that holds a line break, and at a stated length in a line that has none, so
 * that rows stay small enough to draw; they read on without a gap. Rows wrap to any width in the view.
 */
export interface TokenRow {
  /** Index of the first token. */
  readonly from: number;
  readonly ids: readonly number[];
  readonly texts: readonly string[];
  /** As in `TokenSlice`: indexes into this row. */
  readonly partial: readonly number[];
}

export interface TokenRows {
  readonly revision: number;
  /** Row index of rows[0]. */
  readonly from: number;
  readonly rows: readonly TokenRow[];
}

export interface SearchResult {
  /** Token indexes [from, to) that the match touches; null: no match. */
  readonly match: { readonly from: number; readonly to: number } | null;
  readonly matchCount: number;
  /** 0-based number of the match among all. */
  readonly matchIndex: number;
}

/** Where documents end in the text. */
export interface EndOfText {
  readonly revision: number;
  /** Token indexes of the token that ends a document, ascending. */
  readonly indexes: readonly number[];
}
/** As many ends of documents are listed. */
export const endOfTextLimit = 100_000;

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

export const tokenViewHostMethods = {
  ...sharedHostMethods,
  /** One slice for each range, in the order asked for, each clipped to the text. */
  "tokens/ranges": method(v.object({ ranges: rangesSchema })).answers<readonly TokenSlice[]>(),
  /** The first `endOfTextLimit` of them. */
  "tokens/endOfText": method(v.null()).answers<EndOfText>(),
  "rows/slice": method(rangeSchema).answers<TokenRows>(),
  /** The row a token stands in. */
  "rows/ofToken": method(v.object({ index: indexSchema })).answers<{ readonly row: number }>(),
  /** The nearest match at or after `from` (or before it), wrapping round. `query` is text, or one id in digits. */
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
