/** What a tokenized file holds, counted by reading it once: the same numbers as for the text the tokens were made of. */
import type { Vocabulary } from "../../core/tokens/vocabulary.ts";
import { yieldToOthers } from "../slices.ts";
import { pageLength, type TokenPages } from "../tokenizedFile/tokenPages.ts";

export interface FileCounts {
  /** UTF-16 code units. */
  readonly charCount: number;
  readonly byteCount: number;
  readonly distinctCount: number;
  /** Tokens whose id the vocabulary does not have: the file is of another encoding. */
  readonly foreignCount: number;
  /** How often an id stands in the file. */
  of(id: number): number;
}

export async function countTokens(pages: TokenPages, vocabulary: Vocabulary, signal: AbortSignal): Promise<FileCounts> {
  const counts = new Int32Array(vocabulary.vocabSize);
  let foreignCount = 0;
  for (let from = 0; from < pages.tokenCount; from += pageLength) {
    signal.throwIfAborted();
    for (const id of await pages.ids(from, from + pageLength)) {
      if (id < counts.length) counts[id] = (counts[id] ?? 0) + 1;
      else foreignCount++;
    }
    await yieldToOthers();
  }
  let charCount = 0;
  let byteCount = 0;
  let distinctCount = 0;
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
  return { charCount, byteCount, distinctCount, foreignCount, of: (id) => counts[id] ?? 0 };
}

/** Code units of the characters that begin in these bytes: summed over a text's tokens, its length. */
function unitsBegun(bytes: Uint8Array): number {
  let units = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  return units;
}
