/** Step 2 of text → tokens as a student should read it: the bytes of a piece are joined pair by pair, lowest rank first, until no pair is known. Same
 *  ranks as the WebAssembly core (engine/core.ts), which tests compare with it; and what runs where WebAssembly SIMD does not. */

/** Two ranks → the rank that they merge to; undefined if they never do. */
export type PairRank = (left: number, right: number) => number | undefined;

/** @returns the ranks of the piece's tokens: 0 … 255 are bytes, merges follow in the order of their priority */
export function plainEncode(piece: Uint8Array, rankOf: PairRank): number[] {
  let parts = Array.from(piece);
  for (;;) {
    const best = lowestRank(parts, rankOf);
    if (best === undefined) return parts;
    parts = joinAll(parts, best, rankOf);
  }
}

function lowestRank(parts: readonly number[], rankOf: PairRank): number | undefined {
  let best: number | undefined;
  for (let i = 0; i + 1 < parts.length; i++) {
    const rank = rankOf(parts[i]!, parts[i + 1]!);
    if (rank !== undefined && (best === undefined || rank < best)) best = rank;
  }
  return best;
}

/** Joins the pairs of one rank, from the left. All at once is the same as one by one: what a new token merges to ranks after it. */
function joinAll(parts: readonly number[], rank: number, rankOf: PairRank): number[] {
  const joined: number[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const next = parts[i + 1];
    if (next !== undefined && rankOf(part, next) === rank) {
      joined.push(rank);
      i++;
    } else joined.push(part);
  }
  return joined;
}
