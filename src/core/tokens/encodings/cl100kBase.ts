/** cl100k_base (GPT-3.5, GPT-4) and its pattern:
 *  `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+` */
import { characterClasses, characterWidth, LETTER, MARK, NEWLINE, NUMBER, OTHER, SPACE } from "../characterClass.ts";
import type { CharacterClasses } from "../characterClass.ts";
import type { EncodingDefinition } from "../encodingDefinition.ts";
import { classAt, contractionEnd, letterRunEnd, numberGroupEnd, runEnd, whitespacePieceEnd, whitespaceRunEnd } from "../preTokenizer.ts";
import type { Utf8Buffer } from "../preTokenizer.ts";

export function scanCl100k(text: Utf8Buffer, from: number, to: number, ends: Int32Array): number {
  const classes = characterClasses();
  let count = 0;
  let position = from;
  while (position < to && count < ends.length) {
    position = pieceEnd(classes, text, position);
    ends[count++] = position;
  }
  return count;
}

function pieceEnd(classes: CharacterClasses, text: Utf8Buffer, position: number): number {
  const { bytes } = text;
  const first = bytes[position]!;
  const flags = classAt(classes, bytes, position);
  if ((flags & LETTER) !== 0) return letterRunEnd(classes, text, position);
  if ((flags & NUMBER) !== 0) return numberGroupEnd(classes, bytes, position, NUMBER);
  if (first === 0x27) {
    const end = contractionEnd(bytes, position);
    if (end !== position) return end;
  }
  if ((flags & NEWLINE) !== 0) return newlinePieceEnd(classes, bytes, position);
  const next = position + characterWidth(first);
  const nextFlags = classAt(classes, bytes, next);
  if ((nextFlags & LETTER) !== 0) return letterRunEnd(classes, text, next);
  if ((flags & SPACE) === 0 || (first === 0x20 && (nextFlags & (OTHER | MARK)) !== 0)) {
    return newlineRunEnd(bytes, runEnd(classes, bytes, next, OTHER | MARK));
  }
  return newlinePieceEnd(classes, bytes, position);
}

/** What `\s*[\r\n]+|\s+(?!\S)|\s+` matches: up to the last line break of the run of whitespace if it has one. */
export function newlinePieceEnd(classes: CharacterClasses, bytes: Uint8Array, position: number): number {
  const runTo = whitespaceRunEnd(classes, bytes, position);
  for (let end = runTo; end > position; end--) if (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d) return end;
  return whitespacePieceEnd(classes, bytes, position, runTo);
}

function newlineRunEnd(bytes: Uint8Array, position: number): number {
  while (bytes[position] === 0x0a || bytes[position] === 0x0d) position++;
  return position;
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
