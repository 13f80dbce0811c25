/** Which two adjacent parts merge, and to what. A part is a rank: 0 … 255 are the bytes, merges follow from 256 on, in the order of their
 *  priority; so what a pair merges to is also when.
 *
 *  One pair per merge is enough: any other two parts with the same bytes would first have been merged differently. An entry is one word,
 *  left << 42 | right << 21 | merged, in a hash table at most half full. Most pairs asked for do not exist: a filter of four bits for each place
 *  of the table says so for most of them, and is small enough to stay in the processor's cache. Until the table is filled (tables.ts), pairs are
 *  looked for in the sorted list of a vocabulary file. */
import { bytePairs, pairFilter, pairs, pairShift } from "./memory";
import { firstOf, never, rankAt, rightAt, search } from "./sortedPairs";

/** Whether the table holds all pairs. */
export let isFilled = false;
export function setFilled(): void {
  isFilled = true;
}

/** Bits of a part. */
const partBits: u64 = 21;
const partMask: u64 = (1 << partBits) - 1;

/** Odd and without pattern, so that the top bits of the product are spread. */
const factor: u64 = (0x9e3779b9 << 32) | 0x7f4a7c15;

// inline
function hash(key: u64): u64 {
  return key * factor;
}

/** The rank of `left` and `right` joined, or `never`. */
// inline
export function merged(left: u32, right: u32): u32 {
  if (!isFilled) return search(left, right);
  const key = ((<u64>left) << partBits) | <u64>right;
  const spread = hash(key);
  const bit = spread >> (pairShift - 2);
  return ((<u32>load<u8>(pairFilter + <usize>(bit >> 3)) >> (<u32>bit & 7)) & 1) == 0 ? never : find(key, <usize>(spread >> pairShift));
}

function find(key: u64, at: usize): u32 {
  const end = ((<usize>1) << (<usize>(64 - pairShift))) - 1;
  while (true) {
    const entry = load<u64>(pairs + (at << 3));
    if (entry >> partBits == key && entry != 0) return <u32>(entry & partMask);
    if (entry == 0) return never;
    at = (at + 1) & end;
  }
  return never;
}

/** The rank of two bytes joined, or `never`. */
// inline
export function mergedBytes(first: u32, second: u32): u32 {
  return load<u32>(bytePairs + ((<usize>((first << 8) | second)) << 2));
}

export function addPair(left: u32, right: u32, rank: u32): void {
  const key = ((<u64>left) << partBits) | <u64>right;
  const end = ((<usize>1) << (<usize>(64 - pairShift))) - 1;
  const spread = hash(key);
  const bit = spread >> (pairShift - 2);
  const filter = pairFilter + <usize>(bit >> 3);
  store<u8>(filter, <u32>load<u8>(filter) | (1 << (<u32>bit & 7)));
  let at = <usize>(spread >> pairShift);
  while (load<u64>(pairs + (at << 3)) != 0) at = (at + 1) & end;
  store<u64>(pairs + (at << 3), (key << partBits) | <u64>rank);
  if ((left | right) < 256) store<u32>(bytePairs + ((<usize>((left << 8) | right)) << 2), rank);
}

export function clearBytePairs(): void {
  for (let at: usize = 0; at < 0x40000; at += 16) v128.store(bytePairs + at, i32x4.splat(never));
}

/** Of the sorted list, those of two bytes. */
export function addBytePairs(): void {
  for (let left: u32 = 0; left < 256; left++) {
    for (let i = firstOf(left), end = firstOf(left + 1); i < end; i++) {
      const right = rightAt(i);
      if (right >= 256) break;
      store<u32>(bytePairs + ((<usize>((left << 8) | right)) << 2), rankAt(i));
    }
  }
}
