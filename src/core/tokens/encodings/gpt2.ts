/** GPT-2's encoding and its pattern, which r50k_base, p50k_base and p50k_edit share:
 *  `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+` */
import { characterClasses, END, LETTER, MARK, NUMBER, OTHER, WHITESPACE } from "../characterClass.ts";
import type { EncodingDefinition } from "../encodingDefinition.ts";
import { classAt, letterRunEnd, lowerCaseContractionEnd, runEnd, whitespacePieceEnd, whitespaceRunEnd } from "../preTokenizer.ts";
import type { Utf8Buffer } from "../preTokenizer.ts";

export function scanGpt2(text: Utf8Buffer, from: number, to: number, ends: Int32Array): number {
  const classes = characterClasses();
  const { bytes } = text;
  let count = 0;
  let position = from;
  while (position < to && count < ends.length) {
    const first = bytes[position]!;
    let end = position;
    if (first === 0x27) end = lowerCaseContractionEnd(position, bytes[position + 1]!, bytes[position + 2]!);
    if (end === position) {
      const start = first === 0x20 ? position + 1 : position;
      const flags = classAt(classes, bytes, start);
      if ((flags & LETTER) !== 0) end = letterRunEnd(classes, text, start);
      else if ((flags & NUMBER) !== 0) end = runEnd(classes, bytes, start, NUMBER);
      else if ((flags & WHITESPACE) !== 0 || flags === END)
        end = whitespacePieceEnd(classes, bytes, position, whitespaceRunEnd(classes, bytes, position));
      else end = runEnd(classes, bytes, start, OTHER | MARK);
    }
    ends[count++] = end;
    position = end;
  }
  return count;
}

export const gpt2: EncodingDefinition = {
  name: "gpt2",
  ranks: "gpt2",
  preTokenizer: scanGpt2,
  specialTokens: [["<|endoftext|>", 50256]],
};
