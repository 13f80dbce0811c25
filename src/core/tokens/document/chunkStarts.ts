/** Where the chunks of a text start: sums over the chunks before, made anew for each version, mostly by moving those of the last one. */
import type { TokenChunk } from "./tokenChunk.ts";

/** Each [chunks + 1]: of each chunk the first token, code unit and byte; at the end, the totals. No string is so long that its UTF-8 would have
 *  2³¹ bytes. */
export class ChunkStarts {
  readonly tokens: Int32Array;
  readonly units: Int32Array;
  readonly #chunks: readonly TokenChunk[];
  #bytes: Int32Array | undefined;

  /** Without the sums yet. In one piece of memory: to get it is much of what a version costs. */
  constructor(chunks: readonly TokenChunk[]) {
    const length = chunks.length + 1;
    const all = new Int32Array(length * 2);
    this.tokens = all.subarray(0, length);
    this.units = all.subarray(length);
    this.#chunks = chunks;
  }

  /** Computed on first use: few ask. */
  get bytes(): Int32Array {
    if (this.#bytes !== undefined) return this.#bytes;
    const bytes = new Int32Array(this.#chunks.length + 1);
    for (const [i, { byteLength }] of this.#chunks.entries()) bytes[i + 1] = bytes[i]! + byteLength;
    return (this.#bytes = bytes);
  }
}

export function chunkStarts(chunks: readonly TokenChunk[]): ChunkStarts {
  const starts = new ChunkStarts(chunks);
  addUp(starts, chunks, 0, chunks.length);
  return starts;
}

/** The starts of `after`, given those of `before`. @param same so many chunks at the start are the same in both */
export function movedChunkStarts(before: readonly TokenChunk[], old: ChunkStarts, after: readonly TokenChunk[], same: number): ChunkStarts {
  const starts = new ChunkStarts(after);
  starts.tokens.set(old.tokens.subarray(0, same + 1));
  starts.units.set(old.units.subarray(0, same + 1));
  const known = after.length - sameAtEnd(before, after, same);
  addUp(starts, after, same, known);
  const offset = before.length - after.length;
  move(starts.tokens, old.tokens, known, offset);
  move(starts.units, old.units, known, offset);
  return starts;
}

/** The index of the chunk that holds a position, given where the chunks start; the last one for a position at the end. */
export function chunkAt(starts: Int32Array, position: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

function addUp({ tokens, units }: ChunkStarts, chunks: readonly TokenChunk[], from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const { ids, text } = chunks[i]!;
    tokens[i + 1] = tokens[i]! + ids.length;
    units[i + 1] = units[i]! + text.length;
  }
}

/** Fills the starts behind `known`: as in `old`, where they stand `offset` further on, moved. */
function move(starts: Int32Array, old: Int32Array, known: number, offset: number): void {
  const shift = starts[known]! - old[known + offset]!;
  for (let i = known + 1; i < starts.length; i++) starts[i] = old[i + offset]! + shift;
}

/** How many chunks at the end of both lists are the same, the first `sameAtStart` aside. */
function sameAtEnd(before: readonly TokenChunk[], after: readonly TokenChunk[], sameAtStart: number): number {
  const most = Math.min(before.length, after.length) - sameAtStart;
  let count = 0;
  while (count < most && before[before.length - 1 - count] === after[after.length - 1 - count]) count++;
  return count;
}
