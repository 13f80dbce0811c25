/** What a pattern is to those who split a text with it, in blocks and after edits. */
import type { PatternName } from "./patternName.ts";
import type { PreTokenizer } from "./preTokenizer.ts";

/** What splits a text, as one regex or several do. Characters have the classes of `unicodeVersion` (unicodeClasses.ts). */
export interface Pattern {
  /** By which the WebAssembly core knows it; undefined: only `scan` splits as it does. */
  readonly name: PatternName | undefined;
  readonly scan: PreTokenizer;
  /** From a place in a text back. */
  readonly lookBack: () => LookBack;
  /** Whether scanning may begin at a piece that starts with this character and give the pieces that scanning from before it gives. */
  readonly mayStartWith: (code: number) => boolean;
  /** Whether a text may be cut between two characters, wherever they stand: its parts, split by themselves, are split as the whole is. */
  readonly mayCut: (before: number, after: number) => boolean;
}

/** Goes back from a place in a text, character by character. */
export interface LookBack {
  /** Takes the character before those taken so far. @returns whether no scan that ended before it can have read up to the place */
  take(code: number): boolean;
}
