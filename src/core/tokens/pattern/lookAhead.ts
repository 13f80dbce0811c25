/** How far a scan may have looked ahead of the piece it found: the one place that knows it, for blocks and for edits. */
import { isHighSurrogate, isLowSurrogate } from "../../text/surrogates.ts";
import { characterClasses, classOfCode, UPPER, WHITESPACE } from "./characterClass.ts";
import { lastBoundary } from "../normalizer.ts";
import type { Normalizer } from "../normalizer.ts";
import type { LookBack, Pattern } from "./pattern.ts";

/** The constant part of how far the scanners of named patterns read (a contraction: three bytes; else one character), and some. */
const constantReach = 8;
const allRuns = 3;

/** Of the named patterns. A scan reads at most `constantReach` past its piece, or (`\s+(?!\S)`, `\s*[\r\n]+`) to the end of a run of
 *  whitespace, or (o200k, after a caseless letter) to the end of a run of upper-case letters. So none that ended before a character has read
 *  up to a place if, well before that, there is a character which ends the one run and one which ends the other. */
export function namedLookBack(): LookBack {
  const classes = characterClasses();
  let taken = 0;
  let ended = 0;
  return {
    take(code) {
      taken += utf8Width(code);
      if (taken < constantReach) return false;
      const flags = classOfCode(classes, code);
      ended |= ((flags & WHITESPACE) === 0 ? 1 : 0) | ((flags & UPPER) === 0 ? 2 : 0);
      return ended === allRuns;
    },
  };
}

/** How many of the first pieces of a block would be the same whatever follows it. */
export function settledCount(pattern: Pattern, bytes: Uint8Array, ends: Int32Array, pieceCount: number, byteCount: number): number {
  const back = pattern.lookBack();
  let at = byteCount;
  do {
    at--;
    while (at > 0 && (bytes[at]! & 0xc0) === 0x80) at--;
    if (at <= 0) return 0;
  } while (!back.take(codeAt(bytes, at)));
  let piece = pieceCount - 1;
  while (piece > 0 && (ends[piece - 1]! > at || !pattern.mayStartWith(codeAt(bytes, ends[piece - 1]!)))) piece--;
  return Math.max(0, piece);
}

/** Bytes of a code point in UTF-8. */
const utf8Width = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

/** The code point of the character that begins at a byte. */
export function codeAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return lead;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | (bytes[at + 1]! & 0x3f);
  if (lead < 0xf0) return ((lead & 0xf) << 12) | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f);
  return ((lead & 7) << 18) | ((bytes[at + 1]! & 0x3f) << 12) | ((bytes[at + 2]! & 0x3f) << 6) | (bytes[at + 3]! & 0x3f);
}

/** Goes back through a text from `from`, a place in it or behind it, until nothing before can have read so far.
 *  @returns where the last character begins at which that holds; −1 if the text ends before */
export function settledIn(back: LookBack, text: string, from: number, normalizer?: Normalizer): number {
  if (normalizer !== undefined) return settledInNormalized(back, text, from, normalizer);
  for (let at = Math.min(text.length, from) - 1; at >= 0; at--) {
    if (at > 0 && isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) at--;
    if (back.take(text.codePointAt(at)!)) return at; // at < text.length
  }
  return -1;
}

/** As `settledIn`: the scans have read the text as it is normalized. */
function settledInNormalized(back: LookBack, text: string, from: number, normalizer: Normalizer): number {
  for (let to = Math.min(text.length, from); to > 0;) {
    const start = lastBoundary(normalizer, text, 0, to - 1);
    const stretch = text.slice(start, to);
    const characters = [...(normalizer.apply(stretch, false)?.text ?? stretch)];
    let isSettled = false;
    for (const character of characters.toReversed()) isSettled ||= back.take(character.codePointAt(0)!); // a character is not empty
    if (isSettled) return start;
    to = start;
  }
  return -1;
}
