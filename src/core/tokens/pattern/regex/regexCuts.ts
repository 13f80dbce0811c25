/** Where a text may be cut so that a regex splits its parts as it splits the whole: told from the two characters at the place, whatever is around
 *  them. Found by following all steps of the regex that may have taken the first one. */
import type { Automaton } from "./automaton.ts";

export interface RegexCuts {
  /** Whether no match holds both characters, and none that ends with the first one depends on the second one. */
  isApart(before: number, after: number): boolean;
  /** Whether a match begins with a character, whatever follows it. */
  begins(code: number): boolean;
}

const unknown = 2;

export function regexCuts(automaton: Automaton): RegexCuts {
  const { classCount, endClass } = automaton;
  const apart = new Uint8Array(endClass * endClass).fill(unknown);
  const begin = new Uint8Array(endClass).fill(unknown);

  /** A step that took the first character goes on to none that takes the second one, and matches there as it does at the end of a text. */
  const endsWith = (step: number, after: number): boolean => {
    const there = automaton.reached([step + 1], after);
    return there.takes.length === 0 && there.matches === automaton.reached([step + 1], endClass).matches;
  };
  const findApart = (before: number, after: number): boolean => automaton.takersOf(before).every((step) => endsWith(step, after));
  const findBegins = (first: number): boolean => {
    const { takes } = automaton.reached([0], first);
    const mayEnd = (next: number): boolean => takes.some((step) => automaton.reached([step + 1], next).matches);
    return Array.from({ length: classCount }, (_, next) => next).every(mayEnd);
  };
  return {
    isApart(before, after) {
      const at = automaton.classOf(before) * endClass + automaton.classOf(after);
      if (apart[at] === unknown) apart[at] = findApart(automaton.classOf(before), automaton.classOf(after)) ? 1 : 0;
      return apart[at] === 1;
    },
    begins(code) {
      const at = automaton.classOf(code);
      if (begin[at] === unknown) begin[at] = findBegins(at) ? 1 : 0;
      return begin[at] === 1;
    },
  };
}
