/** The pattern of tokenizers that have none: SentencePiece's BPE takes a whole text as one piece. No merge crosses a place at which two
 *  characters meet that stand next to each other in no token, so a text may be cut there, and is. */
import { bytesOfBinary } from "../../binaryText.ts";
import { characterWidth } from "../../pattern/characterClass.ts";
import { codeAt } from "../../pattern/lookAhead.ts";
import type { Pattern } from "../../pattern/pattern.ts";
import type { CharacterPairs } from "./characterPairs.ts";

/** @param pairs that stand next to each other in tokens  @param runs characters (as bytes) whose runs are cut, and after how many */
export function neighbourPattern(pairs: CharacterPairs, runs: ReadonlyMap<string, number>): Pattern {
  const longestRun = new Map([...runs].map(([bytes, length]) => [codeAt(bytesOfBinary(bytes), 0), length]));
  return {
    name: undefined,
    scan: ({ bytes }, from, to, ends) => {
      let count = 0;
      let run = 1; // as many of the last characters are the same, since the last cut
      let position = from;
      let code = from < to ? codeAt(bytes, from) : 0;
      while (position < to && count < ends.length) {
        position += characterWidth(bytes[position]!);
        if (position >= to) {
          ends[count++] = to;
          break;
        }
        const next = codeAt(bytes, position);
        const width = characterWidth(bytes[position]!);
        const longest = longestRun.get(next);
        const beginsRun = longest !== undefined && position + width < to && codeAt(bytes, position + width) === next;
        const endsRun = run > 1 && longestRun.has(code);
        const isCut = longest !== undefined && code === next ? run >= longest : !pairs.has(code, next) || beginsRun || endsRun;
        if (isCut) ends[count++] = position;
        run = !isCut && code === next ? run + 1 : 1;
        code = next;
      }
      return count;
    },
    // A cut depends on the two characters at it and on the one that follows.
    lookBack: () => {
      let taken = 0;
      return { take: () => ++taken > 1 };
    },
    mayStartWith: () => true,
    mayCut: (before, after) => !pairs.has(before, after) && !longestRun.has(before) && !longestRun.has(after),
  };
}
