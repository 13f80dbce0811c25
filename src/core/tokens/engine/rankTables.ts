/** The merges of an encoding as the core takes them, and from a vocabulary file. */
import { noMerge } from "../vocabularyFile.ts";
import type { Merges, PackedMerges } from "../vocabularyFile.ts";

/** A part of a piece is a *rank*: 0 … 255 are the bytes, and each merge is a rank from 256 on, made of two smaller ones. Lower ranks merge first.
 *  The pairs must all be different, and so must the bytes that they make. */
export interface RankTables {
  readonly rankCount: number;
  /** The two ranks that each is made of, where they are not `packed`. The last ones may be tokens that merging does not give, found where a piece
   *  is one: of each, `noMerge` and how many bytes it has. */
  readonly merges: MergeLists;
  /** The bytes of those tokens, one after the other. */
  readonly givenBytes: Uint8Array;
  /** The same as they lie in a vocabulary file; undefined where there is none. */
  readonly packed: PackedMerges | undefined;
  /** The ids of the first ranks, as they leave the core; 256 at least. Those that are not here are their own ids. */
  readonly idOfRank: Int32Array;
  /** All ids are below this. */
  readonly idCount: number;
  /** Whether merging the bytes of a token may give other tokens than itself: then it is merged before it is believed. */
  readonly mayBeUnreachable: boolean;
}

export interface MergeLists {
  /** [rankCount] the two ranks that one is made of; `noMerge` below 256, and where a rank is no token. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** A rank is an id, but for the bytes, which have the first 256 ids in an order of their own. */
export function rankTablesOf(merges: Merges): RankTables {
  const { byteOfId, idCount, packed } = merges;
  const idOfRank = new Int32Array(256);
  for (let id = 0; id < 256; id++) idOfRank[byteOfId[id]!] = id;
  return { rankCount: idCount, merges, givenBytes: new Uint8Array(0), packed, idOfRank, idCount, mayBeUnreachable: false };
}

export const idOf = ({ idOfRank }: RankTables, rank: number): number => idOfRank[rank] ?? rank;

/** The ranks that one is made of, or undefined where it is a byte or no token. */
export const partsOf = ({ merges: { left, right } }: RankTables, rank: number): readonly [left: number, right: number] | undefined =>
  rank < 256 || left[rank] === noMerge ? undefined : [left[rank]!, right[rank]!];

/** The tokens that merging does not give: the rank of each, and where its bytes end in `givenBytes`. */
export function givenRanks({
  rankCount,
  givenBytes,
  merges: { left, right },
}: RankTables): readonly (readonly [rank: number, end: number])[] {
  const ranks: [number, number][] = [];
  let end = givenBytes.length;
  for (let rank = rankCount - 1; end > 0 && left[rank] === noMerge; rank--) {
    ranks.push([rank, end]);
    end -= right[rank]!;
  }
  return ranks;
}
