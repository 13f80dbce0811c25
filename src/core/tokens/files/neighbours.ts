/** The pattern of tokenizers that have none: SentencePiece's BPE takes a whole text as one piece. No merge crosses a place at which two
 *  characters meet that stand next to each other in no token, so a text may be cut there, and is. */
import { characterWidth } from "../pattern/characterClass.ts";
import { codeAt } from "../pattern/lookAhead.ts";
import type { Pattern } from "../pattern/pattern.ts";

/** Characters of ASCII, and the one that stands for a space: their pairs are looked up in a table. */
const space = 0x2581;
const common = 0x81;
const indexOf = (code: number): number => (code < 0x80 ? code : code === space ? 0x80 : -1);
const keyOf = (first: number, second: number): number => first * 0x110000 + second;

/** @param tokens the tokens that are merged, as text  @param runs characters (as bytes) whose runs are cut, and after how many */
export function neighbourPattern(tokens: Iterable<string>, runs: ReadonlyMap<string, number>): Pattern {
  const longestRun = new Map(
    [...runs].map(([bytes, length]) => [
      codeAt(
        Uint8Array.from(bytes, (each) => each.charCodeAt(0)),
        0,
      ),
      length,
    ]),
  );
  const table = new Uint8Array(common * common);
  const others = new Set<number>();
  for (const token of tokens) {
    let before = -1;
    for (const character of token) {
      const code = character.codePointAt(0)!; // a character is not empty
      if (before >= 0) {
        const [first, second] = [indexOf(before), indexOf(code)];
        if (first >= 0 && second >= 0) table[first * common + second] = 1;
        else others.add(keyOf(before, code));
      }
      before = code;
    }
  }
  const mayMerge = (before: number, after: number): boolean => {
    const [first, second] = [indexOf(before), indexOf(after)];
    return first >= 0 && second >= 0 ? table[first * common + second] === 1 : others.has(keyOf(before, after));
  };
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
        const isCut = longest !== undefined && code === next ? run >= longest : !mayMerge(code, next) || beginsRun || endsRun;
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
    mayCut: (before, after) => !mayMerge(before, after) && !longestRun.has(before) && !longestRun.has(after),
  };
}
