/** Where a block that was normalized may end. */
import type { NormalizedText } from "../normalizer.ts";
import { unitsBetween } from "./utf8.ts";

/** How many of the pieces to take, so that the last one does not end inside a changed stretch: the first ones or all that do; and where that
 *  is in the source, in code units. 0 pieces when all do. */
export function lastCut(
  bytes: Uint8Array,
  ends: Int32Array,
  { places }: NormalizedText,
  pieceCount: number,
  takesFirst: boolean,
): { readonly pieceCount: number; readonly place: number } {
  let cut = { pieceCount: 0, place: 0 };
  let unit = 0;
  for (let piece = 0, byte = 0; piece < pieceCount; piece++) {
    const end = ends[piece]!;
    unit += unitsBetween(bytes, byte, end);
    byte = end;
    if (places[unit]! < 0) continue;
    cut = { pieceCount: piece + 1, place: places[unit]! };
    if (takesFirst) break;
  }
  return cut;
}
