/**
 * JSON from foreign files (RFC 8259), stricter than `JSON.parse`: nesting and size are bounded, a name twice in one object is an
 * error, and objects become Maps, so that names such as `__proto__` mean nothing. Linear in time and memory; others go first now and then,
 * for an index of the largest models takes hundreds of milliseconds.
 */

import { say, type Sentence } from "../../sentence.ts";
import { quoted } from "../../files/quoted.ts";
import { CheckpointError } from "../checkpointError.ts";
import { pause, type Reading } from "../reading.ts";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** Deeper than any header of a checkpoint. */
const depthLimit = 16;
/** Strings, numbers, arrays …: a tensor's entry has about ten, so this is far more than any model's; it takes a second at worst. */
const valueLimit = 1_000_000;
const numberLength = 40;
const numberPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;

/** Entries of the outer objects between two pauses: a few milliseconds at most. */
const entriesPerStep = 1_024;
/** Depth of objects with many entries: a header's tensors are at 0, an index's at 1. */
const longObjectDepth = 1;

/** @param what names the text in errors, e.g. say`The header`  @throws CheckpointError when the bytes are not UTF-8 or not bounded JSON */
export function* readBoundedJson(bytes: Uint8Array, what: Sentence): Reading<JsonValue> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CheckpointError(say`${what} is not UTF-8 text. The file is damaged or of another format.`);
  }
  const parser = new JsonText(text, what);
  const value = yield* parser.valueSteps(0);
  parser.end();
  return value;
}

/** The text and the place reached in it. */
class JsonText {
  readonly #text: string;
  readonly #what: Sentence;
  #at = 0;
  #valueCount = 0;

  constructor(text: string, what: Sentence) {
    this.#text = text;
    this.#what = what;
  }

  /** As `value`, with pauses in objects that may be long. */
  *valueSteps(depth: number): Reading<JsonValue> {
    if (depth > longObjectDepth || this.#peek() !== "{") return this.#value(depth);
    this.#enter(depth);
    const object = new Map<string, JsonValue>();
    this.#at += 1;
    if (this.#take("}")) return object;
    do {
      const name = this.#newName(object);
      object.set(name, yield* this.valueSteps(depth + 1));
      if (object.size % entriesPerStep === 0) yield pause;
    } while (this.#take(","));
    if (!this.#take("}")) throw this.#error(say`${this.#what} lacks a closing brace, near character ${this.#at}.`);
    return object;
  }

  #enter(depth: number): void {
    this.#valueCount += 1;
    if (this.#valueCount > valueLimit)
      throw this.#error(say`${this.#what} has more than ${valueLimit} values, more than any model needs, near character ${this.#at}.`);
    if (depth > depthLimit) throw this.#error(say`${this.#what} is nested more than ${depthLimit} deep, near character ${this.#at}.`);
  }

  #value(depth: number): JsonValue {
    this.#enter(depth);
    switch (this.#peek()) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  end(): void {
    if (this.#peek() !== "") throw this.#error(say`${this.#what} goes on after its end, near character ${this.#at}.`);
  }

  #object(depth: number): JsonObject {
    const object = new Map<string, JsonValue>();
    this.#at += 1;
    if (this.#take("}")) return object;
    do {
      const name = this.#newName(object);
      object.set(name, this.#value(depth + 1));
    } while (this.#take(","));
    if (!this.#take("}")) throw this.#error(say`${this.#what} lacks a closing brace, near character ${this.#at}.`);
    return object;
  }

  /** A name that the object doesn't have yet, and the colon after it. */
  #newName(object: JsonObject): string {
    if (this.#peek() !== '"') throw this.#error(say`${this.#what} lacks a name in quotes, near character ${this.#at}.`);
    const name = this.#string();
    if (object.has(name)) throw this.#error(say`${this.#what} has the name ${quoted(name)} twice, near character ${this.#at}.`);
    if (!this.#take(":")) throw this.#error(say`${this.#what} lacks a colon, near character ${this.#at}.`);
    return name;
  }

  #array(depth: number): readonly JsonValue[] {
    const array: JsonValue[] = [];
    this.#at += 1;
    if (this.#take("]")) return array;
    do array.push(this.#value(depth + 1));
    while (this.#take(","));
    if (!this.#take("]")) throw this.#error(say`${this.#what} lacks a closing bracket, near character ${this.#at}.`);
    return array;
  }

  #string(): string {
    const text = this.#text;
    const from = this.#at;
    let to = from + 1;
    while (to < text.length && text[to] !== '"') to += text[to] === "\\" ? 2 : 1;
    try {
      const value: string = JSON.parse(text.slice(from, to + 1)); // a string: it starts with a quote; the platform checks escapes and control characters
      this.#at = to + 1;
      return value;
    } catch {
      throw this.#error(say`${this.#what} has a malformed string, near character ${this.#at}.`);
    }
  }

  #number(): number {
    let to = this.#at;
    while (to < this.#text.length && "+-.0123456789eE".includes(this.#text.charAt(to))) to += 1;
    const literal = this.#text.slice(this.#at, Math.min(to, this.#at + numberLength + 1));
    if (literal.length > numberLength || !numberPattern.test(literal))
      throw this.#error(say`${this.#what} has a malformed value, near character ${this.#at}.`);
    this.#at = to;
    return Number(literal);
  }

  #word<Value>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#at)) throw this.#error(say`${this.#what} has a malformed value, near character ${this.#at}.`);
    this.#at += word.length;
    return value;
  }

  /** The next character that is no white space, "" at the end. */
  #peek(): string {
    for (;;) {
      const next = this.#text.charAt(this.#at);
      if (next !== " " && next !== "\n" && next !== "\r" && next !== "\t") return next;
      this.#at += 1;
    }
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #error(problem: Sentence): CheckpointError {
    return new CheckpointError(say`${problem} The file is damaged; download or export it again.`);
  }
}
