/** What the token service answers: the values that every surface shows, and that go over the wire to the views. */
import type { Sentence } from "../core/sentence.ts";
import type { TokenText } from "./tokenText.ts";

/** Half-open range of indexes; empty where from = to. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Tokens [from, from + ids.length). */
export interface TokenSlice {
  readonly revision: number;
  readonly from: number;
  readonly ids: readonly number[];
  readonly texts: readonly TokenText[];
}

/** One row of the token strip. Rows of one block read on without a gap and wrap to any width in the view. */
export interface TokenRow {
  /** Index of the first token. */
  readonly from: number;
  readonly ids: readonly number[];
  readonly texts: readonly TokenText[];
  /** Which of them are special tokens, or added ones: indexes within the row; absent where none is. */
  readonly special?: readonly number[] | undefined;
  /** Drawn on a line of its own; a row that does not continues the block of the row before it. */
  readonly beginsBlock: boolean;
}

export interface TokenRows {
  readonly revision: number;
  /** Row index of rows[0]. */
  readonly from: number;
  readonly rows: readonly TokenRow[];
}

export interface SearchQuery {
  readonly query: string;
  readonly by: "text" | "id";
  /** Token index to search from. */
  readonly from: number;
  readonly backwards: boolean;
}

export interface SearchResult {
  /** Token indexes that the match touches; undefined: no match. */
  readonly match?: Span | undefined;
  readonly matchCount: number;
  /** 0-based number of the match among all. */
  readonly matchIndex: number;
  /** How the query was read, where that may be other than meant: `\n` is a line break. */
  readonly note?: Sentence | undefined;
}

/** Where documents end in the text. */
export interface EndOfText {
  readonly revision: number;
  /** Token indexes of the end-of-text token, ascending. */
  readonly indexes: readonly number[];
}

/** How often an id occurs, and where first. */
export interface DistinctToken {
  readonly id: number;
  readonly count: number;
  readonly first: number;
}

export interface DistinctTokens {
  readonly revision: number;
  readonly tokens: readonly DistinctToken[];
}

export interface VocabularyMatches {
  readonly ids: readonly number[];
  readonly texts: readonly TokenText[];
  /** As in `SearchResult`. */
  readonly note?: Sentence | undefined;
}

/** [from, from + removed) became [from, from + inserted); what is behind moved along. */
export interface Splice {
  readonly from: number;
  readonly removed: number;
  readonly inserted: number;
}

/** What one revision changed about another: all tokens and rows outside are the same, at their old index or moved along. */
export interface TextChange {
  /** The revision that was changed. */
  readonly since: number;
  readonly tokens: Splice;
  readonly rows: Splice;
  /** The rows that are new, `rows.inserted` of them; undefined where they are not sent along: a view asks for those it needs. */
  readonly freshRows?: readonly TokenRow[] | undefined;
}
