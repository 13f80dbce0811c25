/** How far a scan may have looked ahead of the piece it found: the one place that knows it, for blocks, for edits and for cuts. A scan reads
 *  at most `constantReach` past its piece, or (`\s+(?!\S)`, `\s*[\r\n]+`) to the end of a run of whitespace, or (o200k, after a caseless
 *  letter) to the end of a run of upper-case letters. So no scan that ended before a place can have read up to a later place if, well before
 *  that, there is a character which ends the one run and one which ends the other. */
import { isHighSurrogate, isLowSurrogate } from "../../text/surrogates.ts";
import { characterClasses, classOfCode, UPPER, WHITESPACE } from "./characterClass.ts";
import type { CharacterClasses } from "./characterClass.ts";
import { classAt } from "./preTokenizer.ts";

/** The constant part (a contraction: three bytes; else one character), and some; in bytes and in code units. */
const constantReach = 8;
const allRuns = 3;

const runsEndedBy = (flags: number): number => ((flags & WHITESPACE) === 0 ? 1 : 0) | ((flags & UPPER) === 0 ? 2 : 0);

/** How many of the first pieces of a block would be the same whatever follows it. */
export function settledCount(bytes: Uint8Array, ends: Int32Array, pieceCount: number, byteCount: number): number {
  const classes = characterClasses();
  let ended = 0;
  let at = byteCount - constantReach;
  for (; at > 0; at--) {
    if ((bytes[at]! & 0xc0) === 0x80) continue;
    ended |= runsEndedBy(classAt(classes, bytes, at));
    if (ended === allRuns) break;
  }
  if (at <= 0) return 0;
  let piece = pieceCount - 1;
  while (piece > 0 && ends[piece - 1]! > at) piece--;
  return Math.max(0, piece);
}

/** Goes back through a text, character by character, from a place that an edit has changed. */
export class LookBack {
  readonly #classes: CharacterClasses = characterClasses();
  readonly #from: number;
  #ended = 0;

  /** @param disturbedFrom the text is the same before this place, in code units of the document */
  constructor(disturbedFrom: number) {
    this.#from = disturbedFrom - constantReach;
  }

  /** Goes from the end of the text back to the character that begins at or before `to`. @param unit where the text starts in the document
   *  @returns where the last character begins behind which no scan that ended before it has read; −1 if there is none */
  settledIn(text: string, unit: number): number {
    for (let at = Math.min(text.length, this.#from - unit + 1) - 1; at >= 0; at--) {
      if (at > 0 && isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) at--;
      this.#ended |= runsEndedBy(classOfCode(this.#classes, text.codePointAt(at)!)); // at < text.length
      if (this.#ended === allRuns) return at;
    }
    return -1;
  }
}
