/** The scanner of gpt2's pattern (patterns.ts): letters, numbers and others each in runs, with one space before them. */
import { characterClasses, LETTER, MARK, NUMBER, OTHER, WHITESPACE } from "./characterClass.ts";
import type { CharacterClasses } from "./characterClass.ts";
import { asciiLetterRunEnd, classAt, letterRunEnd, lowerCaseContractionEnd, runEnd, whitespacePieceEnd } from "./preTokenizer.ts";
import type { Utf8Buffer } from "./preTokenizer.ts";

export function scanGpt2(text: Utf8Buffer, from: number, to: number, ends: Int32Array): number {
  const classes = characterClasses();
  const { ofByte } = classes;
  const { bytes, view } = text;
  const limit = ends.length;
  let count = 0;
  let position = from;
  while (position < to && count < limit) {
    const first = bytes[position]!;
    // whether it begins with a letter or a space, the word's letters go on from the next byte: no need to wait for which
    let end = asciiLetterRunEnd(view, position + 1);
    if ((ofByte[first]! & LETTER) !== 0 || (first === 0x20 && end !== position + 1)) {
      if (bytes[end]! >= 0x80) end = letterRunEnd(classes, text, end);
    } else {
      end = position + (first === 0x20 ? 2 : 1);
      if ((ofByte[bytes[end - 1]!]! & OTHER) !== 0 && first !== 0x27) {
        while ((ofByte[bytes[end]!]! & OTHER) !== 0) end++;
        if (bytes[end]! >= 0x80) end = pieceEnd(classes, text, position, to);
      } else end = pieceEnd(classes, text, position, to);
    }
    ends[count++] = end;
    position = end;
  }
  return count;
}

/** The end of any piece that starts at `position`. */
function pieceEnd(classes: CharacterClasses, text: Utf8Buffer, position: number, to: number): number {
  const { bytes } = text;
  const first = bytes[position]!;
  if (first === 0x27) {
    const end = lowerCaseContractionEnd(position, bytes[position + 1]!, bytes[position + 2]!);
    if (end !== position) return end;
  }
  const start = first === 0x20 ? position + 1 : position;
  const flags = classAt(classes, bytes, start);
  if ((flags & (OTHER | MARK)) !== 0) return runEnd(classes, bytes, start, OTHER | MARK);
  if ((flags & LETTER) !== 0) return letterRunEnd(classes, text, start);
  if ((flags & NUMBER) !== 0) return runEnd(classes, bytes, start, NUMBER);
  return whitespacePieceEnd(bytes, position, runEnd(classes, bytes, position, WHITESPACE), to);
}
