/** Where the chunks of a text start: sums over the chunks before, made anew for each version, mostly by moving those of the last one. */
import type { TokenChunk } from "./tokenChunk.ts";

/** Each [chunks + 1]: of each chunk the first token, code unit and byte; at the end, the totals. */
export interface ChunkStarts {
  readonly tokens: Float64Array;
  readonly units: Float64Array;
  readonly bytes: Float64Array;
}

export function chunkStarts(chunks: readonly TokenChunk[]): ChunkStarts {
  const starts = noStarts(chunks.length);
  addUp(starts, chunks, 0, chunks.length);
  return starts;
}

/** The starts of `after`, given those of `before`. @param same so many chunks at the start are the same in both */
export function movedChunkStarts(before: readonly TokenChunk[], old: ChunkStarts, after: readonly TokenChunk[], same: number): ChunkStarts {
  const starts = noStarts(after.length);
  starts.tokens.set(old.tokens.subarray(0, same + 1));
  starts.units.set(old.units.subarray(0, same + 1));
  starts.bytes.set(old.bytes.subarray(0, same + 1));
  const known = after.length - sameAtEnd(before, after, same);
  addUp(starts, after, same, known);
  const offset = before.length - after.length;
  move(starts.tokens, old.tokens, known, offset);
  move(starts.units, old.units, known, offset);
  move(starts.bytes, old.bytes, known, offset);
  return starts;
}

/** The index of the chunk that holds a position, given where the chunks start; the last one for a position at the end. */
export function chunkAt(starts: Float64Array, position: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

const noStarts = (chunkCount: number): ChunkStarts => ({
  tokens: new Float64Array(chunkCount + 1),
  units: new Float64Array(chunkCount + 1),
  bytes: new Float64Array(chunkCount + 1),
});

function addUp({ tokens, units, bytes }: ChunkStarts, chunks: readonly TokenChunk[], from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const { ids, text, byteLength } = chunks[i]!;
    tokens[i + 1] = tokens[i]! + ids.length;
    units[i + 1] = units[i]! + text.length;
    bytes[i + 1] = bytes[i]! + byteLength;
  }
}

/** Fills the starts behind `known`: as in `old`, where they stand `offset` further on, moved. */
function move(starts: Float64Array, old: Float64Array, known: number, offset: number): void {
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
