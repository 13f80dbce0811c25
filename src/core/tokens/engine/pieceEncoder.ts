/** What turns pieces of UTF-8 into ids: the WebAssembly core, or where it can't run, the plain algorithm. Both work on one block of text at a time, in
 *  memory of their own. */
import type { PatternName } from "../pattern/patterns.ts";

/** Set in an id that continues the piece of the id before it. */
export const continues = 1 << 30;
export const idMask = continues - 1;

/** More than any rank: "these never merge". */
export const neverMerge = 0x3ffffff;

/** For tests and the verification: how small blocks are. */
export interface BlockSizes {
  /** 64 bytes each: how much of a block is split, then looked up, at a time. */
  readonly words?: number;
  /** Bytes of a block. */
  readonly capacity?: number;
}

export interface PieceEncoder {
  /** The block's text, with room for `capacity` bytes and some more. The views change when `reserve` or `release` is called. */
  readonly text: Uint8Array;
  readonly capacity: number;
  /** The block's ids, with `continues`. */
  readonly ids: Int32Array;
  /** The ends of its pieces, in bytes. */
  readonly pieceEnds: Int32Array;
  /** Where its tokens end, filled by `findEnds`: in bytes, and in code units if there are characters beyond ASCII. */
  readonly byteEnds: Int32Array;
  readonly unitEnds: Int32Array;
  /** What the last call encoded. */
  readonly byteCount: number;
  readonly pieceCount: number;
  /** Of the tokens that are found without merging, so many are known. */
  readonly learned: number;

  /** Makes room for so many bytes; what the block held is lost. @throws RangeError when there is none */
  reserve(bytes: number): void;
  /** Gives back the memory that a huge text needed; what the block held is lost. */
  release(): void;
  /** Makes the block's text of a string's code units [from, to). @returns its bytes  @throws RangeError when there is no room */
  write(text: string, from: number, to: number): number;
  /** Splits the first `byteCount` bytes of `text`. @returns how many ends are in `pieceEnds` */
  split(pattern: PatternName, byteCount: number): number;
  /** Splits and encodes the first `byteCount` bytes of `text`, or as much of them as does not depend on what follows.
   *  @param isEnd whether the pattern sees the end of the text there  @param isWide whether there are characters beyond ASCII
   *  @returns how many ids; `byteCount` and `pieceCount` say what they cover */
  encode(pattern: PatternName, byteCount: number, isEnd: boolean, isWide: boolean): number;
  /** Encodes pieces that were found elsewhere: of the text's first bytes, up to their last end. @param count how many ends are in `pieceEnds`
   *  @returns how many ids */
  encodePieces(count: number): number;
  /** Takes `continues` off the first ids. */
  strip(idCount: number): void;
  findEnds(idCount: number, isWide: boolean): void;
  /** Code units of text[from, to). */
  countUnits(from: number, to: number): number;
  /** Says which characters a normalizer may change: see `QuickCheck` in normalizer.ts. */
  watch(classes: Uint8Array): void;
  /** Where the next of these is in text[from, to), `to` when there is none; of those that may move, one that stands behind another, or at `from`. */
  findUnsettled(from: number, to: number): number;
  /** Fills the tables that a long text needs with the next merges: by itself it would do so with all at once. @returns whether all are in */
  fillTables(count: number): boolean;
  /** Makes the next tokens found without merging, after all merges are in the tables. @returns whether all are */
  learn(count: number): boolean;
  /** The rank that two adjacent ranks merge to; `neverMerge` if they never do. */
  pair(left: number, right: number): number;
  /** Merges the first `to` bytes of the text as one piece, given that its first `done` bytes are the first `count` of `ids`, which are ranks
   *  here. @param fromStart whether the piece begins where the text does  @returns how many ranks there are; −1 if too few were given to go back */
  mergeOn(done: number, to: number, count: number, fromStart: boolean): number;
  /** Whether two adjacent ranks stay as they are when their bytes are merged together. */
  stayApart(left: number, right: number): boolean;
}
