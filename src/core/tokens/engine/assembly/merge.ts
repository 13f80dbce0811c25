/** Merges the bytes of one piece, lowest rank first, leftmost among equals: byte-pair encoding itself.
 *
 *  A piece of up to 64 bytes is a word of bits, one for each byte at which a part starts; a merge clears one of them. A longer piece is merged
 *  window by window: ranks are the merge of a text exactly if each two adjacent ones are the merge of their own bytes (`stayApart`), so merged
 *  stretches may be joined wherever that holds. Linear on any known input. */
import { lefts, mergeWindow, parts, ranks, rights } from "./memory";
import { merged, mergedBytes } from "./pairs";
import { never } from "./sortedPairs";
import { allMerges, index, lengthOfRank } from "./tables";

const shortest: usize = 64;
/** [64 + 4] of each part: the rank of it and the next one << 6 | where it starts. */
const packed: usize = memory.data(288, 16);
/** [64] the parts, by where they start. */
const partAt: usize = memory.data(256, 16);

/** By so many bytes at least a long piece is merged further at a time. */
const windowStep: u32 = 40;
/** So many parts before the end of what is merged are merged again with what follows. */
const partsTakenBack: u32 = 2;

// inline
function pack(rank: u32, at: u32): u32 {
  return (rank << 6) | at;
}

/** Writes the ranks of the piece of `length` ≤ 64 bytes at `piece` to `out`. @returns how many */
export function mergeShort(piece: usize, length: u32, out: usize): u32 {
  let byte: u32 = load<u8>(piece);
  const last = length - 1;
  for (let i: u32 = 0; i < last; i++) {
    const next: u32 = load<u8>(piece + <usize>i + 1);
    store<u32>(packed + ((<usize>i) << 2), pack(mergedBytes(byte, next), i));
    store<u32>(partAt + ((<usize>i) << 2), byte);
    byte = next;
  }
  store<u32>(partAt + ((<usize>last) << 2), byte);
  const none = pack(never, 0);
  v128.store(packed + ((<usize>last) << 2), i32x4.splat(none));
  let starting: u64 = length == 64 ? ~(<u64>0) : ((<u64>1) << length) - 1;
  const end = packed + ((<usize>length) << 2);
  while (true) {
    let least = v128.load(packed);
    for (let at = packed + 16; at < end; at += 16) least = i32x4.min_u(least, v128.load(at));
    least = i32x4.min_u(least, i8x16.shuffle(least, least, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    least = i32x4.min_u(least, i8x16.shuffle(least, least, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
    const best = <u32>i32x4.extract_lane(least, 0);
    if (best >= none) break;
    const i = best & 63;
    const rank = best >> 6;
    const after = ~(<u64>1) << i;
    const joined = <u32>ctz(starting & after);
    starting &= ~((<u64>1) << joined);
    store<u32>(packed + ((<usize>joined) << 2), none);
    store<u32>(partAt + ((<usize>i) << 2), rank);
    const right = starting & after;
    const next: u32 = right != 0 ? merged(rank, load<u32>(partAt + ((<usize>ctz(right)) << 2))) : never;
    store<u32>(packed + ((<usize>i) << 2), pack(next, i));
    const left = starting & (((<u64>1) << i) - 1);
    if (left != 0) {
      const before = 63 - <u32>clz(left);
      store<u32>(packed + ((<usize>before) << 2), pack(merged(load<u32>(partAt + ((<usize>before) << 2)), rank), before));
    }
  }
  const count = <u32>popcnt(starting);
  while (starting != 0) {
    store<u32>(out, load<u32>(partAt + ((<usize>ctz(starting)) << 2)));
    out += 4;
    starting &= starting - 1;
  }
  return count;
}

/** As `mergeShort` for any length up to `mergeWindow`. In rounds: each joins all pairs of the lowest rank, left to right, closes the gaps and
 *  finds the next lowest rank on the way. A new pair always ranks after the merge that made it possible, so no round is too early. */
function mergeRounds(piece: usize, length: u32, out: usize): u32 {
  let last = length - 1;
  let best = never;
  for (let i: u32 = 0; i < last; i++) {
    const byte: u32 = load<u8>(piece + <usize>i);
    const rank = mergedBytes(byte, load<u8>(piece + <usize>i + 1));
    store<u32>(parts + ((<usize>i) << 2), byte);
    store<u32>(ranks + ((<usize>i) << 2), rank);
    best = min(best, rank);
  }
  store<u32>(parts + ((<usize>last) << 2), load<u8>(piece + <usize>last));
  store<u32>(ranks + ((<usize>last) << 2), never);
  while (best != never) {
    let nextBest = never;
    let write: usize = 0;
    let before = never; // the rank of the parts write − 1 and write, once both are final
    for (let read: u32 = 0; read <= last;) {
      let part = load<u32>(parts + ((<usize>read) << 2));
      let rank = load<u32>(ranks + ((<usize>read) << 2));
      if (rank == best) {
        part = best;
        if (write > 0) before = merged(load<u32>(parts + ((write - 1) << 2)), part);
        read += 2;
        // where the next two join as well, the rank is found when they do
        rank =
          read > last || load<u32>(ranks + ((<usize>read) << 2)) == best ? never : merged(part, load<u32>(parts + ((<usize>read) << 2)));
      } else read++;
      if (write > 0) {
        store<u32>(ranks + ((write - 1) << 2), before);
        nextBest = min(nextBest, before);
      }
      store<u32>(parts + (write << 2), part);
      write++;
      before = rank;
    }
    last = <u32>write - 1;
    store<u32>(ranks + ((<usize>last) << 2), never);
    best = nextBest;
  }
  memory.copy(out, parts, (<usize>last + 1) << 2);
  return last + 1;
}

/** What `mergeLong` returns instead of a count: it would have to take back more parts than it was given, or a window is too long. */
export const tooLittle: u32 = 0xffffffff;
export const tooLong: u32 = 0xfffffffe;

/** Merges the text [from, to) on, of which [from, done) is merged to the first `count` of the ranks at `out`. If `from` is not where the piece
 *  starts, the first of them must have been preceded by others: then not all may be taken back.
 *  @returns how many ranks there are for [from, to), `tooLittle` or `tooLong` */
export function mergeLong(from: usize, to: usize, out: usize, done: usize, count: u32, fromStart: bool): u32 {
  index(allMerges);
  while (done < to) {
    let start = done;
    let kept = count; // of the ranks so far, those before this index stay
    for (let takeBack = partsTakenBack; ; takeBack *= 2) {
      for (let i: u32 = 0; i < takeBack && kept > 0; i++) start -= <usize>lengthOfRank(load<u32>(out + ((<usize>--kept) << 2)));
      if (kept == 0 && !fromStart) return tooLittle;
      const reach = min(to, done + max(<usize>windowStep, done - start));
      if (reach - start > mergeWindow) return tooLong;
      const at = out + ((<usize>kept) << 2);
      const length = <u32>(reach - start);
      count = kept + (<usize>length <= shortest ? mergeShort(start, length, at) : mergeRounds(start, length, at));
      if (kept == 0 || stayApart(load<u32>(at - 4), load<u32>(at))) {
        done = reach;
        break;
      }
    }
  }
  return count;
}

/** The ranks of any piece. */
export function mergePiece(piece: usize, length: usize, out: usize): u32 {
  return length <= shortest ? mergeShort(piece, <u32>length, out) : mergeLong(piece, piece + length, out, piece, 0, true);
}

/** Whether merging the bytes of `left` and `right` together gives just these two. Goes back through the merges, latest first: the parts that met
 *  at the border at any one time must not have been the next to merge. */
export function stayApart(left: u32, right: u32): bool {
  let leftParent = never; // the merge that ends the time of `left` at the border
  let rightParent = never;
  while (true) {
    const joined = merged(left, right);
    // of equal ranks the left one comes first: a merge inside the left part before the one at the border before one inside the right part
    if (joined != never && joined < leftParent && joined <= rightParent) return false;
    if (left > right) {
      leftParent = left;
      if (left < 256) return true;
      left = load<u32>(rights + ((<usize>left) << 2));
    } else {
      rightParent = right;
      if (right < 256) return true;
      right = load<u32>(lefts + ((<usize>right) << 2));
    }
  }
  return true;
}
