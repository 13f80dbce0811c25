/** Splits a text with any regex that is followed: matches are pieces, and so is what lies between two matches. Linear in the text. */
import { characterWidth } from "../characterClass.ts";
import { codeAt } from "../lookAhead.ts";
import type { PreTokenizer, Utf8Buffer } from "../preTokenizer.ts";
import { dead, matchedBit, start } from "./automaton.ts";
import type { Automaton } from "./automaton.ts";

/** From so many bytes past the last match on, places that lead to no other are remembered, so that none is read twice. */
const longestReread = 64;
const statesPerPlace = 4096;

export function regexScanner(automaton: Automaton): PreTokenizer {
  const ofByte = Uint8Array.from({ length: 0x80 }, (_, byte) => automaton.classOf(byte));
  return (text, from, to, ends) => {
    const matcher = new Matcher(automaton, ofByte, text, to);
    let count = 0;
    let pieceStart = from; // before `position`: text that no match holds
    for (let position = from; position < to && count + 1 < ends.length;) {
      const end = matcher.endOfMatch(position);
      if (end < 0) {
        position += characterWidth(text.bytes[position]!);
        continue;
      }
      if (pieceStart < position) ends[count++] = position;
      ends[count++] = end;
      position = end;
      pieceStart = end;
    }
    if (pieceStart < to && count + 1 < ends.length) ends[count++] = to;
    return count;
  };
}

/** The matches in one text. */
class Matcher {
  readonly #automaton: Automaton;
  readonly #ofByte: Uint8Array;
  readonly #bytes: Uint8Array;
  readonly #to: number;
  /** Places (position · statesPerPlace + state) from which no match ends: Reps, "Maximal-munch tokenization in linear time" (1998). */
  readonly #failed = new Set<number>();
  #generation: number;

  constructor(automaton: Automaton, ofByte: Uint8Array, { bytes }: Utf8Buffer, to: number) {
    this.#automaton = automaton;
    this.#ofByte = ofByte;
    this.#bytes = bytes;
    this.#to = to;
    this.#generation = automaton.generation;
  }

  /** Where the match that starts at `from` ends; −1 if none starts there. */
  endOfMatch(from: number): number {
    const automaton = this.#automaton;
    const ofByte = this.#ofByte;
    const bytes = this.#bytes;
    const to = this.#to;
    let end = -1;
    let state = start;
    let at = from;
    let reread = from + longestReread;
    for (;;) {
      const byte = bytes[at]!;
      const characterClass = at >= to ? automaton.endClass : byte < 0x80 ? ofByte[byte]! : automaton.classOf(codeAt(bytes, at));
      const next = automaton.step(state, characterClass);
      if ((next & matchedBit) !== 0) {
        end = at;
        reread = at + longestReread;
      }
      state = next & ~matchedBit;
      if (state === dead || at >= to) return end;
      at += characterWidth(byte);
      if (at >= reread) return this.#readFar(state, at, end);
    }
  }

  /** Reads on, far from the last match, and remembers the places passed if there is no other. */
  #readFar(state: number, at: number, end: number): number {
    const automaton = this.#automaton;
    const passed: number[] = [];
    for (;;) {
      if (automaton.generation !== this.#generation) {
        this.#failed.clear();
        passed.length = 0;
        this.#generation = automaton.generation;
      }
      const place = at * statesPerPlace + state;
      if (this.#failed.has(place)) break;
      passed.push(place);
      const byte = this.#bytes[at]!;
      const isEnd = at >= this.#to;
      const next = automaton.step(state, isEnd ? automaton.endClass : automaton.classOf(codeAt(this.#bytes, at)));
      if ((next & matchedBit) !== 0) {
        end = at;
        passed.length = 0;
      }
      state = next & ~matchedBit;
      if (state === dead || isEnd) break;
      at += characterWidth(byte);
    }
    if (automaton.generation === this.#generation) for (const place of passed) this.#failed.add(place);
    return end;
  }
}
