/** Search in the tokens: by what the text says, or by id. */
import type { SearchResult } from "../../protocol/tokenView.ts";
import type { ReadyTokens } from "../documents/liveText.ts";
import { yieldToOthers } from "../slices.ts";

/** Matches listed at most: more than anybody steps through, few enough to keep. */
const mostListed = 1_000_000;
/** Ids, or code units of text, looked at between two pauses. */
const perSlice = 1_000_000;

export interface TokenQuery {
  readonly query: string;
  readonly by: "text" | "id";
  /** Token index to search from. */
  readonly from: number;
  readonly backwards: boolean;
}

/** Token indexes [from, to) of each match, as two parallel lists, ascending. */
interface Matches {
  readonly from: number[];
  readonly to: number[];
}

/** The last query of a text, so that stepping through its matches does not search again. */
let last: { readonly text: ReadyTokens["text"]; readonly key: string; readonly matches: Matches } | null = null;

export async function searchTokens(
  { text }: ReadyTokens,
  { query, by, from, backwards }: TokenQuery,
  signal: AbortSignal,
): Promise<SearchResult> {
  const key = `${by}:${query}`;
  if (last?.text !== text || last.key !== key)
    last = { text, key, matches: await (by === "id" ? findId(text, query, signal) : findText(text, query, signal)) };
  const { matches } = last;
  const matchCount = matches.from.length;
  if (matchCount === 0) return { match: null, matchCount, matchIndex: 0 };
  const next = matches.from.findIndex((start) => start >= from);
  const forwards = next === -1 ? 0 : next;
  const before = next === -1 ? matchCount - 1 : next - 1;
  const matchIndex = backwards ? (before + matchCount) % matchCount : forwards;
  return { match: { from: matches.from[matchIndex] ?? 0, to: matches.to[matchIndex] ?? 0 }, matchCount, matchIndex };
}

async function findId(text: ReadyTokens["text"], query: string, signal: AbortSignal): Promise<Matches> {
  const from = /^\d+$/.test(query.trim()) ? await indexesOf(text, Number(query), mostListed, signal) : [];
  return { from, to: from.map((index) => index + 1) };
}

/** Where an id stands in the text, ascending; the first `limit` places. */
export async function indexesOf(text: ReadyTokens["text"], id: number, limit: number, signal: AbortSignal): Promise<number[]> {
  const indexes: number[] = [];
  for (let start = 0; start < text.tokenCount && indexes.length < limit; start += perSlice) {
    signal.throwIfAborted();
    const ids = text.ids(start, Math.min(start + perSlice, text.tokenCount));
    for (let at = ids.indexOf(id); at !== -1 && indexes.length < limit; at = ids.indexOf(id, at + 1)) indexes.push(start + at);
    await yieldToOthers();
  }
  return indexes;
}

async function findText(text: ReadyTokens["text"], query: string, signal: AbortSignal): Promise<Matches> {
  const matches: Matches = { from: [], to: [] };
  for (let start = 0; start < text.length; start += perSlice) {
    signal.throwIfAborted();
    // Slices overlap by the query's length, less one, so that no match falls between two of them.
    const slice = text.slice(start, Math.min(start + perSlice + query.length - 1, text.length));
    for (let at = slice.indexOf(query); at !== -1 && matches.from.length < mostListed; at = slice.indexOf(query, at + query.length)) {
      const touching = text.tokensTouching(start + at, start + at + query.length);
      matches.from.push(touching.from);
      matches.to.push(touching.to);
    }
    await yieldToOthers();
  }
  return matches;
}
