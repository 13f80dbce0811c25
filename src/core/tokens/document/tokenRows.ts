/**
 * Rows of tokens, as a view draws them: a row ends after a token that holds a line feed, and after `longestRow` tokens in a text that
 * has none. Row breaks are found once per chunk and kept with it, so that an edit costs what it disturbed.
 */
import { finish } from "../../steps.ts";
import type { TokenChunk, TokenizedText } from "./tokenizedText.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** Tokens in a row without a line feed; a screenful, so that one row is never much to draw. */
const longestRow = 128;
const lineFeed = 0x0a;

/** Per vocabulary and id: 0 not looked at, 1 without a line feed, 2 with one. */
const lineFeeds = new WeakMap<Vocabulary, Uint8Array>();
/** Per chunk: token indexes, relative to the chunk, that a row ends before; ascending. */
const breaksOfChunk = new WeakMap<TokenChunk, Int32Array>();

function findBreaks(chunk: TokenChunk, vocabulary: Vocabulary): Int32Array {
  const known = breaksOfChunk.get(chunk);
  if (known !== undefined) return known;
  let kinds = lineFeeds.get(vocabulary);
  if (kinds === undefined) lineFeeds.set(vocabulary, (kinds = new Uint8Array(vocabulary.vocabSize)));
  const breaks: number[] = [];
  let rowStart = 0;
  for (const [index, id] of chunk.ids.entries()) {
    if (kinds[id] === 0) kinds[id] = vocabulary.tokenBytes(id).includes(lineFeed) ? 2 : 1;
    if (kinds[id] === 2 || index + 1 - rowStart === longestRow) {
      breaks.push(index + 1);
      rowStart = index + 1;
    }
  }
  const found = Int32Array.from(breaks);
  breaksOfChunk.set(chunk, found);
  return found;
}

export interface TokenRowsIndex {
  readonly rowCount: number;
  /** Token indexes [from, to) of one row. @throws RangeError for a row that is not there */
  rowAt(row: number): { readonly from: number; readonly to: number };
  /** The row a token stands in. */
  rowOf(tokenIndex: number): number;
}

/** Yields between chunks, so that the first look at a large text can be sliced. */
export function* tokenRowsSteps(text: TokenizedText): Generator<void, TokenRowsIndex> {
  const { chunks, tokenCount } = text;
  const vocabulary = text.encoding.vocabulary;
  const breaksBefore = new Int32Array(chunks.length + 1);
  const tokensBefore = new Int32Array(chunks.length + 1);
  for (const [index, chunk] of chunks.entries()) {
    const isNew = !breaksOfChunk.has(chunk);
    breaksBefore[index + 1] = (breaksBefore[index] ?? 0) + findBreaks(chunk, vocabulary).length;
    tokensBefore[index + 1] = (tokensBefore[index] ?? 0) + chunk.ids.length;
    if (isNew) yield;
  }
  const breakCount = breaksBefore[chunks.length] ?? 0;

  /** Token index of the k-th row break, 0-based. */
  const breakAt = (k: number): number => {
    const at = lastAtOrBelow(breaksBefore, k);
    const chunk = chunks[at];
    if (chunk === undefined) throw new RangeError(`There is no row break ${k}: the text has ${breakCount}.`);
    return (tokensBefore[at] ?? 0) + (findBreaks(chunk, vocabulary)[k - (breaksBefore[at] ?? 0)] ?? 0);
  };
  const endsOpen = tokenCount > 0 && (breakCount === 0 || breakAt(breakCount - 1) < tokenCount);
  const rowCount = breakCount + (endsOpen ? 1 : 0);

  return {
    rowCount,
    rowAt(row) {
      if (!(row >= 0 && row < rowCount)) throw new RangeError(`There is no row ${row}: the text has ${rowCount}.`);
      return { from: row === 0 ? 0 : breakAt(row - 1), to: row < breakCount ? breakAt(row) : tokenCount };
    },
    rowOf(tokenIndex) {
      const at = Math.min(lastAtOrBelow(tokensBefore, tokenIndex), chunks.length - 1);
      const chunk = chunks[at];
      if (chunk === undefined) return 0;
      const breaks = findBreaks(chunk, vocabulary);
      const within = tokenIndex - (tokensBefore[at] ?? 0);
      return (breaksBefore[at] ?? 0) + (breaks.length === 0 ? 0 : countAtOrBelow(breaks, within));
    },
  };
}

export function tokenRows(text: TokenizedText): TokenRowsIndex {
  return finish(tokenRowsSteps(text));
}

/** How many of the ascending `values` are at or below `wanted`. */
function countAtOrBelow(values: Int32Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the last of the ascending sums at or below `wanted`; with equal sums (empty stretches) the last of them. */
const lastAtOrBelow = (sums: Int32Array, wanted: number): number => countAtOrBelow(sums, wanted) - 1;
