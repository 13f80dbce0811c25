/** How often each id stands in a text, kept current by comparing chunks: only what an edit replaced is counted again. */
import type { TokenChunk } from "./tokenizedText.ts";

export class TokenCounts {
  readonly #counts: Int32Array;
  #distinct = 0;
  #chunks: readonly TokenChunk[] = [];

  /** @param vocabSize ids run from 0 to vocabSize − 1 */
  constructor(vocabSize: number) {
    this.#counts = new Int32Array(vocabSize);
  }

  /** Different ids in the text. */
  get distinctCount(): number {
    return this.#distinct;
  }

  /** How often `id` stands in the text; 0 for an id outside the vocabulary. */
  of(id: number): number {
    return this.#counts[id] ?? 0;
  }

  /** Counts `chunks` instead of those counted before; yields between chunks, so that a first count can be sliced. */
  *updateSteps(chunks: readonly TokenChunk[]): Generator<void, void> {
    const before = this.#chunks;
    let same = 0;
    while (same < before.length && same < chunks.length && before[same] === chunks[same]) same++;
    let sameAtEnd = 0;
    while (sameAtEnd < before.length - same && sameAtEnd < chunks.length - same && before.at(-1 - sameAtEnd) === chunks.at(-1 - sameAtEnd))
      sameAtEnd++;
    this.#chunks = chunks;
    for (const chunk of before.slice(same, before.length - sameAtEnd)) this.#add(chunk.ids, -1);
    for (const chunk of chunks.slice(same, chunks.length - sameAtEnd)) {
      this.#add(chunk.ids, 1);
      yield;
    }
  }

  update(chunks: readonly TokenChunk[]): void {
    const steps = this.updateSteps(chunks);
    while (steps.next().done !== true);
  }

  #add(ids: Int32Array, sign: 1 | -1): void {
    const counts = this.#counts;
    for (const id of ids) {
      const count = (counts[id] ?? 0) + sign;
      counts[id] = count;
      if (sign === 1 && count === 1) this.#distinct++;
      if (sign === -1 && count === 0) this.#distinct--;
    }
  }
}
