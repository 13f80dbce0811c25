/**
 * Search in a source: for an id, for text, or for bytes. One law for all sources: matches are found in the bytes of the tokens,
 * leftmost first, none overlapping another. Where the text itself is there, text is looked for in it, which is faster and finds the same.
 */
import type { TokenizedText } from "../../core/tokens/document/tokenizedText.ts";
import type { Vocabulary } from "../../core/tokens/vocabulary.ts";
import type { SearchQuery, SearchResult } from "../answers.ts";
import { countAtOrBelow } from "../sources/ascending.ts";
import type { Wanted } from "./searchQuery.ts";
import type { Pause, TokenSource } from "../sources/tokenSource.ts";

/** Matches listed at most: more than anybody steps through, few enough to keep. */
const mostListed = 1_000_000;
/** Tokens looked at between two pauses. */
const tokensPerSlice = 65_536;
/** Code units of text looked at between two pauses. */
const unitsPerSlice = 1_000_000;

/** Token indexes [from, to) of each match, as two parallel lists, ascending. */
export interface Matches {
  readonly from: number[];
  readonly to: number[];
}

export function findMatches(source: TokenSource, wanted: Wanted, pause: Pause, signal: AbortSignal): Promise<Matches> {
  switch (wanted.kind) {
    case "id":
      return findId(source, wanted.id, pause, signal);
    case "bytes":
      return source.text === undefined || wanted.text === undefined
        ? findBytes(source, wanted.bytes, pause, signal)
        : findText(source.text, wanted.text, pause, signal);
    case "nothing":
      return Promise.resolve({ from: [], to: [] });
    default:
      return wanted satisfies never;
  }
}

/** The nearest match at or after `from` (or before it), wrapping round. */
export function nextMatch(matches: Matches, { from, backwards }: Pick<SearchQuery, "from" | "backwards">): SearchResult {
  const matchCount = matches.from.length;
  if (matchCount === 0) return { matchCount, matchIndex: 0 };
  const next = countAtOrBelow(matches.from, from - 1);
  const matchIndex = backwards ? (next - 1 + matchCount) % matchCount : next % matchCount;
  return { match: { from: matches.from[matchIndex] ?? 0, to: matches.to[matchIndex] ?? 0 }, matchCount, matchIndex };
}

/** Where an id occurs, ascending; the first `limit` places. */
export async function indexesOf(source: TokenSource, id: number, limit: number, pause: Pause, signal: AbortSignal): Promise<number[]> {
  const indexes: number[] = [];
  for (let start = 0; start < source.tokenCount && indexes.length < limit; start += tokensPerSlice) {
    const ids = await source.ids(start, start + tokensPerSlice);
    for (let at = ids.indexOf(id); at !== -1 && indexes.length < limit; at = ids.indexOf(id, at + 1)) indexes.push(start + at);
    await pause(signal);
  }
  return indexes;
}

async function findId(source: TokenSource, id: number, pause: Pause, signal: AbortSignal): Promise<Matches> {
  const from = await indexesOf(source, id, mostListed, pause, signal);
  return { from, to: from.map((index) => index + 1) };
}

async function findText(text: TokenizedText, wanted: string, pause: Pause, signal: AbortSignal): Promise<Matches> {
  const matches: Matches = { from: [], to: [] };
  let foundTo = 0; // where the last match ends
  for (let start = 0; start < text.length; start += unitsPerSlice) {
    // Slices overlap by the length of what is wanted, less one, so that no match falls between two of them.
    const slice = text.slice(start, start + unitsPerSlice + wanted.length - 1);
    for (let at = slice.indexOf(wanted, Math.max(0, foundTo - start)); at !== -1 && matches.from.length < mostListed;) {
      const touching = text.tokensTouching(start + at, start + at + wanted.length);
      matches.from.push(touching.from);
      matches.to.push(touching.to);
      foundTo = start + at + wanted.length;
      at = slice.indexOf(wanted, at + wanted.length);
    }
    await pause(signal);
  }
  return matches;
}

/** One character per byte, so that strings can be searched for bytes. */
const byteText = new TextDecoder("latin1");

/** The bytes of each token as a string, kept for the ids looked at so far. */
function byteTexts(vocabulary: Vocabulary): (id: number) => string {
  const known = new Map<number, string>();
  return (id) => {
    let bytes = known.get(id);
    if (bytes === undefined) known.set(id, (bytes = vocabulary.isToken(id) ? byteText.decode(vocabulary.tokenBytes(id)) : ""));
    return bytes;
  };
}

async function findBytes(source: TokenSource, wantedBytes: Uint8Array, pause: Pause, signal: AbortSignal): Promise<Matches> {
  const matches: Matches = { from: [], to: [] };
  const wanted = byteText.decode(wantedBytes);
  const bytesOf = byteTexts(source.encoding.vocabulary);
  let carried: number[] = []; // the last ids of the slice before: a match may begin there
  let byteFrom = 0; // where the carried ids begin, in bytes of the source
  let foundTo = 0; // where the last match ends
  for (let start = 0; start < source.tokenCount && matches.from.length < mostListed; start += tokensPerSlice) {
    const ids = [...carried, ...(await source.ids(start, start + tokensPerSlice))];
    const firstIndex = start - carried.length;
    const parts = ids.map(bytesOf);
    const ends = endsOf(parts);
    const text = parts.join("");
    for (let at = text.indexOf(wanted, Math.max(0, foundTo - byteFrom)); at !== -1 && matches.from.length < mostListed;) {
      matches.from.push(firstIndex + countAtOrBelow(ends, at));
      matches.to.push(firstIndex + countAtOrBelow(ends, at + wanted.length - 1) + 1);
      foundTo = byteFrom + at + wanted.length;
      at = text.indexOf(wanted, at + wanted.length);
    }
    const kept = lastTokens(parts, wanted.length - 1);
    carried = ids.slice(ids.length - kept);
    byteFrom += kept === ids.length ? 0 : (ends[ids.length - kept - 1] ?? 0);
    await pause(signal);
  }
  return matches;
}

function endsOf(parts: readonly string[]): Int32Array {
  const ends = new Int32Array(parts.length);
  let length = 0;
  for (const [at, part] of parts.entries()) ends[at] = length += part.length;
  return ends;
}

/** How many parts from the end hold `length` bytes, so that a match that begins in them is found with the next slice. */
function lastTokens(parts: readonly string[], length: number): number {
  let from = parts.length;
  for (let held = 0; from > 0 && held < length; held += parts[from]?.length ?? 0) from--;
  return parts.length - from;
}
