/**
 * Rows of tokens, as a view draws them: a row ends after a token that holds a line feed, and after `longestRow` tokens in a text that
 * has none. Row breaks are found once per chunk and kept with it, so that an edit costs what it disturbed.
 *
 * Rows of one line read on without a gap: they are drawn as one block, of `rowsPerBlock` rows at most, so that a file of a single line
 * still has blocks small enough to draw.
 */
import { rangeError } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import { finish } from "../../core/steps.ts";
import type { TokenChunk, TokenizedText } from "../../core/tokens/document/tokenizedText.ts";
import type { Vocabulary } from "../../core/tokens/vocabulary.ts";
import type { Span } from "../answers.ts";
import { countAtOrBelow } from "./ascending.ts";

/** Tokens in a row without a line feed; a screenful, so that one row is never much to draw. */
const longestRow = 128;
const rowsPerBlock = 16;
const lineFeed = 0x0a;

/** Token indexes [from, to) of one row. */
export interface RowSpan {
  readonly from: number;
  readonly to: number;
  /** Drawn on a line of its own; a row that does not continues the block of the row before it. */
  readonly beginsBlock: boolean;
}

export interface TokenRowsIndex {
  readonly rowCount: number;
  /** @throws RangeError for a row that is not there */
  rowAt(row: number): RowSpan;
  /** The row a token is in. */
  rowOf(tokenIndex: number): number;
}

/** Where rows end in a chunk: token indexes relative to the chunk, ascending, and whether the line ends there too. */
interface RowBreaks {
  readonly at: Int32Array;
  readonly endsLine: Uint8Array;
  /** Which break is the last that ends a line; -1: none does. */
  readonly lastLineEnd: number;
}

/** Per vocabulary and id: 0 not looked at, 1 without a line feed, 2 with one. */
const lineFeeds = new WeakMap<Vocabulary, Uint8Array>();
const breaksOfChunk = new WeakMap<TokenChunk, RowBreaks>();

function findBreaks(chunk: TokenChunk, vocabulary: Vocabulary): RowBreaks {
  const known = breaksOfChunk.get(chunk);
  if (known !== undefined) return known;
  let kinds = lineFeeds.get(vocabulary);
  if (kinds === undefined) lineFeeds.set(vocabulary, (kinds = new Uint8Array(vocabulary.vocabSize)));
  const at: number[] = [];
  const endsLine: number[] = [];
  let rowStart = 0;
  for (const [index, id] of chunk.ids.entries()) {
    if (kinds[id] === 0) kinds[id] = vocabulary.tokenBytes(id).includes(lineFeed) ? 2 : 1;
    if (kinds[id] !== 2 && index + 1 - rowStart !== longestRow) continue;
    at.push(index + 1);
    endsLine.push(kinds[id] === 2 ? 1 : 0);
    rowStart = index + 1;
  }
  const found = { at: Int32Array.from(at), endsLine: Uint8Array.from(endsLine), lastLineEnd: endsLine.lastIndexOf(1) };
  breaksOfChunk.set(chunk, found);
  return found;
}

/** Yields between chunks, so that the first look at a large text can be sliced. */
export function* tokenRowsSteps(text: TokenizedText): Generator<void, TokenRowsIndex> {
  const { chunks, tokenCount } = text;
  const vocabulary = text.encoding.vocabulary;
  const breaksBefore = new Int32Array(chunks.length + 1);
  const tokensBefore = new Int32Array(chunks.length + 1);
  /** Per chunk, the row that the line of the chunk's start begins with. */
  const lineRow = new Int32Array(chunks.length + 1);
  for (const [index, chunk] of chunks.entries()) {
    const isNew = !breaksOfChunk.has(chunk);
    const { at, lastLineEnd } = findBreaks(chunk, vocabulary);
    const before = breaksBefore[index] ?? 0;
    breaksBefore[index + 1] = before + at.length;
    tokensBefore[index + 1] = (tokensBefore[index] ?? 0) + chunk.ids.length;
    lineRow[index + 1] = lastLineEnd === -1 ? (lineRow[index] ?? 0) : before + lastLineEnd + 1;
    if (isNew) yield;
  }
  const breakCount = breaksBefore[chunks.length] ?? 0;

  /** The k-th row break, 0-based: its chunk and which of the chunk's breaks it is. */
  const placeOf = (k: number): { readonly at: number; readonly chunk: TokenChunk; readonly within: number } => {
    const at = lastAtOrBelow(breaksBefore, k);
    const chunk = chunks[at];
    if (chunk === undefined) throw rangeError(say`There is no row break ${k}: the text has ${breakCount}.`);
    return { at, chunk, within: k - (breaksBefore[at] ?? 0) };
  };
  const breakAt = (k: number): number => {
    const { at, chunk, within } = placeOf(k);
    return (tokensBefore[at] ?? 0) + (findBreaks(chunk, vocabulary).at[within] ?? 0);
  };
  /** How many rows of its line are before a row. */
  const rowInLine = (row: number): number => {
    if (row === 0) return 0;
    const { at, chunk, within } = placeOf(row - 1);
    const lineEnd = findBreaks(chunk, vocabulary).endsLine.lastIndexOf(1, within);
    return row - (lineEnd === -1 ? (lineRow[at] ?? 0) : (breaksBefore[at] ?? 0) + lineEnd + 1);
  };
  const endsOpen = tokenCount > 0 && (breakCount === 0 || breakAt(breakCount - 1) < tokenCount);
  const rowCount = breakCount + (endsOpen ? 1 : 0);

  return {
    rowCount,
    rowAt(row) {
      if (!(row >= 0 && row < rowCount)) throw rangeError(say`There is no row ${row}: the text has ${rowCount}.`);
      return {
        from: row === 0 ? 0 : breakAt(row - 1),
        to: row < breakCount ? breakAt(row) : tokenCount,
        beginsBlock: rowInLine(row) % rowsPerBlock === 0,
      };
    },
    rowOf(tokenIndex) {
      const at = Math.min(lastAtOrBelow(tokensBefore, tokenIndex), chunks.length - 1);
      const chunk = chunks[at];
      if (chunk === undefined) return 0;
      return (breaksBefore[at] ?? 0) + countAtOrBelow(findBreaks(chunk, vocabulary).at, tokenIndex - (tokensBefore[at] ?? 0));
    },
  };
}

/** The rows [from, to), clipped, and those that share a block with one of them: a view that has only whole blocks never has to join two. */
export function wholeBlocks({ rowCount, rowAt }: TokenRowsIndex, { from, to }: Span): Span {
  let [first, end] = [Math.max(0, Math.min(from, rowCount)), Math.min(to, rowCount)];
  while (first > 0 && first < rowCount && !rowAt(first).beginsBlock) first -= 1;
  while (end > first && end < rowCount && !rowAt(end).beginsBlock) end += 1;
  return { from: first, to: end };
}

export function tokenRows(text: TokenizedText): TokenRowsIndex {
  return finish(tokenRowsSteps(text));
}

/** Rows of tokens whose line breaks are not known, because finding them would read gigabytes: all of one length. */
export function evenRows(tokenCount: number): TokenRowsIndex {
  const rowCount = Math.ceil(tokenCount / longestRow);
  return {
    rowCount,
    rowAt(row) {
      if (!(row >= 0 && row < rowCount)) throw rangeError(say`There is no row ${row}: the tokens fill ${rowCount}.`);
      return { from: row * longestRow, to: Math.min(tokenCount, (row + 1) * longestRow), beginsBlock: row % rowsPerBlock === 0 };
    },
    rowOf: (tokenIndex) => Math.floor(tokenIndex / longestRow),
  };
}

/** Index of the last of the ascending sums at or below `wanted`; with equal sums (empty stretches) the last of them. */
const lastAtOrBelow = (sums: Int32Array, wanted: number): number => countAtOrBelow(sums, wanted) - 1;
