/** The scanner of cl100k's pattern (patterns.ts): any one character before a word, numbers in threes, line breaks after punctuation. */
import { characterClasses, characterWidth, classOfCharacter, LETTER, MARK, NEWLINE, NUMBER, OTHER, SPACE } from "./characterClass.ts";
import type { CharacterClasses } from "./characterClass.ts";
import { asciiLetterRunEnd, contractionEnd, letterRunEnd, newlinePieceEnd, numberGroupEnd, runEnd } from "./preTokenizer.ts";
import type { Utf8Buffer } from "./preTokenizer.ts";

export function scanCl100k(text: Utf8Buffer, from: number, to: number, ends: Int32Array): number {
  const classes = characterClasses();
  const { ofByte, wordStart } = classes;
  const { bytes, view } = text;
  const limit = ends.length;
  let count = 0;
  let position = from;
  while (position < to && count < limit) {
    const first = bytes[position]!;
    // whether it begins with a letter or with a prefix, the word's letters go on from the next byte: no need to wait for which
    let end = asciiLetterRunEnd(view, position + 1);
    if (wordStart[first]! > (end === position + 1 ? 1 : 0)) {
      if (bytes[end]! >= 0x80) end = letterRunEnd(classes, text, end);
    } else {
      end = position + (first === 0x20 ? 2 : 1);
      if ((ofByte[bytes[end - 1]!]! & OTHER) !== 0 && first !== 0x27) {
        while ((ofByte[bytes[end]!]! & OTHER) !== 0) end++;
        if (bytes[end]! >= 0x80) end = pieceEnd(classes, text, position, to);
        else while (bytes[end] === 0x0a || bytes[end] === 0x0d) end++;
      } else end = pieceEnd(classes, text, position, to);
    }
    ends[count++] = end;
    position = end;
  }
  return count;
}

/** The end of any piece that starts at `position`. */
function pieceEnd(classes: CharacterClasses, text: Utf8Buffer, position: number, to: number): number {
  const { ofByte } = classes;
  const { bytes } = text;
  const first = bytes[position]!;
  const flags = first < 0x80 ? ofByte[first]! : classOfCharacter(classes.ofCode, bytes, position);
  if ((flags & NUMBER) !== 0) return numberGroupEnd(classes, bytes, position, NUMBER);
  if ((flags & LETTER) !== 0) return letterRunEnd(classes, text, position);
  if ((flags & NEWLINE) !== 0) return newlinePieceEnd(classes, bytes, position, to);
  if (first === 0x27) {
    const end = contractionEnd(bytes, position);
    if (end !== position) return end;
  }
  let end = position + characterWidth(first);
  const second = bytes[end]!;
  const nextFlags = second < 0x80 ? ofByte[second]! : classOfCharacter(classes.ofCode, bytes, end);
  if ((nextFlags & LETTER) !== 0) return letterRunEnd(classes, text, end);
  if ((flags & SPACE) !== 0 && (first !== 0x20 || (nextFlags & (OTHER | MARK)) === 0)) return newlinePieceEnd(classes, bytes, position, to);
  if ((nextFlags & (OTHER | MARK)) !== 0) end = runEnd(classes, bytes, end, OTHER | MARK);
  while (bytes[end] === 0x0a || bytes[end] === 0x0d) end++;
  return end;
}
