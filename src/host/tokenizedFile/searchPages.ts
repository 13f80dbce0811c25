/** Search in a tokenized file: for an id, or for text in the bytes its tokens stand for. Reads the file once, a page at a time. */
import type { Vocabulary } from "../../core/tokens/vocabulary.ts";
import type { SearchResult } from "../../protocol/tokenView.ts";
import { type Matches, mostListed, nextMatch, queriedId, type TokenQuery } from "../documents/searchMatches.ts";
import { yieldToOthers } from "../slices.ts";
import { pageLength, type TokenPages } from "./tokenPages.ts";

/** One character per byte, so that strings can be searched for bytes. */
const byteText = new TextDecoder("latin1");

export interface PageSearch {
  /** The nearest match at or after `from` (or before it), wrapping round. */
  find(query: TokenQuery, signal: AbortSignal): Promise<SearchResult>;
}

/** Keeps the matches of the last query, so that stepping through them does not search again. */
export function pageSearch(pages: TokenPages, vocabulary: Vocabulary): PageSearch {
  let last: { readonly key: string; readonly matches: Matches } | null = null;
  return {
    find: async (query, signal) => {
      const key = `${query.by}:${query.query}`;
      if (last?.key !== key)
        last = {
          key,
          matches: await (query.by === "id" ? findId(pages, query.query, signal) : findText(pages, vocabulary, query.query, signal)),
        };
      return nextMatch(last.matches, query);
    },
  };
}

async function findId(pages: TokenPages, query: string, signal: AbortSignal): Promise<Matches> {
  const matches: Matches = { from: [], to: [] };
  const id = queriedId(query);
  if (id === null) return matches;
  for (let start = 0; start < pages.tokenCount; start += pageLength) {
    signal.throwIfAborted();
    const ids = await pages.ids(start, start + pageLength);
    for (let at = ids.indexOf(id); at !== -1 && matches.from.length < mostListed; at = ids.indexOf(id, at + 1)) {
      matches.from.push(start + at);
      matches.to.push(start + at + 1);
    }
    await yieldToOthers();
  }
  return matches;
}

async function findText(pages: TokenPages, vocabulary: Vocabulary, query: string, signal: AbortSignal): Promise<Matches> {
  const matches: Matches = { from: [], to: [] };
  const wanted = byteText.decode(new TextEncoder().encode(query));
  let carried: number[] = []; // the last ids of the page before: a match may begin there
  for (let start = 0; start < pages.tokenCount; start += pageLength) {
    signal.throwIfAborted();
    const page = await pages.ids(start, start + pageLength);
    const ids = [...carried, ...page];
    const firstIndex = start - carried.length;
    const parts: string[] = [];
    const ends = new Int32Array(ids.length);
    let length = 0;
    for (const [at, id] of ids.entries()) {
      const bytes = vocabulary.isToken(id) ? byteText.decode(vocabulary.tokenBytes(id)) : "";
      parts.push(bytes);
      ends[at] = length += bytes.length;
    }
    const text = parts.join("");
    const carriedLength = carried.length === 0 ? 0 : (ends[carried.length - 1] ?? 0);
    for (let at = text.indexOf(wanted); at !== -1 && matches.from.length < mostListed; at = text.indexOf(wanted, at + wanted.length)) {
      if (at + wanted.length <= carriedLength) continue; // was found with the page before
      matches.from.push(firstIndex + firstPast(ends, at));
      matches.to.push(firstIndex + firstPast(ends, at + wanted.length - 1) + 1);
    }
    carried = lastTokens(ids, parts, wanted.length - 1);
    await yieldToOthers();
  }
  return matches;
}

/** As many ids from the end as hold `length` bytes, so that a match that begins in them is found with the next page. */
function lastTokens(ids: readonly number[], parts: readonly string[], length: number): number[] {
  let from = ids.length;
  for (let held = 0; from > 0 && held < length; held += parts[from]?.length ?? 0) from--;
  return ids.slice(from);
}

/** Index of the first of the ascending values above `value`. */
function firstPast(values: Int32Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
