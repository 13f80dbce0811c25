/** What an encoded block gives: its ids, and where its tokens end. */
import type { NormalizedText } from "../normalizer.ts";
import { continues, idMask } from "./pieceEncoder.ts";
import { insideShift, leadMask, leadShift, unitsMask, unitsShift } from "./tokenTables.ts";
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
export function endsOf(encoder: Encoder, length: number): Int32Array {
  const { pieces, idCount, byteCount, normalized, given } = encoder;
  if (normalized !== undefined) return placesOf(encoder, normalized);
  if (given !== undefined) return endsByLayout(encoder);
  const isWide = byteCount !== length;
  pieces.findEnds(idCount, isWide);
  return (isWide ? pieces.unitEnds : pieces.byteEnds).subarray(0, idCount);
}

/** As `takeIds`, in a view that is there until the next block. */
export function viewIds({ pieces, ids, idCount }: Encoder): Int32Array {
  pieces.strip(idCount);
  return ids.subarray(0, idCount);
}

/** Of a block that was normalized: places in the source. Tokens that begin inside a changed stretch continue the piece of the one before them,
 *  for nothing may be cut there. */
function placesOf(encoder: Encoder, { places }: NormalizedText): Int32Array {
  const { ids, idCount } = encoder;
  const ends = endsByLayout(encoder);
  for (let i = 0; i < idCount; i++) {
    const place = places[ends[i]!]!;
    if (place < 0 && i + 1 < idCount) ids[i + 1] = ids[i + 1]! | continues;
    ends[i] = place < 0 ? ~place : place;
  }
  return ends;
}

/** The last character boundary at or before each token's last byte, by what the tokens are. Without branches. A block's last token ends it. */
function endsByLayout({ ids, idCount, tokens: { shapes } }: Encoder): Int32Array {
  const ends = new Int32Array(idCount);
  let unit = 0;
  let lead = 0; // code units of the last character that has begun
  for (let i = 0; i < idCount; i++) {
    const shape = shapes[ids[i]! & idMask]!;
    if (i > 0) ends[i - 1] = unit - (lead & -((shape >> insideShift) & 1)); // if this one goes on with that character
    unit += (shape >> unitsShift) & unitsMask;
    const newLead = (shape >> leadShift) & leadMask;
    lead = newLead | (lead & ((newLead - 1) >> 31)); // the new one unless it is 0
  }
  if (idCount > 0) ends[idCount - 1] = unit;
  return ends;
}
