/** Step 1 of text → tokens: what a pre-tokenizer is, and the runs that all of them are made of. Merges never cross a piece. The scanners
 *  themselves are written by hand, one per pattern, beside the encodings that use them (encodings/). */
import { characterWidth, classOfCharacter, END, LETTER, WHITESPACE } from "./characterClass.ts";
import type { CharacterClasses } from "./characterClass.ts";

/** UTF-8 bytes with a view of the same memory for reading words. At least `wordMargin` bytes must follow the last position scanned. */
export interface Utf8Buffer {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Bytes that must exist (their values do not matter) after the end of a scanned text, so that words can be read without a check. */
export const wordMargin = 32;

/** Splits the bytes [from, to) into pieces, as the pattern does on a text that ends at `to`: [from, ends[0]), [ends[0], ends[1]), …
 *  Requires END_BYTE at `to` and whole characters in between. Stops at `to` or when `ends` is full. Patterns never look behind, so
 *  scanning may go on at the last end. @returns how many ends were written */
export type PreTokenizer = (text: Utf8Buffer, from: number, to: number, ends: Int32Array) => number;

/** The end of the run of letters (Lu, Lt, Ll, Lm, Lo) that starts at `position`. */
export function letterRunEnd(classes: CharacterClasses, text: Utf8Buffer, position: number): number {
  return runEnd(classes, text.bytes, position, LETTER);
}

/** The end of the run of characters that are in any of the classes `flags`. */
export function runEnd(classes: CharacterClasses, bytes: Uint8Array, position: number, flags: number): number {
  const { ofByte, ofCode } = classes;
  for (;;) {
    const byte = bytes[position]!;
    const flagsHere = byte < 0x80 ? ofByte[byte]! : classOfCharacter(ofCode, bytes, position);
    if ((flagsHere & flags) === 0) return position;
    position += characterWidth(byte);
  }
}

/** The class flags of the character at `position`. */
export function classAt(classes: CharacterClasses, bytes: Uint8Array, position: number): number {
  const byte = bytes[position]!;
  return byte < 0x80 ? classes.ofByte[byte]! : classOfCharacter(classes.ofCode, bytes, position);
}

/** The end of the piece that `\s+(?!\S)|\s+` matches in the run of whitespace [from, runTo): all of it at the end of the text, else all
 *  but the last character, unless it is the only one. */
export function whitespacePieceEnd(classes: CharacterClasses, bytes: Uint8Array, from: number, runTo: number): number {
  if (classAt(classes, bytes, runTo) === END) return runTo;
  let last = runTo - 1;
  while ((bytes[last]! & 0xc0) === 0x80) last--;
  return last === from ? runTo : last;
}

/** The end of the run of whitespace that starts at `position`. */
export function whitespaceRunEnd(classes: CharacterClasses, bytes: Uint8Array, position: number): number {
  return runEnd(classes, bytes, position, WHITESPACE);
}

/** The end of up to three numbers (`\p{N}{1,3}`) from `position` on, where a number stands. */
export function numberGroupEnd(classes: CharacterClasses, bytes: Uint8Array, position: number, flags: number): number {
  for (let count = 0; count < 3 && (classAt(classes, bytes, position) & flags) !== 0; count++) position += characterWidth(bytes[position]!);
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

/** As `contractionEnd`, given the two bytes after the apostrophe. */
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
