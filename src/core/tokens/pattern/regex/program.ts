/** A regex as a program of small steps, in the order in which a backtracking matcher would try them (Thompson's construction). */
import { say } from "../../../sentence.ts";
import type { CharacterSet } from "./characterSet.ts";
import { RegexError } from "./parseRegex.ts";
import type { Regex } from "./parseRegex.ts";

export type Step =
  /** Takes a character of the set, then goes on with the next step. */
  | { readonly kind: "take"; readonly set: number }
  /** Tries the one first, then the other. */
  | { readonly kind: "try"; readonly first: number; readonly second: number }
  | { readonly kind: "goTo"; readonly step: number }
  /** Goes on if the next character is in the set (or is not). */
  | { readonly kind: "look"; readonly set: number; readonly isNegative: boolean }
  | { readonly kind: "match" };

export interface Program {
  readonly steps: readonly Step[];
  readonly sets: readonly CharacterSet[];
}

/** Steps of a program; the longest known pattern has about 100. */
const mostSteps = 4000;

/** @throws RegexError when it is too large */
export function compileRegex(regex: Regex): Program {
  const steps: Step[] = [];
  const sets: CharacterSet[] = [];
  const add = (step: Step): number => {
    if (steps.length >= mostSteps) throw new RegexError(say`more than ${mostSteps} steps`);
    return steps.push(step) - 1;
  };
  const addSet = (set: CharacterSet): number => sets.push(set) - 1;
  const write = (part: Regex): void => {
    switch (part.kind) {
      case "set":
        add({ kind: "take", set: addSet(part.set) });
        return;
      case "lookAhead":
        add({ kind: "look", set: addSet(part.set), isNegative: part.isNegative });
        return;
      case "sequence":
        for (const each of part.parts) write(each);
        return;
      case "choice":
        writeChoice(part.parts);
        return;
      case "repeat":
        writeRepeat(part);
    }
  };
  const writeChoice = (parts: readonly Regex[]): void => {
    const exits: number[] = [];
    for (const [i, part] of parts.entries()) {
      const isLast = i + 1 === parts.length;
      const fork = isLast ? -1 : add({ kind: "match" }); // its place; replaced below
      write(part);
      if (isLast) break;
      exits.push(add({ kind: "match" }));
      steps[fork] = { kind: "try", first: fork + 1, second: steps.length };
    }
    for (const exit of exits) steps[exit] = { kind: "goTo", step: steps.length };
  };
  const fork = (first: number, second: number, isLazy: boolean): Step =>
    isLazy ? { kind: "try", first: second, second: first } : { kind: "try", first, second };
  const writeRepeat = ({ part, least, most, isLazy }: Extract<Regex, { kind: "repeat" }>): void => {
    for (let i = 0; i < least; i++) write(part);
    if (most === undefined) {
      const loop = add({ kind: "match" });
      write(part);
      add({ kind: "goTo", step: loop });
      steps[loop] = fork(loop + 1, steps.length, isLazy);
      return;
    }
    const exits: number[] = [];
    for (let i = least; i < most; i++) {
      exits.push(add({ kind: "match" }));
      write(part);
    }
    for (const exit of exits) steps[exit] = fork(exit + 1, steps.length, isLazy);
  };
  write(regex);
  add({ kind: "match" });
  return { steps, sets };
}
