/** Fills the tables from the merges: from the sorted list of a vocabulary file, when a text is long enough to be worth it; or from lists by rank,
 *  `lefts` and `rights`, at once. In steps, so that a thread that must answer is not held up. */
import { hashOf } from "./hashing";
import { header, idOfRank, lefts, lengthOfId, ownIdsFrom, pool, poolBytes, rankCount, rights, starts, tokens, tokenShift } from "./memory";
import { addBytePairs, addPair, clearBytePairs, isFilled, setFilled } from "./pairs";
import { clearList, firstOf, rankAt, rightAt, searchCount, takeList } from "./sortedPairs";

/** A rank without a merge: no token, or one that merging cannot reach. */
export const noMerge: u32 = 0xffffffff;

// inline
export function lengthOfRank(rank: u32): u32 {
  const at = starts + ((<usize>rank) << 2);
  return load<u32>(at + 4) - load<u32>(at);
}

// inline
export function idOf(rank: u32): u32 {
  return rank < ownIdsFrom ? load<u32>(idOfRank + ((<usize>rank) << 2)) : rank;
}

/** Goes on with Fletcher's two sums over bytes: see vocabularyFile.ts. */
export function sumUp(from: usize, bytes: u32, sum: u32, sumOfSums: u32): void {
  const end = from + <usize>bytes;
  let at = from;
  for (; at + 4 <= end; at += 4) {
    sum += load<u32>(at);
    sumOfSums += sum;
  }
  for (; at < end; at++) {
    sum += load<u8>(at);
    sumOfSums += sum;
  }
  store<u32>(header, sum);
  store<u32>(header, sumOfSums, 4);
}

/** Bytes of all tokens together, at most. */
const mostBytes: u64 = 1 << 30;

/** Bytes that a token without a merge is said to have, at most; 0 for none. */
const longestGiven: u32 = 2047;

/** Bytes of all tokens that no merging gives. JavaScript writes them behind the pool, from where they are copied when what is before them is there. */
export let givenBytes: u32 = 0;

/** Computes where the bytes of each rank start. @returns how many there are; 0 if a merge is made of later ones, or of nothing, or is too long */
function measure(): u32 {
  let bytes: u64 = 0;
  givenBytes = 0;
  for (let rank: u32 = 0; rank < rankCount; rank++) {
    const at = (<usize>rank) << 2;
    store<u32>(starts + at, <u32>bytes);
    let length: u32 = 1;
    if (rank >= 256) {
      const left = load<u32>(lefts + at);
      if (left == noMerge) givenBytes += length = givenLength(rank);
      else {
        const right = load<u32>(rights + at);
        if (left >= rank || right >= rank) return 0;
        const leftLength = lengthOfRank(left);
        const rightLength = lengthOfRank(right);
        length = leftLength + rightLength;
        if (leftLength == 0 || rightLength == 0 || length > 0xffff) return 0;
      }
    }
    bytes += length;
    if (bytes > mostBytes) return 0;
  }
  store<u32>(starts + ((<usize>rankCount) << 2), <u32>bytes);
  return <u32>bytes;
}

/** A token that no merging gives, but a piece may be: its length stands in `rights`, its bytes are given. 0 where a rank is no token. */
function givenLength(rank: u32): u32 {
  const length = load<u32>(rights + ((<usize>rank) << 2));
  return length > longestGiven ? 0 : length;
}

/** The 256 bytes. */
function addBytes(): void {
  clearBytePairs();
  for (let byte: u32 = 0; byte < 256; byte++) {
    store<u8>(pool + <usize>byte, byte);
    store<u16>(lengthOfId + ((<usize>idOf(byte)) << 1), 1);
  }
}

/** Copies 16 bytes at a time, up to 15 too many: what follows is written later. */
// inline
function copyForward(to: usize, from: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i));
}

/** The merges [from, to): pairs, bytes and lengths. */
function addMerges(from: u32, to: u32): void {
  for (let rank = from; rank < to; rank++) {
    const at = (<usize>rank) << 2;
    const left = load<u32>(lefts + at);
    if (left == noMerge) {
      addGiven(rank);
      continue;
    }
    const right = load<u32>(rights + at);
    const bytes = pool + <usize>load<u32>(starts + at);
    const leftLength = lengthOfRank(left);
    const rightLength = lengthOfRank(right);
    copyForward(bytes, pool + <usize>load<u32>(starts + ((<usize>left) << 2)), <usize>leftLength);
    copyForward(bytes + <usize>leftLength, pool + <usize>load<u32>(starts + ((<usize>right) << 2)), <usize>rightLength);
    store<u16>(lengthOfId + ((<usize>idOf(rank)) << 1), leftLength + rightLength);
    addPair(left, right, rank);
  }
}

/** Whether no merging gives the token: it is found by its bytes from the start. */
export function isGiven(rank: u32): bool {
  return rank >= 256 && load<u32>(lefts + ((<usize>rank) << 2)) == noMerge;
}

/** Makes a token that no merging gives found as a piece. */
function addGiven(rank: u32): void {
  const length = lengthOfRank(rank);
  if (length == 0) return;
  const bytes = pool + <usize>load<u32>(starts + ((<usize>rank) << 2));
  memory.copy(bytes, bytes + <usize>givenBytes, <usize>length);
  store<u16>(lengthOfId + ((<usize>idOf(rank)) << 1), length);
  addToken(rank);
}

// The tokens by their bytes: an entry is the rank in the low half and half of the hash in the high one; 0 is free, for rank 0 is a byte.

/** Makes a token found by its bytes. */
export function addToken(rank: u32): void {
  const end = ((<usize>1) << (<usize>(64 - tokenShift))) - 1;
  const hash = hashOf(pool + <usize>load<u32>(starts + ((<usize>rank) << 2)), lengthOfRank(rank));
  let at = <usize>(hash >> tokenShift);
  while (load<u64>(tokens + (at << 3)) != 0) at = (at + 1) & end;
  store<u64>(tokens + (at << 3), (hash << 32) | <u64>rank);
}

/** Merges below this rank are in the tables; 0 before `lefts` and `rights` are filled and measured. */
let indexedTo: u32 = 0;

/** After `lefts` and `rights` were filled. @returns the bytes of all tokens; 0 if the merges are not well-formed: see `measure` */
export function takeLists(): u32 {
  const bytes = measure();
  if (bytes != 0) indexedTo = 256;
  return bytes;
}

/** After the list of a vocabulary file was written. @returns whether it is well-formed, as every list whose sums are right */
export function takeFileList(bytes: u32): bool {
  if (!takeList(bytes)) return false;
  clearBytePairs();
  addBytePairs();
  return true;
}

/** Takes the tables of another memory for its own, where all merges are in them. */
export function adoptTables(): void {
  indexedTo = rankCount;
  setFilled();
}

/** For `index`: all that are left. */
export const allMerges: u32 = 0xffffffff;

/** Fills the tables with the next `count` merges. @returns whether all are in */
export function index(count: u32): bool {
  if (isFilled) return true;
  if (indexedTo == 0) {
    unpack();
    indexedTo = 256;
  }
  if (indexedTo == 256) addBytes();
  const to = rankCount - indexedTo > count ? indexedTo + count : rankCount;
  addMerges(indexedTo, to);
  indexedTo = to;
  if (to < rankCount) return false;
  setFilled();
  clearList();
  return true;
}

/** As soon as searching has cost about as much as the tables will, or where there is no list to search in (any more). */
// inline
export function isWorthIndexing(): bool {
  return !isFilled && (searchCount > rankCount >> 3 || indexedTo != 0);
}

/** Fills `lefts` and `rights` from the sorted list. A file whose checksum is right has merges that are in order. */
function unpack(): void {
  memory.fill(lefts, 0xff, (<usize>rankCount) << 2);
  for (let left: u32 = 0; left < rankCount; left++) {
    for (let i = firstOf(left), end = firstOf(left + 1); i < end; i++) {
      const rank = rankAt(i);
      if (rank < 256 || rank >= rankCount) unreachable();
      store<u32>(lefts + ((<usize>rank) << 2), left);
      store<u32>(rights + ((<usize>rank) << 2), rightAt(i));
    }
  }
  if (measure() != poolBytes) unreachable();
}
