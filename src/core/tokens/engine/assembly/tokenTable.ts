/** The tokens by their bytes. */
import { sameBytes } from "./hashing";
import { ids, pool, rankCount, starts, tokens, tokenShift } from "./memory";
import { mergePiece } from "./merge";
import { addToken, isGiven, lengthOfRank, noMerge } from "./tables";

/** Makes the tokens with the ranks [from, to) found without merging; if `check`, only those that merging gives. */
export function learnTokens(from: u32, to: u32, check: bool): void {
  for (let rank = from; rank < min(to, rankCount); rank++) {
    const length = lengthOfRank(rank);
    if (length == 0 || isGiven(rank)) continue;
    const bytes = pool + <usize>load<u32>(starts + ((<usize>rank) << 2));
    if (check && (mergePiece(bytes, length, ids) != 1 || load<u32>(ids) != rank)) continue;
    addToken(rank);
  }
}

/** The rank of the token with these bytes; `noMerge` if it is not known, which does not say that there is none. */
export function findToken(piece: usize, length: u32, hash: u64): u32 {
  const end = ((<usize>1) << (<usize>(64 - tokenShift))) - 1;
  let at = <usize>(hash >> tokenShift);
  while (true) {
    const entry = load<u64>(tokens + (at << 3));
    if (entry == 0) return noMerge;
    if (<u32>(entry >> 32) == <u32>hash) {
      const rank = <u32>entry;
      if (lengthOfRank(rank) == length && sameBytes(pool + <usize>load<u32>(starts + ((<usize>rank) << 2)), piece, length)) return rank;
    }
    at = (at + 1) & end;
  }
  return noMerge;
}
