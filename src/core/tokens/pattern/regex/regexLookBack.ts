/** How far the scans of a regex may have read: found by following all of its steps at once, backwards from a place. */
import type { LookBack } from "../pattern.ts";
import type { Automaton } from "./automaton.ts";

/** Kept with the automaton: steps that take a character, and what follows them. */
const memos = new WeakMap<Automaton, Map<string, readonly number[]>>();

/** A scan that ended before a character has passed it only with a step that takes it and, without a match, leads on up to the place. */
export function regexLookBack(automaton: Automaton): LookBack {
  let memo = memos.get(automaton);
  if (memo === undefined) memos.set(automaton, (memo = new Map()));
  const known = memo;
  /** Steps that may be about to take the character after the ones seen so far; undefined: any. */
  let alive: readonly number[] | undefined;
  let after = -1;
  return {
    take(code) {
      const characterClass = automaton.classOf(code);
      const key = `${characterClass} ${after} ${alive?.join() ?? "any"}`;
      let next = known.get(key);
      if (next === undefined) {
        const until = alive === undefined ? undefined : new Set(alive);
        const leadsOn = (step: number): boolean => {
          if (until === undefined) return true;
          const { takes, matches } = automaton.reached([step + 1], after);
          return !matches && takes.some((each) => until.has(each));
        };
        next = automaton.takersOf(characterClass).filter(leadsOn);
        if (known.size > 10_000) known.clear();
        known.set(key, next);
      }
      alive = next;
      after = characterClass;
      return next.length === 0;
    },
  };
}
