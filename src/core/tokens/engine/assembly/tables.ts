/** Fills the tables from the merges: `lefts` and `rights` hold, for each rank from 256 on, the two smaller ranks it is made of. In steps, so
 *  that a thread that must answer is not held up. */
import { header, idOfRank, lefts, lengthOfId, pool, rankCount, rights, starts } from "./memory";
import { addPair, clearBytePairs } from "./pairs";

/** A rank without a merge: no token, or one that merging cannot reach. */
export const noMerge: u32 = 0xffffffff;

// inline
export function lengthOfRank(rank: u32): u32 {
  const at = starts + ((<usize>rank) << 2);
  return load<u32>(at + 4) - load<u32>(at);
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

/** In a vocabulary file "no merge", for ranks that are not larger. */
const noMergeInFile: u32 = 0xffff;

/** Unpacks the merges of a vocabulary file (`PackedMerges` in vocabularyFile.ts), and clears its bytes. */
export function unpackMerges(from: usize, bytes: u32): void {
  memory.fill(lefts, 0xff, 1024);
  memory.fill(rights, 0xff, 1024);
  const count = <usize>(rankCount - 256);
  const high = from + (count << 2);
  const hasHigh = high < from + <usize>bytes;
  for (let i: usize = 0; i < count; i++) {
    let left: u32 = load<u16>(from + (i << 1));
    let right: u32 = load<u16>(from + ((count + i) << 1));
    if (hasHigh) {
      const bits: u32 = load<u8>(high + i);
      left |= (bits & 0xf) << 16;
      right |= (bits >> 4) << 16;
    }
    if (left == noMergeInFile && i + 256 <= <usize>noMergeInFile) left = right = noMerge;
    store<u32>(lefts + (i << 2), left, 1024);
    store<u32>(rights + (i << 2), right, 1024);
  }
  memory.fill(from, 0, bytes);
}

/** Bytes of all tokens together, at most. */
const mostBytes: u64 = 1 << 30;

/** [256] the byte of each id below 256. */
const byteOfId: usize = memory.data(256, 16);

/** Where `lefts` and `rights` name the bytes by their ids: names them by their ranks. */
export function renameBytes(): void {
  for (let byte: u32 = 0; byte < 256; byte++) store<u8>(byteOfId + <usize>(load<u32>(idOfRank + ((<usize>byte) << 2)) & 0xff), byte);
  for (let at: usize = 1024, end = (<usize>rankCount) << 2; at < end; at += 4) {
    const left = load<u32>(lefts + at);
    const right = load<u32>(rights + at);
    if (left < 256) store<u32>(lefts + at, load<u8>(byteOfId + <usize>left));
    if (right < 256) store<u32>(rights + at, load<u8>(byteOfId + <usize>right));
  }
}

/** Computes where the bytes of each rank start. @returns how many there are; 0 if a merge is made of later ones, or of nothing, or is too long */
export function measure(): u32 {
  let bytes: u64 = 0;
  for (let rank: u32 = 0; rank < rankCount; rank++) {
    const at = (<usize>rank) << 2;
    store<u32>(starts + at, <u32>bytes);
    let length: u32 = 1;
    if (rank >= 256) {
      const left = load<u32>(lefts + at);
      if (left == noMerge) length = 0;
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

/** The 256 bytes. */
export function addBytes(): void {
  clearBytePairs();
  for (let byte: u32 = 0; byte < 256; byte++) {
    store<u8>(pool + <usize>byte, byte);
    store<u16>(lengthOfId + ((<usize>load<u32>(idOfRank + ((<usize>byte) << 2))) << 1), 1);
  }
}

/** Copies 16 bytes at a time, up to 15 too many: what follows is written later. */
// inline
function copyForward(to: usize, from: usize, length: usize): void {
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i));
}

/** The merges [from, to): pairs, bytes and lengths. */
export function addMerges(from: u32, to: u32): void {
  for (let rank = from; rank < to; rank++) {
    const at = (<usize>rank) << 2;
    const left = load<u32>(lefts + at);
    if (left == noMerge) continue;
    const right = load<u32>(rights + at);
    const bytes = pool + <usize>load<u32>(starts + at);
    const leftLength = lengthOfRank(left);
    const rightLength = lengthOfRank(right);
    copyForward(bytes, pool + <usize>load<u32>(starts + ((<usize>left) << 2)), <usize>leftLength);
    copyForward(bytes + <usize>leftLength, pool + <usize>load<u32>(starts + ((<usize>right) << 2)), <usize>rightLength);
    store<u16>(lengthOfId + ((<usize>load<u32>(idOfRank + at)) << 1), leftLength + rightLength);
    addPair(left, right, rank);
  }
}
