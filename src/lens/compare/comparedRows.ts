/** The same text under several encodings, row by row. Rows are those of the first one; of the others each row has the tokens that touch its
 *  characters, cut where they reach beyond it: a token of two line feeds ends one row and begins the next. */
import type { TokenizedText } from "../../core/tokens/document/tokenizedText.ts";
import type { Span } from "../answers.ts";
import type { LiveSource } from "../sources/liveSource.ts";
import { textOfToken, type TokenText } from "../tokenText.ts";

/** The tokens of one row in one encoding. */
export interface ComparedTokens {
  /** Index of the first among the tokens of its encoding. */
  readonly first: number;
  readonly ids: readonly number[];
  /** Of a token that was cut: the part of it in this row. */
  readonly texts: readonly TokenText[];
  /** Where each ends, in code units from the row's start. A token that holds only the beginning of a character is empty. */
  readonly ends: readonly number[];
  /** The first one began in a row before. */
  readonly isContinued: boolean;
  /** The last one ends in a row that follows. */
  readonly goesOn: boolean;
}

export interface ComparedRow {
  /** One for each encoding, in their order; null where its tokens are not there yet, for rows travel as JSON. */
  readonly columns: readonly (ComparedTokens | null)[];
}

export interface ComparedRows {
  /** Row index of rows[0]. */
  readonly from: number;
  readonly rows: readonly ComparedRow[];
}

/** Rows [from, to), clipped to the text. @param others of the same text; undefined: not there yet */
export function comparedRows(primary: LiveSource, others: readonly (LiveSource | undefined)[], from: number, to: number): ComparedRows {
  const { rows, text } = primary;
  const last = Math.min(to, rows.rowCount);
  return {
    from,
    rows: Array.from({ length: Math.max(0, last - from) }, (_, at) => {
      const span = rows.rowAt(from + at);
      const start = span.from === 0 ? 0 : text.tokenAt(span.from - 1).to;
      const end = text.tokenAt(span.to - 1).to;
      const columns = others.map((other) =>
        other === undefined
          ? null
          : tokensWithin(other, start, end, withAdded(other.text, span, primary, other.text.tokensTouching(start, end))),
      );
      return { columns: [tokensWithin(primary, start, end, span), ...columns] };
    }),
  };
}

/** The first row begins with what an encoding puts before the text, the last one ends with what it puts behind it. */
function withAdded({ added, tokenCount }: TokenizedText, row: Span, { tokenCount: all }: LiveSource, { from, to }: Span): Span {
  if (added === undefined) return { from, to };
  const isLast = row.to === all;
  const first = row.from === 0 ? 0 : from;
  return { from: isLast ? Math.min(first, tokenCount - added.end.length) : first, to: isLast ? tokenCount : to };
}

function tokensWithin({ text, encoding }: LiveSource, start: number, end: number, { from, to }: Span): ComparedTokens {
  const ids = text.ids(from, to);
  const ends = text.ends(from, to);
  const begin = from < to ? text.tokenAt(from).from : start;
  const isContinued = begin < start;
  const goesOn = (ends.at(-1) ?? end) > end;
  return {
    first: from,
    ids: [...ids],
    texts: Array.from(ids, (id, at) => {
      const isCut = (at === 0 && isContinued) || (at === ids.length - 1 && goesOn);
      return isCut
        ? { text: text.slice(Math.max(start, at === 0 ? begin : (ends[at - 1] ?? start)), Math.min(end, ends[at] ?? end)) }
        : textOfToken(encoding.vocabulary, id);
    }),
    ends: Array.from(ends, (unit) => Math.min(unit, end) - start),
    isContinued,
    goesOn,
  };
}
