/** What an encoded block gives: its ids, and where its tokens end. */
import { idMask } from "./encoder.ts";
import type { Encoder } from "./encoder.ts";
import { leadShift, unitsShift } from "./tokenTables.ts";

/** Writes the ids of the block, without `continues`, to `out` from index `at` on. */
export function writeIds(encoder: Encoder, out: Int32Array, at: number): void {
  const { ids, idCount } = encoder;
  for (let i = 0; i < idCount; i++) out[at + i] = ids[i]! & idMask;
}

/** Writes the ends of the block's tokens in code units, the block starting at `unit`, to `out` from index `at` on: the last character
 *  boundary at or before a token's last byte. Without branches, for in some scripts most tokens end inside a character. */
export function writeEnds(encoder: Encoder, unit: number, out: Int32Array, at: number): void {
  const { ids, idCount } = encoder;
  const { bytes } = encoder.text;
  const { shapes } = encoder.tables;
  let byte = 0;
  let lead = 0; // code units of the last character that has begun
  for (let i = 0; i < idCount; i++) {
    const shape = shapes[ids[i]! & idMask]!;
    byte += shape & 0xff;
    unit += (shape >> unitsShift) & 0xff;
    const newLead = shape >> leadShift;
    lead = newLead | (lead & ((newLead - 1) >> 31)); // the new one unless it is 0
    const isInside = (((bytes[byte]! >> 6) ^ 2) - 1) >> 31; // −1 if the next byte continues a character
    out[at + i] = unit - (lead & isInside);
  }
}
