/** Sets of characters as a regex writes them, over the frozen classes of Unicode 16 (unicodeClasses.ts): never the runtime's. */
import { rangeError } from "../../../errors.ts";
import { say } from "../../../sentence.ts";
import { categoryRuns, planes } from "../characterClass.ts";
import { marksBeyond, otherWordRanges } from "../unicodeClasses.ts";

/** A character as sets see it: its code point and the letter of its category. */
export interface Character {
  readonly code: number;
  readonly category: string;
}

/** @property holds only asked about one character of each stretch between `borders` and between changes of category */
export interface CharacterSet {
  readonly holds: (character: Character) => boolean;
  /** Code points at which membership may change within a category. */
  readonly borders: readonly number[];
}

export const rangeSet = (from: number, to: number): CharacterSet => ({
  holds: ({ code }) => code >= from && code <= to,
  borders: [from, to + 1],
});

const categorySet = (letters: string): CharacterSet => ({ holds: ({ category }) => letters.includes(category), borders: [] });

export const unionOf = (sets: readonly CharacterSet[]): CharacterSet => ({
  holds: (character) => sets.some((set) => set.holds(character)),
  borders: sets.flatMap(({ borders }) => borders),
});

export const intersectionOf = (sets: readonly CharacterSet[]): CharacterSet => ({
  holds: (character) => sets.every((set) => set.holds(character)),
  borders: sets.flatMap(({ borders }) => borders),
});

export const complementOf = (set: CharacterSet): CharacterSet => ({ holds: (character) => !set.holds(character), borders: set.borders });

/** `.`: anything but a line feed. */
export const anyButLineFeed = complementOf(rangeSet(0x0a, 0x0a));

/** The properties that the frozen table holds, by the names of `\\p{…}`. */
const properties: Readonly<Record<string, string>> = {
  L: "UTLDB",
  Letter: "UTLDB",
  Lu: "U",
  Lt: "T",
  Ll: "L",
  Lm: "D",
  Lo: "B",
  M: "M",
  N: "NE",
  Nd: "N",
  P: "P",
  S: "Y",
};

/** `\\p{name}`; undefined when the table does not hold it. */
export const propertySet = (name: string): CharacterSet | undefined => {
  const letters = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return letters === undefined ? undefined : categorySet(letters);
};

const wordSet = unionOf([categorySet("UTLDBMN"), ...otherWordRanges.map(([from, to]) => rangeSet(from, to - 1))]);
/** White_Space, U+0085 included; `\\d` is Nd; `\\w` as Rust's regex has it. */
const shorthands: Readonly<Record<string, CharacterSet>> = { s: categorySet("S"), d: categorySet("N"), w: wordSet };

/** `\\s`, `\\d`, `\\w` and their complements; undefined for any other letter. */
export function shorthandSet(letter: string): CharacterSet | undefined {
  if (Object.hasOwn(shorthands, letter)) return shorthands[letter];
  const lower = letter.toLowerCase();
  return Object.hasOwn(shorthands, lower) ? complementOf(shorthands[lower]!) : undefined;
}

/** What `(?i:…)` makes of a character: itself and what folds to the same; letters beyond ASCII are for the caller to refuse. */
export function caselessSet(code: number): CharacterSet {
  const lower = code | 0x20;
  if (lower < 0x61 || lower > 0x7a) return rangeSet(code, code);
  const folded = lower === 0x73 ? [0x17f] : lower === 0x6b ? [0x212a] : []; // ſ is an s, K (kelvin) is a k
  return unionOf([lower, lower - 0x20, ...folded].map((each) => rangeSet(each, each)));
}

/** The characters in classes: two are in the same one if no set tells them apart. */
export interface Alphabet {
  readonly classCount: number;
  /** Class of each code point below U+40000. */
  readonly ofCode: Uint8Array;
  /** Classes of code points from U+40000 on: of a mark, and of any other. */
  readonly ofMarkBeyond: number;
  readonly ofOtherBeyond: number;
  /** For each class, one bit per set: whether the set holds it. */
  readonly memberships: readonly (readonly boolean[])[];
}

/** @throws RangeError when the sets tell more than 250 classes apart */
export function alphabetOf(sets: readonly CharacterSet[]): Alphabet {
  const borders = [...new Set(sets.flatMap((set) => set.borders))].filter((border) => border < planes).toSorted((a, b) => a - b);
  const classes = new Map<string, number>();
  const memberships: (readonly boolean[])[] = [];
  const classOf = (character: Character): number => {
    const held = sets.map((set) => set.holds(character));
    const key = held.map(Number).join("");
    let found = classes.get(key);
    if (found === undefined) {
      found = memberships.push(held) - 1;
      if (found >= 250) throw rangeError(say`it tells more than 250 classes of characters apart`);
      classes.set(key, found);
    }
    return found;
  };
  const ofCode = new Uint8Array(planes);
  let border = 0;
  for (const { from, to, letter } of categoryRuns()) {
    for (let at = from; at < to;) {
      while (border < borders.length && borders[border]! <= at) border++;
      const end = Math.min(to, borders[border] ?? to);
      ofCode.fill(classOf({ code: at, category: letter }), at, end);
      at = end;
    }
  }
  return {
    classCount: memberships.length,
    ofCode,
    ofMarkBeyond: classOf({ code: marksBeyond[0]![0], category: "M" }), // the table has one
    ofOtherBeyond: classOf({ code: 0x10ffff, category: "O" }),
    memberships,
  };
}
