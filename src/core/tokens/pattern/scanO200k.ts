/** The scanner of o200k's pattern (patterns.ts), in which marks belong to words, case splits them, and contractions end them. */
import {
  CASELESS,
  characterClasses,
  characterWidth,
  classOfCharacter,
  LETTER,
  LOWER,
  MARK,
  NEWLINE,
  NUMBER,
  OTHER,
  SPACE,
  UPPER,
} from "./characterClass.ts";
import type { CharacterClasses } from "./characterClass.ts";
import { asciiLowerRunEnd, classAt, contractionEnd, newlinePieceEnd, numberGroupEnd, runEnd } from "./preTokenizer.ts";
import type { Utf8Buffer } from "./preTokenizer.ts";

export function scanO200k(text: Utf8Buffer, from: number, to: number, ends: Int32Array): number {
  const classes = characterClasses();
  const { ofByte, wordStart } = classes;
  const { bytes, view } = text;
  const limit = ends.length;
  let count = 0;
  let position = from;
  while (position < to && count < limit) {
    const first = bytes[position]!;
    // whether it begins with a letter or with a prefix, the word's letters go on from the next byte: no need to wait for which
    let end = position + 1;
    if ((ofByte[bytes[end]!]! & UPPER) !== 0 && (ofByte[first]! & LOWER) === 0) while ((ofByte[bytes[end]!]! & UPPER) !== 0) end++;
    end = asciiLowerRunEnd(view, end);
    if (wordStart[first]! > (end === position + 1 ? 1 : 0)) {
      const next = bytes[end]!;
      if (next >= 0x80) end = wordEnd(classes, bytes, position + (wordStart[first] === 1 ? 1 : 0));
      else if (next === 0x27) end = contractionEnd(bytes, end);
    } else {
      end = position + (first === 0x20 ? 2 : 1);
      if ((ofByte[bytes[end - 1]!]! & OTHER) !== 0 && first !== 0x27) {
        while ((ofByte[bytes[end]!]! & OTHER) !== 0) end++;
        if (bytes[end]! >= 0x80) end = pieceEnd(classes, bytes, position, to);
        else while (bytes[end] === 0x0a || bytes[end] === 0x0d || bytes[end] === 0x2f) end++;
      } else end = pieceEnd(classes, bytes, position, to);
    }
    ends[count++] = end;
    position = end;
  }
  return count;
}

/** The end of any piece that starts at `position`. */
function pieceEnd(classes: CharacterClasses, bytes: Uint8Array, position: number, to: number): number {
  const { ofByte } = classes;
  const first = bytes[position]!;
  const flags = first < 0x80 ? ofByte[first]! : classOfCharacter(classes.ofCode, bytes, position);
  if ((flags & NUMBER) !== 0) return numberGroupEnd(classes, bytes, position, NUMBER);
  if ((flags & (LETTER | MARK)) !== 0) return wordEnd(classes, bytes, position);
  if ((flags & NEWLINE) !== 0) return newlinePieceEnd(classes, bytes, position, to);
  let end = position + characterWidth(first);
  const second = bytes[end]!;
  const nextFlags = second < 0x80 ? ofByte[second]! : classOfCharacter(classes.ofCode, bytes, end);
  if ((nextFlags & (LETTER | MARK)) !== 0) return wordEnd(classes, bytes, end);
  if ((flags & SPACE) !== 0 && (first !== 0x20 || (nextFlags & OTHER) === 0)) return newlinePieceEnd(classes, bytes, position, to);
  if ((nextFlags & OTHER) !== 0) end = runEnd(classes, bytes, end, OTHER | MARK);
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
