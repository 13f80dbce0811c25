/** Step 2 of text → tokens: merges the bytes of one piece, lowest rank first, leftmost among equals. Same ids as tiktoken's.
 *
 *  Short pieces are merged plainly. A long one is merged window by window: ids are the merge of a text exactly if each two adjacent ones
 *  are the merge of their own bytes (`stayApart`), so merged stretches may be joined wherever that holds. Linear on any known input. */
import { mergedId, noPair } from "./pairTable.ts";
import type { PairTable } from "./pairTable.ts";
import type { TokenTables } from "./tokenTables.ts";

/** What merging reads, and its scratch memory, which belongs to one encoding. */
export interface Merger {
  readonly tables: TokenTables;
  readonly pairs: PairTable;
  /** The parts so far, and ranks[i]: the rank of parts i and i + 1 joined, which is the id they become. */
  parts: Int32Array;
  ranks: Int32Array;
}

/** Up to so many bytes a piece is merged plainly, which is quadratic in the worst case. */
const plainLength = 64;
/** By so many bytes at least a long piece is merged further at a time. */
const windowStep = 40;
/** So many tokens before the end of what is merged are merged again with what follows. */
const tokensTakenBack = 2;

export function createMerger(tables: TokenTables, pairs: PairTable): Merger {
  return { tables, pairs, parts: new Int32Array(256), ranks: new Int32Array(256) };
}

/** Writes the ids of the piece bytes[from, to) to `out` from index `at` on. @returns the index after the last */
export function mergePiece(merger: Merger, bytes: Uint8Array, from: number, to: number, out: Int32Array, at: number): number {
  return to - from <= plainLength ? mergePlain(merger, bytes, from, to, out, at) : mergeLong(merger, bytes, from, to, out, at);
}

/** Merges in rounds. Each joins all pairs of the lowest rank, left to right, closes the gaps and finds the next lowest rank on the way. A
 *  new pair always ranks after the merge that made it possible (a token's parts have smaller ids), so no round is too early. */
function mergePlain(merger: Merger, bytes: Uint8Array, from: number, to: number, out: Int32Array, at: number): number {
  if (to - from > merger.parts.length) {
    merger.parts = new Int32Array((to - from) * 2);
    merger.ranks = new Int32Array((to - from) * 2);
  }
  const { parts, ranks } = merger;
  const { idOfByte } = merger.tables;
  const { pairs } = merger;
  const { ofBytes } = pairs;
  let last = to - from - 1; // index of the last part
  let best = noPair;
  let byte = bytes[from]!;
  for (let i = 0; i < last; i++) {
    const next = bytes[from + i + 1]!;
    const rank = ofBytes[(byte << 8) | next]!;
    parts[i] = idOfByte[byte]!;
    ranks[i] = rank;
    if (rank < best) best = rank;
    byte = next;
  }
  parts[last] = idOfByte[byte]!;
  ranks[last] = noPair;
  while (best !== noPair) {
    let nextBest = noPair;
    let write = 0;
    let before = noPair; // the rank of parts write − 1 and write, once both are final
    for (let read = 0; read <= last;) {
      let part = parts[read]!;
      let rank = ranks[read]!;
      if (rank === best) {
        part = best;
        if (write > 0) before = mergedId(pairs, parts[write - 1]!, part);
        read += 2;
        // where the next two join as well, the rank is found when they do
        rank = read > last || ranks[read] === best ? noPair : mergedId(pairs, part, parts[read]!);
      } else read++;
      if (write > 0) {
        ranks[write - 1] = before;
        if (before < nextBest) nextBest = before;
      }
      parts[write++] = part;
      before = rank;
    }
    last = write - 1;
    ranks[last] = noPair;
    best = nextBest;
  }
  for (let i = 0; i <= last; i++) out[at++] = parts[i]!;
  return at;
}

function mergeLong(merger: Merger, bytes: Uint8Array, from: number, to: number, out: Int32Array, at: number): number {
  const merge: LongMerge = { bytes, from, to, out, first: at, done: from, at };
  advanceMerge(merger, merge, to);
  return merge.at;
}

/** The merge of one long piece bytes[from, to), as far as it has come: out[first, at) are the ids of bytes[from, done). */
export interface LongMerge {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Replaced by a longer one when it is full. */
  out: Int32Array;
  readonly first: number;
  done: number;
  at: number;
}

/** Merges on, window by window, until `until` bytes or all are done. Each window starts at a token a little before the end of what is done. */
export function advanceMerge(merger: Merger, merge: LongMerge, until: number): void {
  const { lengths } = merger.tables;
  const { bytes, to, first } = merge;
  while (merge.done < to && merge.done < until) {
    let { out } = merge;
    let start = merge.done;
    let kept = merge.at; // of the ids so far, those before this index stay
    for (let takeBack = tokensTakenBack; ; takeBack *= 2) {
      for (let i = 0; i < takeBack && kept > first; i++) start -= lengths[out[--kept]!]!;
      const reach = Math.min(to, merge.done + Math.max(windowStep, merge.done - start));
      if (kept + (reach - start) > out.length) out = lengthen(merge, reach - start);
      merge.at = mergePlain(merger, bytes, start, reach, out, kept);
      if (kept === first || stayApart(merger, out[kept - 1]!, out[kept]!)) {
        merge.done = reach;
        break;
      }
    }
  }
}

/** Makes room for `count` more ids and, by what the ids so far have covered, for the rest of the piece. */
function lengthen(merge: LongMerge, count: number): Int32Array {
  const { from, to, out, first, done, at } = merge;
  const expected = done === from ? 0 : Math.ceil((at - first) * ((to - from) / (done - from)) * 1.05);
  merge.out = new Int32Array(Math.max(at + count, first + expected, out.length + (out.length >> 2)));
  merge.out.set(out.subarray(0, at));
  return merge.out;
}

/** Whether merging the bytes of `left` and `right` together gives just these two. Goes back through the merges, latest first: the tokens that
 *  met at the border at any one time must not have been the next to merge. */
export function stayApart(merger: Merger, left: number, right: number): boolean {
  const { pairs, tables } = merger;
  let leftParent = noPair; // the merge that ends the time of `left` at the border
  let rightParent = noPair;
  for (;;) {
    const joined = mergedId(pairs, left, right);
    // of equal ranks the left one comes first: a merge inside the left token before the one at the border before one inside the right token
    if (joined !== noPair && joined < leftParent && joined <= rightParent) return false;
    if (left > right) {
      leftParent = left;
      left = tables.right[left]!;
      if (left < 0) return true; // both were bytes: ids below 256, before all merges
    } else {
      rightParent = right;
      right = tables.left[right]!;
      if (right < 0) return true;
    }
  }
}
