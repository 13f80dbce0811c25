/** Several patterns one after the other: each splits the pieces of the one before, as if a piece were all of the text. */
import { END_BYTE } from "./characterClass.ts";
import type { Pattern } from "./pattern.ts";
import { Automaton } from "./regex/automaton.ts";
import { regexCuts } from "./regex/regexCuts.ts";
import { regexLookBack } from "./regex/regexLookBack.ts";
import { regexScanner } from "./regex/scanRegex.ts";

/** A pattern, and which characters its matches hold. */
export interface Split extends Pattern {
  /** Whether a match may hold the character behind its first. */
  readonly mayHold: (code: number) => boolean;
  /** As `mayCut`, but that what lies between two matches may go on behind the place. */
  readonly isApart: (before: number, after: number) => boolean;
}

/** @throws RegexError when the regex is not followed */
export function regexSplit(regex: string): Split {
  const automaton = new Automaton(regex);
  const { isApart, begins } = regexCuts(automaton);
  const held = Array.from({ length: automaton.endClass }, (_, each) => automaton.takersOf(each).length > 0);
  return {
    name: undefined,
    scan: regexScanner(automaton),
    lookBack: () => regexLookBack(automaton),
    mayStartWith: () => true,
    mayCut: (before, after) => isApart(before, after) && begins(after),
    mayHold: (code) => held[automaton.classOf(code)]!,
    isApart,
  };
}

/** @param last a pattern whose pieces nothing splits further */
export function splitsOf(before: readonly Split[], last: Pattern): Pattern {
  if (before.length === 0) return last;
  const all: readonly Pattern[] = [...before, last];
  const scratch = before.map(() => new Int32Array(0));
  const scanLevel = (level: number, ...[text, from, to, ends]: Parameters<Pattern["scan"]>): number => {
    const pattern = all[level]!; // level < all.length
    if (level === before.length) return pattern.scan(text, from, to, ends);
    if (scratch[level]!.length < ends.length) scratch[level] = new Int32Array(ends.length);
    const outer = scratch[level]!;
    const outerCount = pattern.scan(text, from, to, outer);
    let count = 0;
    let start = from;
    for (let i = 0; i < outerCount; i++) {
      const end = outer[i]!;
      const byte = text.bytes[end]!;
      text.bytes[end] = END_BYTE;
      count += scanLevel(level + 1, text, start, end, ends.subarray(count));
      text.bytes[end] = byte;
      start = end;
    }
    return count;
  };
  return {
    name: undefined,
    scan: (text, from, to, ends) => scanLevel(0, text, from, to, ends),
    lookBack: () => {
      const backs = all.map((pattern) => pattern.lookBack());
      const settled = backs.map(() => false);
      return {
        take: (code) => {
          for (const [i, back] of backs.entries()) settled[i] ||= back.take(code);
          return settled.every(Boolean);
        },
      };
    },
    mayStartWith: (code) => before.every((split) => !split.mayHold(code)),
    mayCut: (first, second) => last.mayCut(first, second) && before.every((split) => split.isApart(first, second)),
  };
}
