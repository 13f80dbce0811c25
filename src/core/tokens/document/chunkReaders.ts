/** Reading a list of chunks from a place on: its text, and the starts of its pieces. */
import { isHighSurrogate, isLowSurrogate } from "../../text/surrogates.ts";
import type { TokenChunk } from "./tokenChunk.ts";

/** A token in a list of chunks: the chunk, where it starts in the text, and the index of the token in it. */
export interface Place {
  readonly chunk: number;
  readonly unit: number;
  readonly token: number;
}

/** New tokens, and the old token that follows them (past the last chunk at the end of the text). */
export interface FreshTokens {
  readonly text: string;
  readonly ids: Int32Array; // with `continues`
  readonly ends: Int32Array; // in code units of `text`
  readonly count: number;
  readonly met: Place;
}

/** Where a token starts, in code units from the start of its chunk. */
export const endBefore = (chunk: TokenChunk, token: number): number => (token === 0 ? 0 : chunk.ends[token - 1]!);

/** The index of the first token that ends past a position; the number of tokens if none does. */
export function firstEndPast(ends: Int32Array, position: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Reads the old text from a position on, chunk by chunk. */
export class TextReader {
  readonly #chunks: readonly TokenChunk[];
  #chunk: number;
  #at: number;

  constructor(chunks: readonly TokenChunk[], chunk: number, unit: number, from: number) {
    this.#chunks = chunks;
    this.#chunk = chunk;
    this.#at = from - unit;
    this.#skip();
  }

  get isAtEnd(): boolean {
    return this.#chunk >= this.#chunks.length;
  }

  /** About `length` code units, more rather than inside a surrogate pair; the rest of the text if it is shorter. */
  read(length: number): string {
    const parts: string[] = [];
    while (length > 0 && !this.isAtEnd) {
      const { text } = this.#chunks[this.#chunk]!;
      let to = Math.min(text.length, this.#at + length);
      if (to < text.length && isLowSurrogate(text.charCodeAt(to)) && isHighSurrogate(text.charCodeAt(to - 1))) to++;
      parts.push(text.slice(this.#at, to));
      length -= to - this.#at;
      this.#at = to;
      this.#skip();
    }
    return parts.length === 1 ? parts[0]! : parts.join("");
  }

  #skip(): void {
    while (!this.isAtEnd && this.#at >= this.#chunks[this.#chunk]!.text.length) this.#at -= this.#chunks[this.#chunk++]!.text.length;
  }
}

/** The starts of the old pieces, in ascending order. */
export class PieceStarts {
  readonly #chunks: readonly TokenChunk[];
  #chunk: number;
  #unit: number;
  #token: number;

  constructor(chunks: readonly TokenChunk[], chunk: number, unit: number, from: number) {
    this.#chunks = chunks;
    while (chunk < chunks.length && unit + chunks[chunk]!.text.length <= from) unit += chunks[chunk++]!.text.length;
    this.#chunk = chunk;
    this.#unit = unit;
    this.#token = chunk < chunks.length ? firstEndPast(chunks[chunk]!.ends, from - unit) : 0;
  }

  /** Whether an old piece starts at this position, which is behind the edit and not before the last one asked for. */
  isAt(position: number): boolean {
    for (; this.#chunk < this.#chunks.length; this.#unit += this.#chunks[this.#chunk++]!.text.length, this.#token = 0) {
      const { ends, continues: continuing } = this.#chunks[this.#chunk]!;
      for (; this.#token < ends.length; this.#token++) {
        if (continuing[this.#token] === 1) continue;
        const start = this.#unit + (this.#token === 0 ? 0 : ends[this.#token - 1]!);
        if (start >= position) return start === position;
      }
    }
    return false;
  }

  place(): Place {
    return { chunk: this.#chunk, unit: this.#unit, token: this.#token };
  }
}
