/** The inner machine of an encoding: UTF-8 in one buffer, the pre-tokenizer over it, then the ids of its pieces. Works on blocks, so that
 *  memory stays small and close at hand for texts of any length. All scratch memory belongs to the encoder. */
import { advanceMerge, createMerger, mergePiece } from "./bytePairMerge.ts";
import type { LongMerge, Merger } from "./bytePairMerge.ts";
import { END_BYTE } from "../pattern/characterClass.ts";
import { addPairs, createPairTable } from "./pairTable.ts";
import type { PairTable } from "./pairTable.ts";
import { addPiece, addToken, createPieceTable, factor0, factor1, factor2, factor3, firstMask, forgetPieces } from "./pieceTable.ts";
import { longestKept, longValue, mediumLength, missing, secondMask, shortLength } from "./pieceTable.ts";
import type { PieceTable } from "./pieceTable.ts";
import type { PreTokenizer } from "../pattern/preTokenizer.ts";
import { settledCount } from "../pattern/lookAhead.ts";
import type { TokenTables } from "./tokenTables.ts";
import { createBlock, detachBytes, unitsBetween, writeBytes } from "./utf8Block.ts";
import type { Utf8Block } from "./utf8Block.ts";

/** Set in an id that continues the piece of the id before it. */
export const continues = 1 << 30;
export const idMask = continues - 1;

export interface Encoder {
  readonly preTokenizer: PreTokenizer;
  readonly tables: TokenTables;
  readonly pairs: PairTable;
  readonly pieces: PieceTable;
  readonly merger: Merger;
  /** The block at work. */
  readonly text: Utf8Block;
  ends: Int32Array;
  /** The ids of the block, with `continues`. */
  ids: Int32Array;
  pieceCount: number;
  idCount: number;
  byteCount: number;
  /** So many ids from 0 on are in `pieces`; the rest of the vocabulary follows with the text that is encoded. */
  knownPieces: number;
}

/** Code units of a block, as a rule. Pieces that cross its end belong to the next one. */
export const blockLength = 8192;
/** A piece of more bytes is merged in memory of its own, and where others wait in steps. */
export const hugePiece = 65_536;
/** A scratch that grew for one huge piece is not kept beyond this. */
const keptLength = 1 << 18;
/** Ids of the vocabulary taken in per step. */
export const idsPerStep = 8192;
/** Texts from here on, in code units, are worth taking in more of the vocabulary: half an id per code unit. */
const leastLearning = 1024;

/** An encoder that is ready as soon as it knows the pairs; yields how many ids are in. */
export function* createEncoderSteps(tables: TokenTables, preTokenizer: PreTokenizer): Generator<number, Encoder> {
  const { left, right, byteOfId, mergeableCount } = tables;
  const pairs = createPairTable(mergeableCount);
  for (let id = 256; id < mergeableCount; id += idsPerStep) {
    addPairs(pairs, left, right, byteOfId, id, Math.min(mergeableCount, id + idsPerStep));
    yield id;
  }
  const encoder: Encoder = {
    preTokenizer,
    tables,
    pairs,
    pieces: createPieceTable(mergeableCount),
    merger: createMerger(tables, pairs),
    text: createBlock(blockLength),
    ends: new Int32Array(blockLength * 3),
    ids: new Int32Array(blockLength * 3 + 4),
    pieceCount: 0,
    idCount: 0,
    byteCount: 0,
    knownPieces: 0,
  };
  return encoder;
}

/** Adds the next `count` tokens to the pieces that are found without merging. @returns whether all are there */
export function learnPieces(encoder: Encoder, count: number): boolean {
  const { pieces, knownPieces } = encoder;
  const { lengths, starts, pool, mergeableCount } = encoder.tables;
  const view = new DataView(pool.buffer);
  const to = Math.min(mergeableCount, knownPieces + count);
  for (let id = knownPieces; id < to; id++) if (lengths[id]! > 0) addToken(pieces, view, starts[id]!, lengths[id]!, id);
  encoder.knownPieces = to;
  return to === mergeableCount;
}

/** Encodes a block of text[from, to), which holds no special tokens (or they are text): all of it, or as much as does not depend on what
 *  follows the block. Its ids are then ids[0, idCount), its bytes bytes[0, byteCount). A piece longer than a block comes alone.
 *  @param isEnd whether the pattern sees the end of the text at `to`; otherwise more may follow there
 *  @returns how many code units the block has; 0 if from = to, or if nothing is settled before `to` and more follows */
export function encodeBlock(encoder: Encoder, text: string, from: number, to: number, isEnd = true): number {
  const length = scanBlock(encoder, text, from, to, isEnd);
  encodeScanned(encoder, length);
  return length;
}

/** The second half of `encodeBlock`: the ids of the pieces that were scanned, `length` code units. */
export function encodeScanned(encoder: Encoder, length: number): void {
  if (encoder.knownPieces < encoder.tables.mergeableCount && length >= leastLearning) learnPieces(encoder, length >> 1);
  if (encoder.byteCount > hugePiece && encoder.pieceCount === 1) return encodeHugePiece(encoder);
  if (encoder.byteCount + 4 > encoder.ids.length) encoder.ids = new Int32Array(encoder.byteCount + 4);
  encoder.idCount = encodePieces(encoder, encoder.pieceCount);
}

/** A block of one huge piece: its ids take as much room as they need, for a collector of garbage starts early where buffers are large. */
function encodeHugePiece(encoder: Encoder): void {
  const { byteCount, text } = encoder;
  const merge: LongMerge = { bytes: text.bytes, from: 0, to: byteCount, out: encoder.ids, first: 0, done: 0, at: 0 };
  advanceMerge(encoder.merger, merge, byteCount);
  for (let i = 1; i < merge.at; i++) merge.out[i] = merge.out[i]! | continues;
  encoder.ids = merge.out;
  encoder.idCount = merge.at;
}

/** The first half of `encodeBlock`: fills `ends`, `pieceCount` and `byteCount`. */
function scanBlock(encoder: Encoder, text: string, from: number, to: number, isEnd: boolean): number {
  for (let length = blockLength; ; length *= 2) {
    const scanned = tryScanBlock(encoder, text, from, to, isEnd, length);
    if (scanned >= 0) return scanned;
  }
}

/** As `scanBlock`, but reads at most `length` code units. @returns −1 if the first piece needs more */
export function tryScanBlock(encoder: Encoder, text: string, from: number, to: number, isEnd: boolean, length: number): number {
  let end = Math.min(to, from + length);
  if (end < to && (text.charCodeAt(end) & 0xfc00) === 0xdc00) end--; // not between two surrogates
  const byteCount = writeBytes(encoder.text, text, from, end);
  encoder.text.bytes[byteCount] = END_BYTE;
  let pieceCount = encoder.preTokenizer(encoder.text, 0, byteCount, encoder.ends);
  if (end < to || !isEnd) pieceCount = settledCount(encoder.text.bytes, encoder.ends, pieceCount, byteCount);
  if (pieceCount === 0 && end < to) return -1;
  if (length > blockLength) pieceCount = Math.min(pieceCount, 1);
  encoder.pieceCount = pieceCount;
  encoder.byteCount = pieceCount === 0 ? 0 : encoder.ends[pieceCount - 1]!;
  return end - from - unitsBetween(encoder.text.bytes, encoder.byteCount, byteCount);
}

/** Gives back scratch memory that a huge piece needed. */
export function releaseMemory(encoder: Encoder): void {
  if (encoder.text.bytes.length > keptLength) detachBytes(encoder.text);
  if (encoder.ids.length > keptLength) encoder.ids = new Int32Array(blockLength * 3 + 4);
}

/** Writes the ids of the pieces that `ends` lists. This loop is where the time goes: the two tables are probed here in place. @returns how many */
function encodePieces(encoder: Encoder, pieceCount: number): number {
  const { pieces, ends, ids } = encoder;
  const { view } = encoder.text;
  const { cells } = pieces;
  const shortWords = pieces.short.words;
  const shortShift = pieces.short.shift;
  const shortMask = shortWords.length - 1;
  const mediumWords = pieces.medium.words;
  const mediumShift = pieces.medium.shift;
  const mediumMask = mediumWords.length - 1;
  let from = 0;
  let count = 0;
  for (let i = 0; i < pieceCount; i++) {
    const to = ends[i]!;
    const length = to - from;
    let value: number;
    if (length <= shortLength) {
      const first = view.getInt32(from, true) & firstMask[length]!;
      const second = view.getInt32(from + 4, true) & secondMask[length]!;
      let slot = ((Math.imul(first, factor0) + Math.imul(second, factor1)) >>> shortShift) << 2;
      for (;;) {
        const slotLength = shortWords[slot + 2]!;
        if (shortWords[slot] === first && shortWords[slot + 1] === second && slotLength === length) {
          value = shortWords[slot + 3]!;
          break;
        }
        if (slotLength === 0) {
          value = missing;
          break;
        }
        slot = (slot + 4) & shortMask;
      }
    } else if (length <= mediumLength) {
      const first = view.getInt32(from, true);
      const second = view.getInt32(from + 4, true);
      const third = view.getInt32(from + 8, true) & firstMask[length - 8]!;
      const fourth = view.getInt32(from + 12, true) & secondMask[length - 8]!;
      const hash = Math.imul(first, factor0) + Math.imul(second, factor1) + Math.imul(third, factor2) + Math.imul(fourth, factor3);
      let slot = (hash >>> mediumShift) << 3;
      for (;;) {
        const slotLength = mediumWords[slot + 4]!;
        if (
          mediumWords[slot] === first &&
          mediumWords[slot + 1] === second &&
          mediumWords[slot + 2] === third &&
          mediumWords[slot + 3] === fourth &&
          slotLength === length
        ) {
          value = mediumWords[slot + 5]!;
          break;
        }
        if (slotLength === 0) {
          value = missing;
          break;
        }
        slot = (slot + 8) & mediumMask;
      }
    } else value = longValue(pieces, view, from, length);
    if (value >= 0) ids[count++] = value;
    else if (value !== missing) {
      const cell = ~value;
      const idCount = cells[cell]!;
      // four at once, whatever their number: no processor can guess where so short a loop ends
      ids[count] = cells[cell + 1]!;
      ids[count + 1] = cells[cell + 2]!;
      ids[count + 2] = cells[cell + 3]!;
      ids[count + 3] = cells[cell + 4]!;
      for (let j = 4; j < idCount; j++) ids[count + j] = cells[cell + 1 + j]!;
      count += idCount;
    } else count = encodeNewPiece(encoder, from, to, count);
    from = to;
  }
  return count;
}

/** A piece that is not known yet: merged, then remembered. */
function encodeNewPiece(encoder: Encoder, from: number, to: number, count: number): number {
  const { ids, text, pieces } = encoder;
  const end = mergePiece(encoder.merger, text.bytes, from, to, ids, count);
  if (end === count + 1) {
    addToken(pieces, text.view, from, to - from, ids[count]!);
    return end;
  }
  for (let i = count + 1; i < end; i++) ids[i] = ids[i]! | continues;
  if (!addPiece(pieces, text.view, from, to - from, ids, count, end) && !forgetPieces(pieces)) {
    encoder.knownPieces = 0;
    learnPieces(encoder, encoder.tables.mergeableCount); // from now on they stay
  }
  return end;
}

/** The id of the token with exactly these bytes, −1 if there is none. */
export function findToken(encoder: Encoder, bytes: Uint8Array): number {
  if (bytes.length === 0 || bytes.length > longestKept) return -1;
  const ids = new Int32Array(bytes.length);
  return mergePiece(encoder.merger, bytes, 0, bytes.length, ids, 0) === 1 ? ids[0]! : -1; // merging finds every token
}
