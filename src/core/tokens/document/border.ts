/** A border between two tokens of a list of chunks, which goes from one to the next. */
import type { TokenLayout } from "../engine/tokenTables.ts";
import { endBefore, firstEndPast } from "./chunkReaders.ts";
import type { Place } from "./chunkReaders.ts";
import { beginsInside } from "./tokenChunk.ts";
import type { TokenChunk } from "./tokenChunk.ts";

export class Border {
  readonly #chunks: readonly TokenChunk[];
  /** The token after it: in which chunk, where that starts, and the index there. Past the last chunk at the end of the text. */
  chunk: number;
  unit: number;
  #token: number;

  private constructor(chunks: readonly TokenChunk[], { chunk, unit, token }: Place) {
    this.#chunks = chunks;
    this.chunk = chunk;
    this.unit = unit;
    this.#token = token;
  }

  /** The last one at or before a position. @param chunk index of a chunk that holds the position, or of the next one  @param unit where it starts */
  static before(chunks: readonly TokenChunk[], chunk: number, unit: number, position: number): Border {
    const border = new Border(chunks, { chunk, unit, token: 0 });
    if (position < unit) border.unit -= chunks[--border.chunk]!.text.length;
    border.moveTo(position);
    return border;
  }

  copy(): Border {
    return new Border(this.#chunks, this.place());
  }

  place(): Place {
    return { chunk: this.chunk, unit: this.unit, token: this.#token };
  }

  /** In code units; of one inside a character, where that starts. */
  get position(): number {
    return this.#token === 0 ? this.unit : this.unit + endBefore(this.#chunks[this.chunk]!, this.#token);
  }

  /** Whether a piece goes on across it. */
  get isInside(): boolean {
    return this.chunk < this.#chunks.length && this.#chunks[this.chunk]!.continues[this.#token] === 1;
  }

  /** The tokens after and before it. */
  get id(): number {
    return this.#chunks[this.chunk]!.ids[this.#token]!;
  }

  get idBefore(): number {
    return this.#token > 0 ? this.#chunks[this.chunk]!.ids[this.#token - 1]! : this.#chunks[this.chunk - 1]!.ids.at(-1)!;
  }

  /** To the last one at or before a position that is not before this chunk. */
  moveTo(position: number): void {
    for (;;) {
      const { text, ends } = this.#chunks[this.chunk]!;
      if (position < this.unit + text.length) {
        this.#token = firstEndPast(ends, position - this.unit);
        return;
      }
      this.unit += text.length;
      this.chunk++;
    }
  }

  forward(): void {
    const { ids, text } = this.#chunks[this.chunk]!;
    if (++this.#token < ids.length) return;
    this.unit += text.length;
    this.chunk++;
    this.#token = 0;
  }

  backward(): void {
    if (this.#token === 0) {
      const { ids, text } = this.#chunks[--this.chunk]!;
      this.unit -= text.length;
      this.#token = ids.length;
    }
    this.#token--;
  }

  /** So many tokens back or on, as far as the piece goes. */
  goBack(count: number): void {
    for (; count > 0 && this.isInside; count--) this.backward();
  }

  goOn(count: number): void {
    for (; count > 0 && this.isInside; count--) this.forward();
  }

  /** Goes on until it is between two characters. */
  leaveCharacter(tokens: TokenLayout, go: (border: this) => void): void {
    while (this.isInside && beginsInside(tokens, this.id)) go(this);
  }
}
