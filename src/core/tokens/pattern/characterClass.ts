/** The classes of characters that the patterns of all encodings are made of, as flags. The Unicode version is the one tiktoken uses
 *  (unicodeClasses.ts), not that of the editor's JavaScript engine: `\s` here is Unicode White_Space, so U+0085 is in and U+FEFF is out. */
import { marksBeyond, unicodeRuns } from "./unicodeClasses.ts";

/** Lu, Lt. */
export const UPPER = 1;
/** Ll. */
export const LOWER = 2;
/** Lm, Lo: letters that are upper and lower to o200k_base. */
export const CASELESS = 4;
export const MARK = 8;
export const NUMBER = 16;
/** White_Space, except "\r" and "\n". */
export const SPACE = 32;
/** "\r" and "\n". */
export const NEWLINE = 64;
/** Everything else: punctuation, symbols, controls, unassigned. */
export const OTHER = 128;
/** No character: the end of the text (byte 0xFF). In the byte table also: a byte ≥ 0x80, whose class takes the whole character. */
export const END = 0;

export const LETTER = UPPER | LOWER | CASELESS;
export const WHITESPACE = SPACE | NEWLINE;

/** Written after the last byte of a text: no UTF-8 holds it, no class contains it. */
export const END_BYTE = 0xff;

/** Code points from here on are marks (marksBeyond) or nothing. */
export const planes = 0x40000;

/** Class flags of each code point below U+40000, and of each byte: the character's for ASCII, END for all others. */
export interface CharacterClasses {
  readonly ofCode: Uint8Array;
  readonly ofByte: Uint8Array;
  /** How a byte may begin a word of ASCII letters: 2 for a letter, 1 for what may stand before one as `[^\r\n\p{L}\p{N}]?` (except the
   *  apostrophe, which goes the long way), else 0. */
  readonly wordStart: Uint8Array;
}

let shared: CharacterClasses | undefined;

/** The one table, built on first use and then frozen by convention: nobody writes to it. */
export function characterClasses(): CharacterClasses {
  shared ??= build();
  return shared;
}

/** Class flags of the character whose first byte, ≥ 0x80, lies at `position`; END at END_BYTE. */
export function classOfCharacter(ofCode: Uint8Array, bytes: Uint8Array, position: number): number {
  const lead = bytes[position]!;
  if (lead < 0xe0) return ofCode[((lead & 0x1f) << 6) | (bytes[position + 1]! & 0x3f)]!;
  if (lead < 0xf0) return ofCode[((lead & 0xf) << 12) | ((bytes[position + 1]! & 0x3f) << 6) | (bytes[position + 2]! & 0x3f)]!;
  if (lead === END_BYTE) return END;
  const code =
    ((lead & 7) << 18) | ((bytes[position + 1]! & 0x3f) << 12) | ((bytes[position + 2]! & 0x3f) << 6) | (bytes[position + 3]! & 0x3f);
  return code < planes ? ofCode[code]! : classBeyond(code);
}

/** Class flags of a code point; a lone surrogate is U+FFFD. */
export const classOfCode = (classes: CharacterClasses, code: number): number => (code < planes ? classes.ofCode[code]! : classBeyond(code));

function classBeyond(code: number): number {
  for (const [from, to] of marksBeyond) if (code >= from && code < to) return MARK;
  return OTHER;
}

/** How many bytes the character takes whose first byte is `lead`. */
export const characterWidth = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

const classOfLetter: Readonly<Record<string, number>> = {
  O: OTHER,
  P: OTHER, // punctuation
  Y: OTHER, // symbols
  U: UPPER,
  T: UPPER, // Lt
  L: LOWER,
  D: CASELESS, // Lm
  B: CASELESS, // Lo
  M: MARK,
  N: NUMBER,
  E: NUMBER, // Nl, No
  S: SPACE,
};

/** All code points of a general category next to each other, below U+40000. */
export interface CategoryRun {
  readonly from: number;
  readonly to: number;
  /** See `classOfLetter`. */
  readonly letter: string;
}

/** The runs of the generated table, ascending and without gaps. */
export function categoryRuns(): readonly CategoryRun[] {
  const runs: CategoryRun[] = [];
  forEachRun((from, to, letter) => runs.push({ from, to, letter: String.fromCharCode(letter) }));
  return runs;
}

/** As `categoryRuns`, without making anything: a cold start waits for it. `letter` is a character's code. */
function forEachRun(take: (from: number, to: number, letter: number) => void): void {
  let from = 0;
  for (let at = 0; at < unicodeRuns.length;) {
    const letter = unicodeRuns.charCodeAt(at++);
    let length = 0;
    for (let code = unicodeRuns.charCodeAt(at); code < 0x41 || code > 0x5a; code = unicodeRuns.charCodeAt(++at)) {
      if (at >= unicodeRuns.length) break;
      length = length * 36 + (code < 0x41 ? code - 0x30 : code - 0x57); // a digit, or a letter from "a" = 10 on
    }
    const to = from + (length === 0 ? 1 : length);
    take(from, to, letter);
    from = to;
  }
}

let sharedRuns: readonly CategoryRun[] | undefined;

/** The letter of a code point's general category: see `classOfLetter`. */
export function categoryOfCode(code: number): string {
  if (code >= planes) return classBeyond(code) === MARK ? "M" : "O";
  const runs = (sharedRuns ??= categoryRuns());
  let low = 0;
  let high = runs.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.from <= code) low = middle;
    else high = middle;
  }
  return runs[low]!.letter;
}

/** Writes the class flags of each code point. @param ofCode [planes] */
export function fillClasses(ofCode: Uint8Array): void {
  const flagsOf = new Uint8Array(128);
  for (const [letter, flags] of Object.entries(classOfLetter)) flagsOf[letter.charCodeAt(0)] = flags;
  forEachRun((from, to, letter) => ofCode.fill(flagsOf[letter]!, from, to)); // the generator writes no other letter
  ofCode[0x0a] = NEWLINE;
  ofCode[0x0d] = NEWLINE;
}

function build(): CharacterClasses {
  const ofCode = new Uint8Array(planes);
  fillClasses(ofCode);
  const ofByte = new Uint8Array(256);
  ofByte.set(ofCode.subarray(0, 0x80));
  const wordStart = ofByte.map((flags, byte) => ((flags & LETTER) !== 0 ? 2 : (flags & (SPACE | OTHER)) !== 0 && byte !== 0x27 ? 1 : 0));
  return { ofCode, ofByte, wordStart };
}
