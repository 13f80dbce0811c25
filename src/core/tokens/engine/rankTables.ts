/** The merges of an encoding as the core takes them, and from a vocabulary file. */
import { noMerge } from "../vocabularyFile.ts";
import type { VocabularyFile } from "../vocabularyFile.ts";

/** A part of a piece is a *rank*: 0 … 255 are the bytes, and each merge is a rank from 256 on, made of two smaller ones. Lower ranks merge first.
 *  The pairs must all be different, and so must the bytes that they make. */
export interface RankTables {
  /** [rankCount] the two ranks that one is made of; `noMerge` below 256, and where a rank is no token. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** [rankCount] the id of each rank, as it leaves the core. */
  readonly idOfRank: Int32Array;
  /** Whether `left` and `right` name the bytes by their ids, which are the first 256 then. */
  readonly bytesById: boolean;
  /** All ids are below this. */
  readonly idCount: number;
  /** Whether merging the bytes of a token may give other tokens than itself: then it is merged before it is believed. */
  readonly mayBeUnreachable: boolean;
}

/** In a vocabulary file a rank is an id, but for the bytes, which have the first 256 ids in an order of their own. */
export function rankTablesOf({ left, right, byteOfId, idCount }: VocabularyFile): RankTables {
  const idOfRank = new Int32Array(idCount);
  for (let id = 0; id < 256; id++) idOfRank[byteOfId[id]!] = id;
  for (let id = 256; id < idCount; id++) idOfRank[id] = id;
  return {
    left: left.length === idCount ? left : left.subarray(0, idCount),
    right: right.length === idCount ? right : right.subarray(0, idCount),
    idOfRank,
    bytesById: true,
    idCount,
    mayBeUnreachable: false,
  };
}

/** The ranks that one is made of, or undefined where it is a byte or no token. */
export function partsOf(
  { left, right, idOfRank, bytesById }: RankTables,
  rank: number,
): readonly [left: number, right: number] | undefined {
  if (rank < 256 || left[rank] === noMerge) return undefined;
  const rankOf = (part: number): number => (bytesById && part < 256 ? idOfRank.indexOf(part) : part);
  return [rankOf(left[rank]!), rankOf(right[rank]!)];
}
