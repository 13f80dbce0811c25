/** The tokens by their bytes, and what all tables of bytes share: how pieces are hashed and compared. */
import { ids, pool, rankCount, starts, tokens, tokenShift } from "./memory";
import { mergePiece } from "./merge";
import { lengthOfRank, noMerge } from "./tables";

/** Odd and without pattern. */
export const factor0: u64 = (0x9e3779b9 << 32) | 0x7f4a7c15;
export const factor1: u64 = (0xc2b2ae3d << 32) | 0x27d4eb4f;

/** [32] by a piece's length: what of its last, incomplete 16 bytes counts (in two halves), and as many bytes of nothing but the length at the end. */
export const masks: usize = memory.data(1024, 16);
/** Where in an entry of `masks` the half with the length is. */
export const lengthAt: usize = 24;

export function prepareMasks(): void {
  for (let length: u32 = 0; length < 32; length++) {
    const rest = length & 15;
    const at = masks + ((<usize>length) << 5);
    store<u64>(at, rest >= 8 ? ~(<u64>0) : ((<u64>1) << (rest * 8)) - 1);
    store<u64>(at, rest > 8 ? ((<u64>1) << ((rest - 8) * 8)) - 1 : 0, 8);
    store<u64>(at, (<u64>length) << 56, lengthAt);
  }
}

/** Of all bytes of a piece; never 0. */
export function hashOf(piece: usize, length: u32): u64 {
  let hash = <u64>length * factor1;
  if (length < 16) {
    const mask = masks + ((<usize>length) << 5);
    hash = (hash ^ (load<u64>(piece) & load<u64>(mask))) * factor0;
    hash ^= hash >> 32;
    hash = (hash ^ (load<u64>(piece, 8) & load<u64>(mask, 8))) * factor1;
  } else {
    const last = piece + <usize>length - 16;
    for (let at = piece; at < last; at += 16) {
      hash = (hash ^ load<u64>(at)) * factor0;
      hash ^= hash >> 32;
      hash = (hash ^ load<u64>(at, 8)) * factor1;
      hash ^= hash >> 29;
    }
    hash = (hash ^ load<u64>(last)) * factor0;
    hash ^= hash >> 32;
    hash = (hash ^ load<u64>(last, 8)) * factor1;
  }
  hash ^= hash >> 32;
  return hash | 1;
}

/** Whether two stretches of `length` bytes are the same. Both may be read 16 bytes past their ends. */
export function sameBytes(a: usize, b: usize, length: u32): bool {
  if (length < 16) {
    const mask = masks + ((<usize>length) << 5);
    return (((load<u64>(a) ^ load<u64>(b)) & load<u64>(mask)) | ((load<u64>(a, 8) ^ load<u64>(b, 8)) & load<u64>(mask, 8))) == 0;
  }
  const last = <usize>length - 16;
  for (let at: usize = 0; at < last; at += 16) if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  return !v128.any_true(v128.xor(v128.load(a + last), v128.load(b + last)));
}

// The tokens by their bytes: an entry is the rank in the low half and half of the hash in the high one; 0 is free, for rank 0 is a byte.

/** Makes the tokens with the ranks [from, to) found without merging; if `check`, only those that merging gives. */
export function learnTokens(from: u32, to: u32, check: bool): void {
  const end = ((<usize>1) << (<usize>(64 - tokenShift))) - 1;
  for (let rank = from; rank < min(to, rankCount); rank++) {
    const length = lengthOfRank(rank);
    if (length == 0) continue;
    const bytes = pool + <usize>load<u32>(starts + ((<usize>rank) << 2));
    if (check && (mergePiece(bytes, length, ids) != 1 || load<u32>(ids) != rank)) continue;
    const hash = hashOf(bytes, length);
    let at = <usize>(hash >> tokenShift);
    while (load<u64>(tokens + (at << 3)) != 0) at = (at + 1) & end;
    store<u64>(tokens + (at << 3), (hash << 32) | <u64>rank);
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
