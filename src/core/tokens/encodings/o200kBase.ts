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
import { classAt, contractionEnd, numberGroupEnd, runEnd } from "../preTokenizer.ts";
import type { Utf8Buffer } from "../preTokenizer.ts";
import { newlinePieceEnd } from "./cl100kBase.ts";

export function scanO200k(text: Utf8Buffer, from: number, to: number, ends: Int32Array): number {
  const classes = characterClasses();
  const { bytes } = text;
  let count = 0;
  let position = from;
  while (position < to && count < ends.length) {
    position = pieceEnd(classes, bytes, position);
    ends[count++] = position;
  }
  return count;
}

function pieceEnd(classes: CharacterClasses, bytes: Uint8Array, position: number): number {
  const first = bytes[position]!;
  const flags = classAt(classes, bytes, position);
  if ((flags & (LETTER | MARK)) !== 0) return wordEnd(classes, bytes, position);
  if ((flags & NUMBER) !== 0) return numberGroupEnd(classes, bytes, position, NUMBER);
  if ((flags & NEWLINE) !== 0) return newlinePieceEnd(classes, bytes, position);
  const next = position + characterWidth(first);
  const nextFlags = classAt(classes, bytes, next);
  if ((nextFlags & (LETTER | MARK)) !== 0) return wordEnd(classes, bytes, next);
  if ((flags & SPACE) === 0 || (first === 0x20 && (nextFlags & OTHER) !== 0)) {
    return slashRunEnd(bytes, runEnd(classes, bytes, next, OTHER | MARK));
  }
  return newlinePieceEnd(classes, bytes, position);
}

/** The word that starts at `position` with a letter or mark, and the contraction after it. `[upper]*` takes the longest run; if a lower
 *  letter follows, `[lower]+` goes on from there. Otherwise the match backs up to the last character that both classes hold (a caseless
 *  letter or a mark), and only a run without one is matched by the second alternative, whole. */
function wordEnd(classes: CharacterClasses, bytes: Uint8Array, position: number): number {
  let caselessEnd = 0; // the end of the last character that both classes hold; 0 when there is none
  for (;;) {
    const flags = classAt(classes, bytes, position);
    if ((flags & (UPPER | CASELESS | MARK)) === 0) {
      if ((flags & LOWER) !== 0) return withContraction(bytes, runEnd(classes, bytes, position, LOWER | CASELESS | MARK));
      return withContraction(bytes, caselessEnd === 0 ? position : caselessEnd);
    }
    position += characterWidth(bytes[position]!);
    if ((flags & UPPER) === 0) caselessEnd = position;
  }
}

function withContraction(bytes: Uint8Array, position: number): number {
  return bytes[position] === 0x27 ? contractionEnd(bytes, position) : position;
}

function slashRunEnd(bytes: Uint8Array, position: number): number {
  while (bytes[position] === 0x0a || bytes[position] === 0x0d || bytes[position] === 0x2f) position++;
  return position;
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
