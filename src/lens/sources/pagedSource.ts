/** The tokens of a file as a source: read a page at a time, so that memory stays the same however large the file. */
import type { Encoding } from "../../core/tokens/encoding.ts";
import { evenRows } from "./tokenRows.ts";
import type { Pause, SourceCounts, TokenSource } from "./tokenSource.ts";

/** Tokens of a page; a request of a view (65,536 at most) touches two pages. */
export const pageLength = 65_536;

export interface TokenPages {
  readonly tokenCount: number;
  /** The ids of the tokens [from, to), clipped to the file. @throws RangeError naming the first value that is no token id */
  ids(from: number, to: number): Promise<Int32Array>;
}

/** @param counts as soon as they are there */
export const pagedSource = (pages: TokenPages, encoding: Encoding, revision: number, counts: SourceCounts | undefined): TokenSource => ({
  revision,
  encoding,
  tokenCount: pages.tokenCount,
  rows: evenRows(pages.tokenCount),
  counts,
  text: undefined,
  placeOf: undefined,
  ids: (from, to) => pages.ids(from, to),
});

/** What a tokenized file holds, counted by reading it once: the same numbers as for the text the tokens were made of. */
export async function countPages(pages: TokenPages, encoding: Encoding, pause: Pause, signal: AbortSignal): Promise<SourceCounts> {
  const { vocabulary } = encoding;
  const counts = new Int32Array(vocabulary.vocabSize);
  const foreign = new Map<number, number>();
  for (let from = 0; from < pages.tokenCount; from += pageLength) {
    for (const id of await pages.ids(from, from + pageLength)) {
      if (id >= 0 && id < counts.length) counts[id] = (counts[id] ?? 0) + 1;
      else foreign.set(id, (foreign.get(id) ?? 0) + 1);
    }
    await pause(signal);
  }
  let charCount = 0;
  let byteCount = 0;
  let distinctCount = foreign.size;
  let foreignCount = 0;
  for (const count of foreign.values()) foreignCount += count;
  for (const [id, count] of counts.entries()) {
    if (count === 0) continue;
    distinctCount++;
    if (!vocabulary.isToken(id)) {
      foreignCount += count;
      continue;
    }
    const bytes = vocabulary.tokenBytes(id);
    byteCount += count * bytes.length;
    charCount += count * unitsBegun(bytes);
  }
  return { charCount, byteCount, distinctCount, foreignCount, of: (id) => counts[id] ?? foreign.get(id) ?? 0 };
}

/** Code units of the characters that begin in these bytes: summed over a text's tokens, its length. */
function unitsBegun(bytes: Uint8Array): number {
  let units = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  return units;
}
