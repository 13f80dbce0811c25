/**
 * The answers about a source of tokens, for every caller: both views, hover, status bar, the tokenized-file editor, agents' tools.
 * Cheap questions are answered at once where the tokens are in memory; searches run in slices and can be cancelled.
 */
import type { Sentence } from "../core/sentence.ts";
import type { WindowOptions } from "../core/windows/slidingWindow.ts";
import type {
  DistinctToken,
  DistinctTokens,
  EndOfText,
  SearchQuery,
  SearchResult,
  Span,
  TokenRows,
  TokenSlice,
  VocabularyMatches,
} from "./answers.ts";
import { describeToken, type TokenDescription } from "./describeToken.ts";
import { findMatches, indexesOf, type Matches, nextMatch } from "./search/search.ts";
import { readQuery } from "./search/searchQuery.ts";
import { searchVocabulary } from "./search/searchVocabulary.ts";
import { wholeBlocks } from "./sources/tokenRows.ts";
import { type Awaitable, type Pause, type TokenSource, whenThere } from "./sources/tokenSource.ts";
import { type TokenText, textsOfTokens } from "./tokenText.ts";

/** Ends of documents listed at most. */
const mostEnds = 100_000;
/** Tokens looked at between two pauses. */
const tokensPerSlice = 65_536;

export interface TokenService {
  readonly source: TokenSource;
  /** Undefined when there is no such token. */
  describe(index: number, windows: WindowOptions): Awaitable<TokenDescription | undefined>;
  /** Clipped to the source. */
  slice(from: number, to: number): Awaitable<TokenSlice>;
  /** One slice for each span, in the order asked for. */
  slices(spans: readonly Span[]): Awaitable<readonly TokenSlice[]>;
  /** Rows [from, to), clipped to the source. */
  rows(from: number, to: number): Awaitable<TokenRows>;
  /** The same, and the rows that share a block with one of them. */
  blocks(from: number, to: number): Awaitable<TokenRows>;
  /** The row a token is in. */
  rowOf(index: number): number;
  /** The nearest match at or after a token (or before it), wrapping round. The last query's matches are kept: stepping through them is at once. */
  search(query: SearchQuery, signal: AbortSignal): Promise<SearchResult>;
  /** The first 100,000 of them. */
  endOfText(signal: AbortSignal): Promise<EndOfText>;
  /** How many end-of-text tokens there are, as far as that is counted. */
  endOfTextCount(): number;
  /** The different ids, in order of first appearance. */
  distinct(signal: AbortSignal): Promise<DistinctTokens>;
  texts(ids: Iterable<number>): TokenText[];
  searchVocabulary(query: string, limit: number, signal: AbortSignal): Promise<VocabularyMatches>;
}

/** @param createPause makes the pause of one piece of work */
export function createTokenService(source: TokenSource, createPause: () => Pause): TokenService {
  const { revision, encoding, rows } = source;
  const { vocabulary } = encoding;
  let last: { readonly key: string; readonly matches: Matches; readonly note: Sentence | undefined } | undefined;

  const rowsFrom = (from: number, to: number): Awaitable<TokenRows> => {
    const spans = Array.from({ length: Math.max(0, Math.min(to, rows.rowCount) - from) }, (_, at) => rows.rowAt(from + at));
    const first = spans[0]?.from ?? 0;
    return whenThere(source.ids(first, spans.at(-1)?.to ?? first), (ids) => ({
      revision,
      from,
      rows: spans.map((span) => {
        const inRow = ids.subarray(span.from - first, span.to - first);
        const special = [...inRow.keys()].filter((at) => vocabulary.specialTokens.ids.has(inRow[at]!)); // at is within
        return {
          from: span.from,
          ids: [...inRow],
          texts: textsOfTokens(vocabulary, inRow),
          ...(special.length > 0 ? { special } : {}),
          beginsBlock: span.beginsBlock,
        };
      }),
    }));
  };
  const slice = (from: number, to: number): Awaitable<TokenSlice> =>
    whenThere(source.ids(Math.min(from, source.tokenCount), to), (ids) => ({
      revision,
      from,
      ids: [...ids],
      texts: textsOfTokens(vocabulary, ids),
    }));

  return {
    source,
    describe: (index, windows) => describeToken(source, index, windows),
    slice,
    slices(spans) {
      const slices = spans.map(({ from, to }) => slice(from, to));
      return slices.some((each) => each instanceof Promise) ? Promise.all(slices) : (slices as TokenSlice[]); // none is late
    },
    rows: rowsFrom,
    blocks(from, to) {
      const whole = wholeBlocks(rows, { from, to });
      return rowsFrom(whole.from, whole.to);
    },
    rowOf: (index) => rows.rowOf(index),
    async search(query, signal) {
      const key = `${query.by}:${query.query}`;
      if (last?.key !== key) {
        const { wanted, note } = readQuery(query.query, query.by);
        last = { key, note, matches: await findMatches(source, wanted, createPause(), signal) };
      }
      return { ...nextMatch(last.matches, query), note: last.note };
    },
    async endOfText(signal) {
      const id = endOfTextId(source);
      return { revision, indexes: id === undefined ? [] : await indexesOf(source, id, mostEnds, createPause(), signal) };
    },
    endOfTextCount() {
      const id = endOfTextId(source);
      return id === undefined ? 0 : (source.counts?.of(id) ?? 0);
    },
    async distinct(signal) {
      const pause = createPause();
      const found = new Map<number, { id: number; count: number; first: number }>();
      for (let start = 0; start < source.tokenCount; start += tokensPerSlice) {
        for (const [at, id] of (await source.ids(start, start + tokensPerSlice)).entries()) {
          const known = found.get(id);
          if (known === undefined) found.set(id, { id, count: 1, first: start + at });
          else known.count++;
        }
        await pause(signal);
      }
      return { revision, tokens: [...found.values()] satisfies DistinctToken[] };
    },
    texts: (ids) => textsOfTokens(vocabulary, ids),
    searchVocabulary: (query, limit, signal) => searchVocabulary(vocabulary, query, limit, createPause(), signal),
  };
}

const endOfTextId = ({ encoding }: TokenSource): number | undefined => encoding.vocabulary.specialTokens.endOfText;
