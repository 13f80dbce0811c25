/** Step 2 of text → tokens: merges the bytes of one piece, lowest rank first, leftmost among equals. Same ids as tiktoken's. */

/** One merge of a piece: the tokens `left` and `right`, adjacent at [byteFrom, byteTo) of the piece, became `id`, whose rank it is. */
export interface MergeStep {
  readonly left: number;
  readonly right: number;
  readonly id: number;
  readonly rank: number;
  readonly byteFrom: number;
  readonly byteTo: number;
}

/** Looks up two adjacent ids: the id they merge to, or −1. */
export type MergedId = (left: number, right: number) => number;

/** Merges `ids` until no two adjacent ones merge. Quadratic: for single pieces, on demand.
 *  @param ids the ids of the single bytes; joined in place  @param onMerge told of each merge: the index of the left id, and the new id */
export function mergeIds(ids: number[], mergedId: MergedId, onMerge?: (index: number, id: number) => void): number[] {
  for (;;) {
    let best = -1;
    let at = -1;
    for (let i = 0; i + 1 < ids.length; i++) {
      const id = mergedId(ids[i]!, ids[i + 1]!);
      if (id >= 0 && (best < 0 || id < best)) {
        best = id;
        at = i;
      }
    }
    if (at < 0) return ids;
    onMerge?.(at, best);
    ids.splice(at, 2, best);
  }
}

/** The merges of one piece in the order in which they happen. @param byteLength of a token */
export function mergeStepsOf(byteIds: readonly number[], mergedId: MergedId, byteLength: (id: number) => number): readonly MergeStep[] {
  const steps: MergeStep[] = [];
  const ids = [...byteIds];
  mergeIds(ids, mergedId, (index, id) => {
    const left = ids[index]!; // onMerge is told before the join, with both ids in place
    const right = ids[index + 1]!;
    let byteFrom = 0;
    for (let i = 0; i < index; i++) byteFrom += byteLength(ids[i]!);
    steps.push({ left, right, id, rank: id, byteFrom, byteTo: byteFrom + byteLength(id) });
  });
  return steps;
}
