/** The regexes of tokenizers' files → a tree. What is not known is refused by name: a pattern is followed exactly or not at all. */
import { SentenceError } from "../../../errors.ts";
import { say } from "../../../sentence.ts";
import { anyButLineFeed, caselessSet, complementOf, intersectionOf, propertySet, rangeSet, shorthandSet, unionOf } from "./characterSet.ts";
import type { CharacterSet } from "./characterSet.ts";

export type Regex =
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "sequence"; readonly parts: readonly Regex[] }
  | { readonly kind: "choice"; readonly parts: readonly Regex[] }
  /** @property most undefined: as often as possible */
  | { readonly kind: "repeat"; readonly part: Regex; readonly least: number; readonly most: number | undefined; readonly isLazy: boolean }
  /** The next character is in the set, or not; the end of the text is in none. */
  | { readonly kind: "lookAhead"; readonly set: CharacterSet; readonly isNegative: boolean };

/** Thrown for a regex that is not followed; the message says which part. */
export class RegexError extends SentenceError {
  override readonly name = "RegexError";
}

/** Code units of a pattern; the longest known has 400. */
const longestPattern = 8192;
const deepest = 100;
const mostRepeats = 1000;

/** @throws RegexError naming what is not followed */
export function parseRegex(source: string): Regex {
  if (source.length > longestPattern) throw new RegexError(say`it has ${source.length} characters; at most ${longestPattern} are read`);
  return new Parser(source).whole();
}

const literals: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, f: 0x0c, v: 0x0b, a: 0x07, e: 0x1b };

class Parser {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;
  #ignoresCase = false;

  constructor(source: string) {
    this.#characters = [...source];
  }

  whole(): Regex {
    const regex = this.#choice();
    if (this.#at < this.#characters.length) throw new RegexError(say`")" without "("`);
    return regex;
  }

  #peek(text: string): boolean {
    return [...text].every((character, i) => this.#characters[this.#at + i] === character);
  }

  #take(text: string): boolean {
    if (!this.#peek(text)) return false;
    this.#at += [...text].length;
    return true;
  }

  #next(): string {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw new RegexError(say`it ends in the middle`);
    return character;
  }

  #choice(): Regex {
    if (++this.#depth > deepest) throw new RegexError(say`more than ${deepest} groups in each other`);
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { kind: "choice", parts };
  }

  #sequence(): Regex {
    const parts: Regex[] = [];
    while (this.#at < this.#characters.length && !this.#peek("|") && !this.#peek(")")) parts.push(this.#repeated(this.#atom()));
    return parts.length === 1 ? parts[0]! : { kind: "sequence", parts };
  }

  #repeated(part: Regex): Regex {
    const counts = this.#counts();
    if (counts === undefined) return part;
    if (part.kind === "lookAhead") throw new RegexError(say`a look-ahead that is repeated`);
    if (this.#take("+")) throw new RegexError(say`a possessive quantifier`);
    const regex: Regex = { kind: "repeat", part, ...counts, isLazy: this.#take("?") };
    if (this.#counts() !== undefined) throw new RegexError(say`two quantifiers one after the other`);
    return regex;
  }

  #counts(): { readonly least: number; readonly most: number | undefined } | undefined {
    if (this.#take("?")) return { least: 0, most: 1 };
    if (this.#take("*")) return { least: 0, most: undefined };
    if (this.#take("+")) return { least: 1, most: undefined };
    const [whole, least, comma, most] = /^\{(\d{1,5})(,?)(\d{0,5})\}/.exec(this.#characters.slice(this.#at, this.#at + 13).join("")) ?? [];
    if (whole === undefined) return undefined;
    this.#at += whole.length;
    const from = Number(least);
    const to = comma === "" ? from : most === "" ? undefined : Number(most);
    if (Math.max(from, to ?? 0) > mostRepeats) throw new RegexError(say`"${whole}", more than ${mostRepeats} times`);
    if (to !== undefined && to < from) throw new RegexError(say`"${whole}", which ends before it begins`);
    return { least: from, most: to };
  }

  #atom(): Regex {
    const character = this.#next();
    switch (character) {
      case "(":
        return this.#group();
      case "[":
        return { kind: "set", set: this.#class() };
      case ".":
        return { kind: "set", set: anyButLineFeed };
      case "\\":
        return { kind: "set", set: this.#escape() };
      case "^":
      case "$":
        throw new RegexError(say`the anchor "${character}"`);
      case "*":
      case "+":
      case "?":
        throw new RegexError(say`"${character}" with nothing before it`);
      default:
        return { kind: "set", set: this.#literal(character) };
    }
  }

  #literal(character: string): CharacterSet {
    const code = character.codePointAt(0)!; // a character is not empty
    if (!this.#ignoresCase) return rangeSet(code, code);
    if (code >= 0x80) throw new RegexError(say`"${character}" in (?i: )`);
    return caselessSet(code);
  }

  #group(): Regex {
    const before = this.#ignoresCase;
    if (this.#take("?i:")) this.#ignoresCase = true;
    else if (this.#peek("?=") || this.#peek("?!")) return this.#lookAhead();
    else if (!this.#take("?:") && this.#peek("?"))
      throw new RegexError(say`the group "(${this.#characters.slice(this.#at, this.#at + 3).join("")}"`);
    const regex = this.#choice();
    if (!this.#take(")")) throw new RegexError(say`"(" without ")"`);
    this.#ignoresCase = before;
    return regex;
  }

  #lookAhead(): Regex {
    const isNegative = this.#characters[this.#at + 1] === "!";
    this.#at += 2;
    const regex = this.#choice();
    if (!this.#take(")")) throw new RegexError(say`"(" without ")"`);
    if (regex.kind !== "set") throw new RegexError(say`a look-ahead at more than one character`);
    return { kind: "lookAhead", set: regex.set, isNegative };
  }

  /** After "\\", outside of a class. */
  #escape(): CharacterSet {
    const letter = this.#next();
    return this.#shorthand(letter) ?? this.#literal(String.fromCodePoint(this.#escapedCode(letter)));
  }

  #shorthand(letter: string): CharacterSet | undefined {
    if (letter !== "p" && letter !== "P") return shorthandSet(letter);
    let name = this.#next();
    if (name === "{") {
      name = "";
      for (let next = this.#next(); next !== "}"; next = this.#next()) name += next;
    }
    const isNegative = (letter === "P") !== name.startsWith("^");
    const set = propertySet(name.replace(/^\^/, ""));
    if (set === undefined) throw new RegexError(say`the property \\p{${name}}`);
    return isNegative ? complementOf(set) : set;
  }

  #escapedCode(letter: string): number {
    if (Object.hasOwn(literals, letter)) return literals[letter]!;
    if (letter === "x" || letter === "u") {
      const rest = this.#characters.slice(this.#at, this.#at + 10).join("");
      const [whole, digits, bare] =
        (letter === "x" ? /^(?:\{([\da-f]{1,6})\}|([\da-f]{2}))/i : /^(?:\{([\da-f]{1,6})\}|([\da-f]{4}))/i).exec(rest) ?? [];
      const code = Number.parseInt(digits ?? bare ?? "", 16);
      if (whole === undefined || !(code <= 0x10ffff)) throw new RegexError(say`the escape "\\${letter}"`);
      this.#at += whole.length;
      return code;
    }
    if (/[\p{L}\p{N}]/u.test(letter)) throw new RegexError(say`the escape "\\${letter}"`);
    return letter.codePointAt(0)!; // a character is not empty
  }

  /** After "[". */
  #class(): CharacterSet {
    if (++this.#depth > deepest) throw new RegexError(say`more than ${deepest} classes in each other`);
    const isNegative = this.#take("^");
    const intersected: CharacterSet[] = [];
    let sets: CharacterSet[] = [];
    for (let isFirst = true; isFirst || !this.#take("]"); isFirst = false) {
      if (this.#peek("[:")) throw new RegexError(say`a class such as [:alpha:]`);
      if (this.#take("&&")) {
        intersected.push(unionOf(sets));
        sets = [];
      } else if (this.#take("[")) sets.push(this.#class());
      else sets.push(this.#member());
    }
    this.#depth--;
    const set = intersected.length === 0 ? unionOf(sets) : intersectionOf([...intersected, unionOf(sets)]);
    return isNegative ? complementOf(set) : set;
  }

  /** A character, a range or a shorthand of a class. */
  #member(): CharacterSet {
    const first = this.#next();
    const escaped = first === "\\" ? this.#next() : undefined;
    const shorthand = escaped === undefined ? undefined : this.#shorthand(escaped);
    if (shorthand !== undefined) return shorthand;
    const codeOf = (character: string): number => character.codePointAt(0)!; // a character is not empty
    const from = escaped === undefined ? codeOf(first) : this.#escapedCode(escaped);
    const isRange = this.#peek("-") && this.#characters[this.#at + 1] !== "]";
    if (isRange) this.#next();
    const last = isRange ? this.#next() : undefined;
    if (last === "[") throw new RegexError(say`a class in a range`);
    const to = last === undefined ? from : last === "\\" ? this.#escapedCode(this.#next()) : codeOf(last);
    if (to < from) throw new RegexError(say`a range that ends before it begins`);
    if (!this.#ignoresCase) return rangeSet(from, to);
    if (to >= 0x80 || to - from > 128) throw new RegexError(say`a range beyond ASCII in (?i: )`);
    return unionOf(Array.from({ length: to - from + 1 }, (_, i) => caselessSet(from + i)));
  }
}
