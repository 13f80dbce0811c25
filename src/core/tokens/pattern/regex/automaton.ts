/** A regex's program as an automaton that reads each character once: its states are lists of steps that a backtracking matcher would have
 *  tried at the same place, in its order, found when they are first needed. What it matches is therefore the same: leftmost, first choice
 *  first. A look-ahead of one character is decided when that character is read. */
import { say } from "../../../sentence.ts";
import { alphabetOf } from "./characterSet.ts";
import type { Alphabet } from "./characterSet.ts";
import { compileRegex } from "./program.ts";
import type { Program } from "./program.ts";
import { parseRegex, RegexError } from "./parseRegex.ts";

/** States kept; a text that needs more makes the automaton forget them and start again. */
const mostStates = 2000;

/** The state from which nothing matches. */
export const dead = 0;
/** The state before the first character. */
export const start = 1;
/** In a transition: a match ends before the character that is read. */
export const matchedBit = 1 << 30;
const unknown = -1;

export class Automaton {
  readonly alphabet: Alphabet;
  /** Classes of characters, and the end of the text as the last one. */
  readonly classCount: number;
  readonly endClass: number;
  readonly #program: Program;
  #states: (readonly number[])[] = [];
  #stateOf = new Map<string, number>();
  /** [states · classCount] the next state | matchedBit, or `unknown`. */
  #next = new Int32Array(0);

  /** @throws RegexError when the regex is not followed, or matches nothing at all somewhere */
  constructor(source: string) {
    this.#program = compileRegex(parseRegex(source));
    this.alphabet = alphabetOf(this.#program.sets);
    this.endClass = this.alphabet.classCount;
    this.classCount = this.endClass + 1;
    this.#forget();
    for (let each = 0; each < this.classCount; each++) {
      if ((this.step(start, each) & matchedBit) !== 0) throw new RegexError(say`it matches the empty text`);
    }
  }

  /** What follows a state when a character of a class is read: the next state, with `matchedBit` if a match ends before the character. */
  step(state: number, characterClass: number): number {
    const known = this.#next[state * this.classCount + characterClass]!; // both are in range
    return known === unknown ? this.#find(state, characterClass) : known;
  }

  /** How many states there are; grows until the automaton forgets them, which `generation` tells. */
  generation = 0;

  #forget(): void {
    this.generation++;
    this.#states = [];
    this.#stateOf = new Map();
    this.#next = new Int32Array(this.classCount * 64).fill(unknown);
    this.#stateFor([]);
    this.#stateFor([0]);
  }

  #stateFor(seeds: readonly number[]): number {
    const key = seeds.join();
    const known = this.#stateOf.get(key);
    if (known !== undefined) return known;
    const state = this.#states.push(seeds) - 1;
    this.#stateOf.set(key, state);
    if ((state + 1) * this.classCount > this.#next.length) {
      const grown = new Int32Array(this.#next.length * 2).fill(unknown);
      grown.set(this.#next);
      this.#next = grown;
    }
    return state;
  }

  #find(state: number, characterClass: number): number {
    const { takes, matches } = this.reached(this.#states[state]!, characterClass);
    const next = takes.map((step) => step + 1);
    if (this.#states.length >= mostStates && !this.#stateOf.has(next.join())) {
      this.#forget();
      return this.#stateFor(next) | (matches ? matchedBit : 0); // the state that was left is forgotten too: nothing is remembered of it
    }
    const found = this.#stateFor(next) | (matches ? matchedBit : 0);
    this.#next[state * this.classCount + characterClass] = found;
    return found;
  }

  /** From the steps `seeds`, tried in order before a character of the class: those that take it, up to the first match.
   *  Seeds of the look-behind of `LookBack` are single steps. */
  reached(seeds: readonly number[], characterClass: number): { readonly takes: readonly number[]; readonly matches: boolean } {
    const { steps } = this.#program;
    const seen = new Set<number>();
    const takes: number[] = [];
    const waiting = seeds.toReversed();
    while (waiting.length > 0) {
      const at = waiting.pop()!; // it is not empty
      if (seen.has(at)) continue;
      seen.add(at);
      const step = steps[at]!; // steps end with a match, behind which none goes
      switch (step.kind) {
        case "match":
          return { takes, matches: true };
        case "take":
          if (this.#holds(step.set, characterClass)) takes.push(at);
          break;
        case "look":
          if (this.#holds(step.set, characterClass) !== step.isNegative) waiting.push(at + 1);
          break;
        case "goTo":
          waiting.push(step.step);
          break;
        case "try":
          waiting.push(step.second, step.first);
      }
    }
    return { takes, matches: false };
  }

  #holds(set: number, characterClass: number): boolean {
    return characterClass !== this.endClass && this.alphabet.memberships[characterClass]![set]!;
  }

  /** The steps that take a character of the class. */
  takersOf(characterClass: number): readonly number[] {
    return [...this.#program.steps.entries()]
      .filter(([, step]) => step.kind === "take" && this.#holds(step.set, characterClass))
      .map(([at]) => at);
  }

  /** How many steps there are. */
  get length(): number {
    return this.#program.steps.length;
  }

  /** For each class that a character has: the class, of a code point. */
  classOf(code: number): number {
    const { ofCode, ofMarkBeyond, ofOtherBeyond } = this.alphabet;
    if (code < ofCode.length) return ofCode[code]!;
    return code >= 0xe0100 && code < 0xe01f0 ? ofMarkBeyond : ofOtherBeyond;
  }
}
