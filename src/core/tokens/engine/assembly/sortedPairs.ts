/** The merges of a vocabulary file as they lie there (.config/vocabularies.mjs), sorted by the two parts that they join. A short text finds its few
 *  merges here, a short search each, and waits for no table: a cold start is reading the file. */
import { rankCount, starts, tokens } from "./memory";

/** More than any rank: "these never merge". Packed with a position (<< 6) it still fits in 32 bits. */
export const never: u32 = 0x3ffffff;

/** The list lies where the table of tokens will be, which is filled from what is made of it. */
const rights: usize = 8;
let mergeCount: u32 = 0;
let listBytes: u32 = 0;
/** Bits of a rank from the 17th on; where these bits of all right parts are, and of all that they merge to; bytes for one bit of each. */
let highBits: u32 = 0;
let highRights: usize = 0;
let highRanks: usize = 0;
let planeBytes: usize = 0;

/** Searches so far: see `isWorthIndexing` in tables.ts. */
export let searchCount: u32 = 0;

/** Bytes of all tokens together, as the list says. */
export function tokenBytes(): u32 {
  return load<u32>(tokens, 4);
}

/** Where the merges of a left part begin in the list: [rankCount + 1], where `starts` will be.  @returns whether the list has as many as it says */
export function takeList(bytes: u32): bool {
  listBytes = bytes;
  mergeCount = load<u32>(tokens);
  planeBytes = <usize>((mergeCount + 7) >> 3);
  highBits = rankCount > 0x10000 ? 16 - clz(rankCount - 1) : 0;
  highRights = tokens + rights + <usize>mergeCount * 4;
  highRanks = highRights + <usize>highBits * planeBytes;
  const end = tokens + <usize>bytes;
  let at = highRanks + <usize>highBits * planeBytes;
  let sum: u32 = 0;
  for (let left: u32 = 0; left < rankCount; left++) {
    store<u32>(starts + ((<usize>left) << 2), sum);
    let count: u32;
    do {
      if (at >= end) return false;
      count = load<u8>(at++);
      sum += count;
    } while (count == 255);
  }
  store<u32>(starts + ((<usize>rankCount) << 2), sum);
  return sum == mergeCount;
}

export function clearList(): void {
  memory.fill(tokens, 0, listBytes);
}

/** @returns entry `i` of a list whose low halves are at `low` */
// inline
function valueAt(low: usize, high: usize, i: u32): u32 {
  let value: u32 = load<u16>(low + ((<usize>i) << 1));
  for (let bit: u32 = 0; bit < highBits; bit++) {
    const bits: u32 = load<u8>(high + <usize>bit * planeBytes + <usize>(i >> 3));
    value |= ((bits >> (i & 7)) & 1) << (16 + bit);
  }
  return value;
}

// inline
export function firstOf(left: u32): u32 {
  return load<u32>(starts + ((<usize>left) << 2));
}

export function rightAt(i: u32): u32 {
  return valueAt(tokens + rights, highRights, i);
}

export function rankAt(i: u32): u32 {
  return valueAt(tokens + rights + <usize>mergeCount * 2, highRanks, i);
}

/** The rank of two parts joined, or `never`. */
export function search(left: u32, right: u32): u32 {
  searchCount++;
  let from = firstOf(left);
  const end = firstOf(left + 1);
  let to = end;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (rightAt(middle) < right) from = middle + 1;
    else to = middle;
  }
  return from < end && rightAt(from) == right ? rankAt(from) : never;
}
