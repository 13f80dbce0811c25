/** What a search in tokens found, and which match is next: the same for a live text and for a tokenized file. */
import type { SearchResult } from "../../protocol/tokenView.ts";

/** Matches listed at most: more than anybody steps through, few enough to keep. */
export const mostListed = 1_000_000;

export interface TokenQuery {
  readonly query: string;
  readonly by: "text" | "id";
  /** Token index to search from. */
  readonly from: number;
  readonly backwards: boolean;
}

/** Token indexes [from, to) of each match, as two parallel lists, ascending. */
export interface Matches {
  readonly from: number[];
  readonly to: number[];
}

/** The id a query names; null when it is no id. */
export const queriedId = (query: string): number | null => (/^\s*\d{1,9}\s*$/.test(query) ? Number(query) : null);

/** The nearest match at or after `from` (or before it), wrapping round. */
export function nextMatch(matches: Matches, { from, backwards }: TokenQuery): SearchResult {
  const matchCount = matches.from.length;
  if (matchCount === 0) return { match: null, matchCount, matchIndex: 0 };
  const next = matches.from.findIndex((start) => start >= from);
  const forwards = next === -1 ? 0 : next;
  const before = next === -1 ? matchCount - 1 : next - 1;
  const matchIndex = backwards ? (before + matchCount) % matchCount : forwards;
  return { match: { from: matches.from[matchIndex] ?? 0, to: matches.to[matchIndex] ?? 0 }, matchCount, matchIndex };
}
