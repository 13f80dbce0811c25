/** cl100k_base (GPT-3.5, GPT-4) and its pattern:
 *  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+` */
import { characterClasses, characterWidth, LETTER, MARK, NEWLINE, NUMBER, OTHER, SPACE } from "../characterClass.ts";
import type { CharacterClasses } from "../characterClass.ts";
import type { EncodingDefinition } from "../encodingDefinition.ts";
import { asciiLetterRunEnd, classAt, contractionEnd, letterRunEnd, newlinePieceEnd, numberGroupEnd, runEnd } from "../preTokenizer.ts";
import type { Utf8Buffer } from "../preTokenizer.ts";

export function scanCl100k(text: Utf8Buffer, from: number, to: number, ends: Int32Array): number {
  const classes = characterClasses();
  const { ofByte } = classes;
  const { bytes, view } = text;
  const limit = ends.length;
  let count = 0;
  let position = from;
  while (position < to && count < limit) {
    const first = bytes[position]!;
    let start = position;
    if (first === 0x20) start++; // any other prefix of a word goes the long way
    if ((ofByte[bytes[start]!]! & LETTER) !== 0) {
      position = asciiLetterRunEnd(view, start + 1);
      if (bytes[position]! >= 0x80) position = letterRunEnd(classes, text, position);
    } else {
      position = pieceEnd(classes, text, position, to);
    }
    ends[count++] = position;
  }
  return count;
}

/** The end of any piece that starts at `position`. */
function pieceEnd(classes: CharacterClasses, text: Utf8Buffer, position: number, to: number): number {
  const { bytes } = text;
  const first = bytes[position]!;
  const flags = classAt(classes, bytes, position);
  if ((flags & LETTER) !== 0) return letterRunEnd(classes, text, position);
  if ((flags & NUMBER) !== 0) return numberGroupEnd(classes, bytes, position, NUMBER);
  if ((flags & NEWLINE) !== 0) return newlinePieceEnd(classes, bytes, position, to);
  if (first === 0x27) {
    const end = contractionEnd(bytes, position);
    if (end !== position) return end;
  }
  const next = position + characterWidth(first);
  const nextFlags = classAt(classes, bytes, next);
  if ((nextFlags & LETTER) !== 0) return letterRunEnd(classes, text, next);
  if ((flags & SPACE) !== 0 && (first !== 0x20 || (nextFlags & (OTHER | MARK)) === 0)) return newlinePieceEnd(classes, bytes, position, to);
  let end = (nextFlags & (OTHER | MARK)) === 0 ? next : runEnd(classes, bytes, next, OTHER | MARK);
  while (bytes[end] === 0x0a || bytes[end] === 0x0d) end++;
  return end;
}

export const cl100kBase: EncodingDefinition = {
  name: "cl100k_base",
  ranks: "cl100k_base",
  preTokenizer: scanCl100k,
  specialTokens: [
    ["<|endoftext|>", 100257],
    ["<|fim_prefix|>", 100258],
    ["<|fim_middle|>", 100259],
    ["<|fim_suffix|>", 100260],
    ["<|endofprompt|>", 100276],
  ],
};
