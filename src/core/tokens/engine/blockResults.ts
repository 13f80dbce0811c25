/** What an encoded block gives: its ids, and where its tokens end. */
import { idMask } from "./encoder.ts";
import type { Encoder } from "./encoder.ts";
import { insideShift, leadMask, leadShift, unitsShift } from "./tokenTables.ts";

/** Writes the ids of the block, without `continues`, to `out` from index `at` on. */
export function writeIds(encoder: Encoder, out: Int32Array, at: number): void {
  const { ids, idCount } = encoder;
  for (let i = 0; i < idCount; i++) out[at + i] = ids[i]! & idMask;
}

/** As `writeIds`, and the ends of the tokens in code units, the block of `length` code units starting at `unit`: the last character boundary
 *  at or before a token's last byte. */
export function writeIdsAndEnds(encoder: Encoder, unit: number, length: number, ids: Int32Array, ends: Int32Array, at: number): void {
  if (length === encoder.byteCount) writeOfBytes(encoder, unit, ids, ends, at);
  else writeOfCharacters(encoder, unit, ids, ends, at);
}

/** Of ASCII, where a byte is a code unit. */
function writeOfBytes(encoder: Encoder, unit: number, outIds: Int32Array, outEnds: Int32Array, at: number): void {
  const { ids, idCount } = encoder;
  const { lengths } = encoder.tables;
  for (let i = 0; i < idCount; i++) {
    const id = ids[i]! & idMask;
    unit += lengths[id]!;
    outIds[at + i] = id;
    outEnds[at + i] = unit;
  }
}

/** Without branches, for in some scripts most tokens end inside a character: those that the next token goes on with. A block's last one does not. */
function writeOfCharacters(encoder: Encoder, unit: number, outIds: Int32Array, outEnds: Int32Array, at: number): void {
  const { ids, idCount } = encoder;
  const { shapes } = encoder.tables;
  let lead = 0; // code units of the last character that has begun
  let id = ids[0]! & idMask;
  let shape = shapes[id]!;
  for (let i = 0; i < idCount; i++) {
    outIds[at + i] = id;
    unit += (shape >> unitsShift) & 0xff;
    const newLead = (shape >> leadShift) & leadMask;
    lead = newLead | (lead & ((newLead - 1) >> 31)); // the new one unless it is 0
    id = ids[i + 1]! & idMask; // behind the last one: any id
    shape = shapes[id]!;
    outEnds[at + i] = unit - (lead & -((shape >> insideShift) & 1));
  }
  outEnds[at + idCount - 1] = unit;
}
