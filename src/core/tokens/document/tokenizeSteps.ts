/** A whole text → chunks of tokens, in steps short enough for a thread that must answer meanwhile. */
import { advanceMerge } from "../engine/bytePairMerge.ts";
import type { LongMerge } from "../engine/bytePairMerge.ts";
import { blockLength, continues, encodeScanned, hugePiece, releaseMemory, tryScanBlock } from "../engine/encoder.ts";
import type { Encoder } from "../engine/encoder.ts";
import type { Encoding } from "../encoding.ts";
import { findSpecialToken } from "../specialTokens.ts";
import type { SpecialTokenPolicy } from "../specialTokens.ts";
import { beginsInside, ChunkBuilder, chunkLength } from "./tokenChunk.ts";
import type { TokenChunk } from "./tokenChunk.ts";
import { detachBytes, unitsBetween } from "../engine/utf8Block.ts";

/** Bytes of a huge piece merged per step. (Its end is looked for in doubling steps, the last of which takes some milliseconds per million
 *  characters.) */
const mergeStep = 16_384;

/** Yields how many code units are done; no scratch memory of the encoding is in use between the steps. */
export function* tokenizeSteps(encoding: Encoding, text: string, policy: SpecialTokenPolicy): Generator<number, readonly TokenChunk[]> {
  const { encoder } = encoding;
  const builder = new ChunkBuilder(encoder.tables, text);
  for (let at = 0; at < text.length;) {
    const special = policy === "allow" ? findSpecialToken(text, encoding.vocabulary.specialTokens, at) : undefined;
    const to = special?.from ?? text.length;
    while (at < to) {
      let length = -1;
      for (let reach = blockLength; (length = tryScanBlock(encoder, text, at, to, true, reach)) < 0; reach *= 2) yield at;
      if (encoder.pieceCount === 1 && encoder.byteCount > hugePiece) yield* encodeHugePiece(encoder, builder, at);
      else {
        encodeScanned(encoder, length);
        builder.add(encoder.ids, encoder.idCount, length, encoder.byteCount);
        releaseMemory(encoder);
      }
      at += length;
      yield at;
    }
    if (special === undefined) break;
    builder.add(Int32Array.of(special.id), 1, special.to - special.from, encoder.tables.lengths[special.id]!);
    at = special.to;
  }
  builder.flush();
  return builder.chunks;
}

/** The one piece of the scanned block, which starts at code unit `from`. */
function* encodeHugePiece(encoder: Encoder, builder: ChunkBuilder, from: number): Generator<number, void> {
  const { tables, byteCount } = encoder;
  const bytes = detachBytes(encoder.text);
  const merge: LongMerge = { bytes, from: 0, to: byteCount, out: new Int32Array(mergeStep), first: 0, done: 0, at: 0 };
  while (merge.done < byteCount) {
    advanceMerge(encoder.merger, merge, merge.done + mergeStep);
    yield from;
  }
  const ids = merge.out;
  let first = 0;
  let byteFrom = 0;
  let byteTo = 0;
  for (let i = 0; i < merge.at; i++) {
    byteTo += tables.lengths[ids[i]!]!;
    if (i > 0) ids[i] = ids[i]! | continues;
    const isLast = i + 1 === merge.at;
    if (!isLast && (byteTo - byteFrom < chunkLength || beginsInside(tables, ids[i + 1]!))) continue;
    const units = unitsBetween(bytes, byteFrom, byteTo);
    builder.add(ids.subarray(first, i + 1), i + 1 - first, units, byteTo - byteFrom);
    from += units;
    first = i + 1;
    byteFrom = byteTo;
    yield from;
  }
}
