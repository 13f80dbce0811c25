/** The merges of one piece in the order in which they happen, to be shown. */
import type { Encoder } from "./engine/encoder.ts";
import { neverMerge } from "./engine/pieceEncoder.ts";

/** One merge of a piece: the tokens `left` and `right`, adjacent at [byteFrom, byteTo) of the piece, became `id`. Lower ranks merge first; in
 *  the built-in encodings a rank is the id. */
export interface MergeStep {
  readonly left: number;
  readonly right: number;
  readonly id: number;
  readonly rank: number;
  readonly byteFrom: number;
  readonly byteTo: number;
}

/** Joins the adjacent tokens of lowest rank, leftmost first, until none merge. Quadratic in the length of the piece. */
export function mergeSteps({ pieces, tables, given }: Encoder, piece: Uint8Array): readonly MergeStep[] {
  const idOf = (rank: number): number => given?.idOfRank[rank] ?? (rank < 256 ? tables.idOfByte[rank]! : rank);
  const firstMerge = given?.firstMerge ?? 256;
  const ranks = Array.from(piece);
  const steps: MergeStep[] = [];
  for (;;) {
    let rank = neverMerge;
    let index = 0;
    for (let i = 0; i + 1 < ranks.length; i++) {
      const joined = pieces.pair(ranks[i]!, ranks[i + 1]!);
      if (joined < rank) {
        rank = joined;
        index = i;
      }
    }
    if (rank === neverMerge) return steps;
    const [left, right] = ranks.splice(index, 2, rank) as [number, number]; // two were there
    if (rank < firstMerge) continue; // bytes that become a character, which is no merge of the file
    const byteFrom = ranks.slice(0, index).reduce((sum, each) => sum + tables.lengths[each]!, 0);
    steps.push({ left: idOf(left), right: idOf(right), id: idOf(rank), rank, byteFrom, byteTo: byteFrom + tables.lengths[rank]! });
  }
}
