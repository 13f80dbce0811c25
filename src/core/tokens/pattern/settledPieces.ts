/** Which pieces of a block are final before what follows the block is known. */
import { characterClasses, UPPER, WHITESPACE } from "./characterClass.ts";
import type { CharacterClasses } from "./characterClass.ts";
import { classAt } from "./preTokenizer.ts";

/** The constant part of how far a scan reads past the end of a piece (a contraction: three bytes; else one character), and some. */
const lookAhead = 8;

/** How many of the first pieces of a block would be the same whatever follows it. A piece's scan reads at most `lookAhead` bytes past its
 *  end, or (`\s+(?!\S)`, `\s*[\r\n]+`) to the end of a run of whitespace, or (o200k after a caseless letter) of upper-case letters. So the
 *  pieces before `start` are settled if, from there on and well before the end, a character stands that ends the one run and the other. */
export function settledCount(bytes: Uint8Array, ends: Int32Array, pieceCount: number, byteCount: number): number {
  const classes = characterClasses();
  let seen = 0;
  for (let piece = pieceCount - 1; piece > 0; piece--) {
    const start = ends[piece - 1]!;
    if (start + lookAhead > byteCount) continue;
    seen |= runsEndedAt(classes, bytes, start);
    if (seen === 3) return piece;
    if (bytes[start] === 0x20 && start + 1 < ends[piece]!) seen |= runsEndedAt(classes, bytes, start + 1);
    if (seen === 3) return piece;
    // In mixed case without a break ("aAaAAa") every piece begins with an upper-case letter; it ends with another.
    let last = ends[piece]! - 1;
    while (last > start && (bytes[last]! & 0xc0) === 0x80) last--;
    if (last + lookAhead <= byteCount) seen |= runsEndedAt(classes, bytes, last);
    if (seen === 3) return piece;
  }
  return 0;
}

function runsEndedAt(classes: CharacterClasses, bytes: Uint8Array, position: number): number {
  const flags = classAt(classes, bytes, position);
  return ((flags & WHITESPACE) === 0 ? 1 : 0) | ((flags & UPPER) === 0 ? 2 : 0);
}
