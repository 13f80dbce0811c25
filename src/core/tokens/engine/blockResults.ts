/** What an encoded block gives: its ids, and where its tokens end. */
import { idMask } from "./encoder.ts";
import type { Encoder } from "./encoder.ts";

/** Up to so many values a loop is quicker than a call. */
const fewIds = 24;

/** The ids of the block, without `continues`, in an array of their own. */
export function takeIds({ pieces, ids, idCount }: Encoder): Int32Array {
  if (idCount > fewIds) {
    pieces.strip(idCount);
    return ids.slice(0, idCount);
  }
  const taken = new Int32Array(idCount);
  for (let i = 0; i < idCount; i++) taken[i] = ids[i]! & idMask;
  return taken;
}

/** Where the tokens of the block end, in code units from its start: the last character boundary at or before a token's last byte. A view that is
 *  there until the next block. @param length of the block, in code units */
export function endsOf({ pieces, idCount, byteCount }: Encoder, length: number): Int32Array {
  const isWide = byteCount !== length;
  pieces.findEnds(idCount, isWide);
  return (isWide ? pieces.unitEnds : pieces.byteEnds).subarray(0, idCount);
}
