/** o200k_base (GPT-4o and later) and its pattern, in which marks belong to words, case splits them, and contractions end them:
 *  `[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?`
 *  `|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?`
 *  `|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+` */
import {
  CASELESS,
  characterClasses,
  characterWidth,
  LETTER,
  LOWER,
  MARK,
  NEWLINE,
  NUMBER,
  OTHER,
  SPACE,
  UPPER,
} from "../characterClass.ts";
import type { CharacterClasses } from "../characterClass.ts";
import type { EncodingDefinition } from "../encodingDefinition.ts";
import { asciiLowerRunEnd, classAt, contractionEnd, newlinePieceEnd, numberGroupEnd, runEnd } from "../preTokenizer.ts";
import type { Utf8Buffer } from "../preTokenizer.ts";

export function scanO200k(text: Utf8Buffer, from: number, to: number, ends: Int32Array): number {
  const classes = characterClasses();
  const { ofByte } = classes;
  const { bytes, view } = text;
  const limit = ends.length;
  let count = 0;
  let position = from;
  while (position < to && count < limit) {
    let start = position;
    if (bytes[start] === 0x20) start++; // any other prefix of a word goes the long way
    if ((ofByte[bytes[start]!]! & LETTER) !== 0) {
      let end = start;
      while ((ofByte[bytes[end]!]! & UPPER) !== 0) end++;
      end = asciiLowerRunEnd(view, end);
      const next = bytes[end]!;
      if (next >= 0x80) end = wordEnd(classes, bytes, start);
      else if (next === 0x27) end = contractionEnd(bytes, end);
      position = end;
    } else {
      position = pieceEnd(classes, bytes, position, to);
    }
    ends[count++] = position;
  }
  return count;
}

/** The end of any piece that starts at `position`. */
function pieceEnd(classes: CharacterClasses, bytes: Uint8Array, position: number, to: number): number {
  const first = bytes[position]!;
  const flags = classAt(classes, bytes, position);
  if ((flags & (LETTER | MARK)) !== 0) return wordEnd(classes, bytes, position);
  if ((flags & NUMBER) !== 0) return numberGroupEnd(classes, bytes, position, NUMBER);
  if ((flags & NEWLINE) !== 0) return newlinePieceEnd(classes, bytes, position, to);
  const next = position + characterWidth(first);
  const nextFlags = classAt(classes, bytes, next);
  if ((nextFlags & (LETTER | MARK)) !== 0) return wordEnd(classes, bytes, next);
  if ((flags & SPACE) !== 0 && (first !== 0x20 || (nextFlags & OTHER) === 0)) return newlinePieceEnd(classes, bytes, position, to);
  let end = (nextFlags & OTHER) === 0 ? next : runEnd(classes, bytes, next, OTHER | MARK);
  while (bytes[end] === 0x0a || bytes[end] === 0x0d || bytes[end] === 0x2f) end++;
  return end;
}

/** The end of the word that starts at `position` with a letter or mark, and of the contraction after it. `[upper]*` takes the longest run;
 *  if a lower letter follows, `[lower]+` goes on from there. Otherwise the match backs up to the last character that both classes hold (a
 *  caseless letter or a mark), and only a run without one is matched by the second alternative, whole. */
function wordEnd(classes: CharacterClasses, bytes: Uint8Array, position: number): number {
  let caselessEnd = 0; // the end of the last character that both classes hold; 0 when there is none
  let end = position;
  for (;;) {
    const flags = classAt(classes, bytes, end);
    if ((flags & (UPPER | CASELESS | MARK)) === 0) {
      if ((flags & LOWER) !== 0) end = runEnd(classes, bytes, end, LOWER | CASELESS | MARK);
      else if (caselessEnd !== 0) end = caselessEnd;
      return bytes[end] === 0x27 ? contractionEnd(bytes, end) : end;
    }
    end += characterWidth(bytes[end]!);
    if ((flags & UPPER) === 0) caselessEnd = end;
  }
}

export const o200kBase: EncodingDefinition = {
  name: "o200k_base",
  ranks: "o200k_base",
  preTokenizer: scanO200k,
  specialTokens: [
    ["<|endoftext|>", 199999],
    ["<|endofprompt|>", 200018],
  ],
};
