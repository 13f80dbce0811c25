/** The merges of one piece in the order in which they happen, to be shown. */
import { mergedId } from "./engine/encoder.ts";
import type { Encoder } from "./engine/encoder.ts";
import { neverMerge } from "./engine/pieceEncoder.ts";

/** One merge of a piece: the tokens `left` and `right`, adjacent at [byteFrom, byteTo) of the piece, became `id`, whose rank it is. */
export interface MergeStep {
  readonly left: number;
  readonly right: number;
  readonly id: number;
  readonly rank: number;
  readonly byteFrom: number;
  readonly byteTo: number;
}

/** Joins the adjacent tokens of lowest rank, leftmost first, until none merge. Quadratic in the length of the piece. */
export function mergeSteps(encoder: Encoder, piece: Uint8Array): readonly MergeStep[] {
  const { tables } = encoder;
  const ids = Array.from(piece, (byte) => tables.idOfByte[byte]!);
  const steps: MergeStep[] = [];
  for (;;) {
    let rank = neverMerge;
    let index = 0;
    for (let i = 0; i + 1 < ids.length; i++) {
      const id = mergedId(encoder, ids[i]!, ids[i + 1]!);
      if (id < rank) {
        rank = id;
        index = i;
      }
    }
    if (rank === neverMerge) return steps;
    const [left, right] = ids.splice(index, 2, rank) as [number, number]; // two were there
    const byteFrom = ids.slice(0, index).reduce((sum, id) => sum + tables.lengths[id]!, 0);
    steps.push({ left, right, id: rank, rank, byteFrom, byteTo: byteFrom + tables.lengths[rank]! });
  }
}
