/** Step 1 of text → tokens: what a pre-tokenizer is, and the runs that all of them are made of. Merges never cross a piece. The scanners
 *  themselves are written by hand, one per pattern (patterns.ts). Indexes into the byte buffer are
 *  always in range (its margin is longer than any look-ahead), hence the `!`. */
import { characterWidth, classOfCharacter, END, LETTER, NEWLINE, WHITESPACE } from "./characterClass.ts";
import type { CharacterClasses } from "./characterClass.ts";

/** UTF-8 bytes with a view of the same memory for reading words. At least 32 bytes must follow the last position scanned (their values
 *  do not matter). */
export interface Utf8Buffer {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Splits the bytes [from, to) into pieces, as the pattern does on a text that ends at `to`: [from, ends[0]), [ends[0], ends[1]), …
 *  Requires END_BYTE at `to` and whole characters in between. Stops at `to` or when `ends` is full. Patterns never look behind, so
 *  scanning may go on at the last end. @returns how many ends were written */
export type PreTokenizer = (text: Utf8Buffer, from: number, to: number, ends: Int32Array) => number;

/** The class flags of the character at `position`. */
export function classAt(classes: CharacterClasses, bytes: Uint8Array, position: number): number {
  const byte = bytes[position]!;
  return byte < 0x80 ? classes.ofByte[byte]! : classOfCharacter(classes.ofCode, bytes, position);
}

/** The end of the run of characters from `position` on that are in any of the classes `flags`. */
export function runEnd(classes: CharacterClasses, bytes: Uint8Array, position: number, flags: number): number {
  const { ofByte, ofCode } = classes;
  for (;;) {
    const byte = bytes[position]!;
    if (byte < 0x80) {
      if ((ofByte[byte]! & flags) === 0) return position;
      position++;
    } else {
      if ((classOfCharacter(ofCode, bytes, position) & flags) === 0) return position;
      position += characterWidth(byte);
    }
  }
}

/** The end of the run of letters (Lu, Lt, Ll, Lm, Lo) from `position` on. */
export function letterRunEnd(classes: CharacterClasses, text: Utf8Buffer, position: number): number {
  const { ofCode } = classes;
  const { bytes } = text;
  for (;;) {
    const byte = bytes[position]!;
    if (byte < 0x80) {
      position = asciiLetterRunEnd(text.view, position);
      if (bytes[position]! < 0x80) return position;
    } else if (byte < 0xe0) {
      if ((ofCode[((byte & 0x1f) << 6) | (bytes[position + 1]! & 0x3f)]! & LETTER) === 0) return position;
      position += 2;
    } else if (byte < 0xf0) {
      const code = ((byte & 0xf) << 12) | ((bytes[position + 1]! & 0x3f) << 6) | (bytes[position + 2]! & 0x3f);
      if ((ofCode[code]! & LETTER) === 0) return position;
      position += 3;
    } else {
      if ((classOfCharacter(ofCode, bytes, position) & LETTER) === 0) return position;
      position += 4;
    }
  }
}

/** The end of the run of A–Z, a–z from `position` on, eight bytes at a time. Per byte, folded to lower case and without its high bit, adding
 *  0x1f sets the high bit from "a" on, adding 5 sets it after "z". Which word ends the run is chosen without a branch, for no processor can
 *  guess the lengths of words. */
export function asciiLetterRunEnd(view: DataView, position: number): number {
  for (;;) {
    const first = view.getInt32(position, true);
    const second = view.getInt32(position + 4, true);
    const firstFolded = (first | 0x20202020) & 0x7f7f7f7f;
    const secondFolded = (second | 0x20202020) & 0x7f7f7f7f;
    const firstOthers = ~((firstFolded + 0x1f1f1f1f) & ~(firstFolded + 0x05050505) & ~first) & 0x80808080;
    const secondOthers = ~((secondFolded + 0x1f1f1f1f) & ~(secondFolded + 0x05050505) & ~second) & 0x80808080;
    const inFirst = (firstOthers | -firstOthers) >> 31; // −1: the run ends in the first word
    const others = (firstOthers & inFirst) | (secondOthers & ~inFirst);
    if (others !== 0) return position + ((31 - Math.clz32(others & -others)) >> 3) + (4 & ~inFirst);
    position += 8;
  }
}

/** The end of the run of a–z from `position` on; as `asciiLetterRunEnd` without folding. */
export function asciiLowerRunEnd(view: DataView, position: number): number {
  for (;;) {
    const first = view.getInt32(position, true);
    const second = view.getInt32(position + 4, true);
    const firstPlain = first & 0x7f7f7f7f;
    const secondPlain = second & 0x7f7f7f7f;
    const firstOthers = ~((firstPlain + 0x1f1f1f1f) & ~(firstPlain + 0x05050505) & ~first) & 0x80808080;
    const secondOthers = ~((secondPlain + 0x1f1f1f1f) & ~(secondPlain + 0x05050505) & ~second) & 0x80808080;
    const inFirst = (firstOthers | -firstOthers) >> 31;
    const others = (firstOthers & inFirst) | (secondOthers & ~inFirst);
    if (others !== 0) return position + ((31 - Math.clz32(others & -others)) >> 3) + (4 & ~inFirst);
    position += 8;
  }
}

/** The end of the piece that `\s+(?!\S)|\s+` matches in the run of whitespace [from, runTo): all of it at the end of the text, else all
 *  but the last character, unless it is the only one. */
export function whitespacePieceEnd(bytes: Uint8Array, from: number, runTo: number, textTo: number): number {
  if (runTo === textTo) return runTo;
  let last = runTo - 1;
  while ((bytes[last]! & 0xc0) === 0x80) last--;
  return last === from ? runTo : last;
}

/** What `\s*[\r\n]+|\s+(?!\S)|\s+` matches from `position` on: up to the last line break of the run of whitespace if it has one. */
export function newlinePieceEnd(classes: CharacterClasses, bytes: Uint8Array, position: number, textTo: number): number {
  const { ofByte, ofCode } = classes;
  let newlineEnd = 0; // 0: none so far
  let at = position;
  for (;;) {
    const byte = bytes[at]!;
    const flags = byte < 0x80 ? ofByte[byte]! : classOfCharacter(ofCode, bytes, at);
    if ((flags & WHITESPACE) === 0) break;
    at += characterWidth(byte);
    if ((flags & NEWLINE) !== 0) newlineEnd = at;
  }
  return newlineEnd !== 0 ? newlineEnd : whitespacePieceEnd(bytes, position, at, textTo);
}

/** The end of up to three numbers (`\p{N}{1,3}`), the first of which stands at `position`. */
export function numberGroupEnd(classes: CharacterClasses, bytes: Uint8Array, position: number, flags: number): number {
  for (let count = 0; count < 3 && (classAt(classes, bytes, position) & flags) !== END; count++)
    position += characterWidth(bytes[position]!);
  return position;
}

/** The end of an English contraction ('s 't 're 've 'm 'll 'd, in any case, and 'ſ) whose apostrophe is at `position`, or `position`
 *  itself if there is none. Rust's `(?i:'s)` folds U+017F (bytes C5 BF) to s. */
export function contractionEnd(bytes: Uint8Array, position: number): number {
  const first = bytes[position + 1]!;
  if (first === 0xc5 && bytes[position + 2] === 0xbf) return position + 3;
  if (first >= 0x80) return position;
  return lowerCaseContractionEnd(position, first | 0x20, bytes[position + 2]! | 0x20);
}

/** As `contractionEnd`, given the two bytes after the apostrophe; only those in lower case count. */
export function lowerCaseContractionEnd(position: number, first: number, second: number): number {
  switch (first) {
    case 0x73: // s
    case 0x74: // t
    case 0x6d: // m
    case 0x64: // d
      return position + 2;
    case 0x6c: // ll
      return second === 0x6c ? position + 3 : position;
    case 0x72: // re
    case 0x76: // ve
      return second === 0x65 ? position + 3 : position;
    default:
      return position;
  }
}
