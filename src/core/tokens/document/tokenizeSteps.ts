/** A whole text → chunks of tokens, in steps short enough for a thread that must answer meanwhile. */
import { blockLength, continues, encodeScanned, hugePiece, releaseMemory, tryScanBlock } from "../engine/encoder.ts";
import type { Encoder } from "../engine/encoder.ts";
import type { Encoding } from "../encoding.ts";
import { foundUnder } from "../specialTokens.ts";
import type { SpecialTokenPolicy } from "../specialTokens.ts";
import { TokenFinder } from "../tokenFinder.ts";
import { endsOf } from "../engine/blockResults.ts";
import { beginsInside, ChunkBuilder, chunkLength } from "./tokenChunk.ts";
import type { TokenChunk } from "./tokenChunk.ts";
import { mergeInSteps } from "../engine/mergeInSteps.ts";
import { unitsBetween } from "../engine/utf8.ts";

/** Yields how many code units are done; no scratch memory of the encoding is in use between the steps. */
export function* tokenizeSteps(encoding: Encoding, text: string, policy: SpecialTokenPolicy): Generator<number, readonly TokenChunk[]> {
  const { encoder } = encoding;
  const { tokens } = encoder;
  const found = foundUnder(policy, encoding.vocabulary.specialTokens);
  const finder = found && new TokenFinder(text, found);
  const builder = new ChunkBuilder(tokens, text);
  for (let at = 0; at < text.length;) {
    const special = finder?.find(at);
    const to = special?.from ?? text.length;
    const start = at;
    while (at < to) {
      let length = -1;
      for (let reach = blockLength; (length = tryScanBlock(encoder, text, at, to, true, reach, at === start)) < 0; reach *= 2) yield at;
      if (encoder.given === undefined && encoder.pieceCount === 1 && encoder.byteCount > hugePiece)
        yield* encodeHugePiece(encoder, builder, at);
      else {
        encodeScanned(encoder, length);
        const ends = tokens.givePlaces ? undefined : endsOf(encoder, length);
        builder.add(encoder.ids, encoder.idCount, length, encoder.byteCount, ends);
        releaseMemory(encoder);
      }
      at += length;
      yield at;
    }
    if (special === undefined) break;
    const length = special.to - special.from;
    builder.add(Int32Array.of(special.id), 1, length, tokens.lengths[special.id]!, Int32Array.of(length));
    at = special.to;
  }
  builder.flush();
  return builder.chunks;
}

/** The one piece of the scanned block, which starts at code unit `from`. */
function* encodeHugePiece(encoder: Encoder, builder: ChunkBuilder, from: number): Generator<number, void> {
  const { tables, byteCount } = encoder;
  const bytes = encoder.pieces.text.slice(0, byteCount);
  releaseMemory(encoder);
  const merging = mergeInSteps(encoder, bytes);
  let step = merging.next();
  for (; step.done !== true; step = merging.next()) yield from;
  const ids = step.value;
  let first = 0;
  let byteFrom = 0;
  let byteTo = 0;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]! < 256 ? tables.idOfByte[ids[i]!]! : ids[i]!;
    byteTo += tables.lengths[id]!;
    ids[i] = i > 0 ? id | continues : id;
    const next = ids[i + 1];
    if (next !== undefined && (byteTo - byteFrom < chunkLength || beginsInside(tables, next < 256 ? tables.idOfByte[next]! : next)))
      continue;
    const units = unitsBetween(bytes, byteFrom, byteTo);
    builder.add(ids.subarray(first, i + 1), i + 1 - first, units, byteTo - byteFrom);
    from += units;
    first = i + 1;
    byteFrom = byteTo;
    yield from;
  }
}
