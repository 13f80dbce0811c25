/** Where the special tokens of a document stand, found chunk by chunk and remembered with each chunk, so that an edit costs what it changed. */
import type { SpecialTokenSet, SpecialTokenSpan } from "../specialTokens.ts";
import { TokenFinder } from "../tokenFinder.ts";
import type { TokenChunk } from "./tokenChunk.ts";

/** What was found from the start of a chunk on, and the text after the chunk that it depends on. */
interface ChunkSpans {
  readonly after: string;
  readonly specialTokens: SpecialTokenSet;
  readonly spans: readonly SpecialTokenSpan[];
}

const spansOfChunk = new WeakMap<TokenChunk, ChunkSpans>();

/** All occurrences of special tokens, in the order of the text; tokens that are merely added are none. Of two that overlap, the first counts. */
export function specialTokenSpansOf(chunks: readonly TokenChunk[], specialTokens: SpecialTokenSet): readonly SpecialTokenSpan[] {
  const all: SpecialTokenSpan[] = [];
  let start = 0;
  for (const [index, chunk] of chunks.entries()) {
    let after = "";
    for (let next = index + 1; next < chunks.length && after.length < specialTokens.longest; next++)
      after += chunks[next]!.text.slice(0, specialTokens.longest);
    for (const span of spansStartingIn(chunk, after, specialTokens))
      if (start + span.from >= (all.at(-1)?.to ?? 0)) all.push({ ...span, from: start + span.from, to: start + span.to });
    start += chunk.text.length;
  }
  return all;
}

function spansStartingIn(chunk: TokenChunk, after: string, specialTokens: SpecialTokenSet): readonly SpecialTokenSpan[] {
  const known = spansOfChunk.get(chunk);
  if (known !== undefined && known.after === after && known.specialTokens === specialTokens) return known.spans;
  const spans: SpecialTokenSpan[] = [];
  const finder = new TokenFinder(chunk.text + after, specialTokens);
  for (let at = 0; ;) {
    const span = finder.find(at, chunk.text.length);
    if (span === undefined) break;
    if (specialTokens.always?.ids.has(span.id) !== true) spans.push(span);
    at = span.to;
  }
  spansOfChunk.set(chunk, { after, specialTokens, spans });
  return spans;
}
