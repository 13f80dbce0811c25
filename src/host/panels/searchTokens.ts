/** Search in the tokens: by what the text says, or by id. */
import type { SearchResult } from "../../protocol/tokenView.ts";
import type { ReadyTokens } from "../documents/liveText.ts";
import { type Matches, mostListed, nextMatch, queriedId, type TokenQuery } from "../documents/searchMatches.ts";
import { yieldToOthers } from "../slices.ts";

/** Ids, or code units of text, looked at between two pauses. */
const perSlice = 1_000_000;

/** The last query of a text, so that stepping through its matches does not search again. */
let last: { readonly text: ReadyTokens["text"]; readonly key: string; readonly matches: Matches } | null = null;

export async function searchTokens({ text }: ReadyTokens, query: TokenQuery, signal: AbortSignal): Promise<SearchResult> {
  const key = `${query.by}:${query.query}`;
  if (last?.text !== text || last.key !== key)
    last = { text, key, matches: await (query.by === "id" ? findId(text, query.query, signal) : findText(text, query.query, signal)) };
  return nextMatch(last.matches, query);
}

async function findId(text: ReadyTokens["text"], query: string, signal: AbortSignal): Promise<Matches> {
  const id = queriedId(query);
  const from = id === null ? [] : await indexesOf(text, id, mostListed, signal);
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
