/** The inner machine of an encoding: a block of text → pieces → ids. A block is as much text as is worth one call, and ends where what follows it
 *  can't change what it holds. Its results are there until the next block. */
import { lastBoundary } from "../normalizer.ts";
import type { NormalizedText, Normalizer } from "../normalizer.ts";
import { END_BYTE } from "../pattern/characterClass.ts";
import type { Pattern } from "../pattern/pattern.ts";
import { settledCount } from "../pattern/lookAhead.ts";
import { Core, hasCore } from "./core.ts";
import { expandBeginnings } from "./beginnings.ts";
import type { Beginnings } from "./beginnings.ts";
import type { BlockSizes, PieceEncoder } from "./pieceEncoder.ts";
import { PlainPieces } from "./plainPieces.ts";
import { rankTablesOf } from "./rankTables.ts";
import { lastCut, writeNormalized } from "./normalizedBlock.ts";
import type { RankTables } from "./rankTables.ts";
import type { TokenLayout, TokenTables } from "./tokenTables.ts";

export { continues, idMask } from "./pieceEncoder.ts";

export interface Encoder {
  readonly pattern: Pattern;
  /** What is merged, in the order of the merges. */
  readonly tables: TokenTables;
  /** The tokens by the ids that are given out: `tables` itself, or other ids than the order of the merges. */
  readonly tokens: TokenLayout;
  /** What a file asks for beyond merging; undefined for built-in encodings. */
  readonly given: GivenByFile | undefined;
  readonly pieces: PieceEncoder;
  /** The ids of the block, with `continues`, and the ends of its pieces in bytes. */
  ids: Int32Array;
  ends: Int32Array;
  pieceCount: number;
  idCount: number;
  byteCount: number;
  /** How the block was normalized; undefined when that changed nothing. */
  normalized: NormalizedText | undefined;
}

export interface GivenByFile {
  readonly tokens: TokenLayout;
  readonly ranks: RankTables;
  readonly normalizer: Normalizer | undefined;
  /** The id of each rank; −1 for the beginning of a character. */
  readonly idOfRank: Int32Array;
  /** Ranks from here on are merges; before them are bytes, and where characters are merged, these and their beginnings. */
  readonly firstMerge: number;
  readonly beginnings: Beginnings;
}

/** Code units of a document's block, as a rule. Pieces that cross its end belong to the next one. */
export const blockLength = 8192;
/** Code units that are encoded at a time where nobody waits: what the memory has room for. */
const longBlock = 1 << 18;
/** A piece of more bytes is merged in steps where others wait. */
export const hugePiece = 65_536;
/** Merges, then tokens, taken in per step. */
const perStep = 8192;
/** Texts from here on, in code units, are worth taking in more of the vocabulary: half a token per code unit. */
const leastLearning = 1024;

/** An encoder that is ready at once: its tables are filled by the first long texts, or by `fillEncoderSteps`. */
export function createEncoder(tables: TokenTables, pattern: Pattern, sizes?: BlockSizes, given?: GivenByFile): Encoder {
  const ranks = given?.ranks ?? rankTablesOf(tables.merges);
  const pieces = hasCore() ? Core.create(ranks, sizes) : new PlainPieces(ranks);
  const classes = given?.normalizer?.quickCheck?.classes();
  if (classes !== undefined) pieces.watch(classes);
  const { ids, pieceEnds } = pieces;
  const sizesOfBlock = { pieceCount: 0, idCount: 0, byteCount: 0, normalized: undefined };
  return { pattern, tables, tokens: given?.tokens ?? tables, given, pieces, ids, ends: pieceEnds, ...sizesOfBlock };
}

/** Fills the tables that merging needs, in steps of a few milliseconds. */
export function* fillMergesSteps({ pieces }: Encoder): Generator<void, void> {
  while (!pieces.fillTables(perStep)) yield;
}

/** Fills all tables, in steps of a few milliseconds; yields how much is done, 0 … 1. */
export function* fillEncoderSteps({ pieces, tables }: Encoder): Generator<number, void> {
  while (!pieces.fillTables(perStep)) yield 0.2;
  while (!pieces.learn(perStep)) yield 0.4 + 0.6 * (pieces.learned / tables.mergeableCount);
}

/** Encodes a block of text[from, to), which holds no special tokens (or they are text): all of it, or as much as does not depend on what
 *  follows the block. A piece longer than a block comes alone.
 *  @param isEnd whether the pattern sees the end of the text at `to`; otherwise more may follow there
 *  @param isStart whether nothing, or a special token, stands before `from`
 *  @returns how many code units the block has; 0 if from = to, or if nothing is settled before `to` and more follows */
export function encodeBlock(encoder: Encoder, text: string, from: number, to: number, isEnd = true, isStart = false): number {
  for (let length = blockLength; ; length *= 2) {
    const scanned = tryScanBlock(encoder, text, from, to, isEnd, length, isStart);
    if (scanned < 0) continue;
    encodeScanned(encoder, scanned);
    return scanned;
  }
}

/** As `encodeBlock`, for blocks as long as memory has room for. */
export function encodeLongBlock(encoder: Encoder, text: string, from: number, to: number, isStart: boolean): number {
  const { pieces, pattern, given } = encoder;
  if (pattern.name === undefined) return encodeBlock(encoder, text, from, to, true, isStart);
  if (to - from >= leastLearning) pieces.learn((to - from) >> 1);
  const normalizer = given?.normalizer;
  for (let length = longBlock; ; length *= 2) {
    let end = blockEnd(text, from, to, length);
    if (normalizer !== undefined && end < to) end = lastBoundary(normalizer, text, from, end);
    const { byteCount, normalized } = writeNormalized(pieces, normalizer, text, from, end, isStart);
    encoder.normalized = normalized;
    if (normalized !== undefined) {
      // Where its pieces end is to be known, which the core forgets where it splits and looks up some at a time.
      const scanned = tryScanBlock(encoder, text, from, to, true, length, isStart, false);
      if (scanned < 0) continue;
      encodeScanned(encoder, scanned);
      return scanned;
    }
    encoder.idCount = pieces.encode(pattern.name, byteCount, end === to, byteCount !== end - from);
    takeCounts(encoder);
    if (encoder.pieceCount === 0 && end < to) continue;
    const taken = end - from - pieces.countUnits(pieces.byteCount, byteCount);
    if (given !== undefined) encoder.idCount = expandBeginnings(given.beginnings, encoder);
    return taken;
  }
}

/** Whether blocks of bytes are encoded as they are: nothing normalizes them, and the core knows the pattern. */
export const takesBytes = ({ given, pattern }: Encoder): boolean => given === undefined && pattern.name !== undefined;

/** As `encodeLongBlock`, of UTF-8 bytes [from, to) under a pattern that the core knows: see `takesBytes`. @returns how many bytes */
export function encodeLongBytes(encoder: Encoder, bytes: Uint8Array, from: number, to: number): number {
  const { pieces, pattern } = encoder;
  if (to - from >= leastLearning) pieces.learn((to - from) >> 1);
  for (let length = longBlock; ; length *= 2) {
    let end = Math.min(to, from + length);
    while (end < to && end > from && (bytes[end]! & 0xc0) === 0x80) end--; // not inside of a character
    pieces.reserve(end - from);
    pieces.text.set(bytes.subarray(from, end));
    encoder.idCount = pieces.encode(pattern.name!, end - from, end === to, true); // the caller asked takesBytes
    takeCounts(encoder);
    if (encoder.pieceCount > 0 || end === to) return encoder.byteCount;
  }
}

/** The first half of `encodeBlock`: fills `ends`, `pieceCount` and `byteCount`, reading at most `length` code units.
 *  @param takesFirst whether it takes the first piece alone: a longer block is read for its sake
 *  @returns how many code units the block has; −1 if the first piece needs more */
export function tryScanBlock(
  encoder: Encoder,
  text: string,
  from: number,
  to: number,
  isEnd: boolean,
  length: number,
  isStart: boolean,
  takesFirst = length > blockLength,
): number {
  const { pieces, pattern, given } = encoder;
  let end = blockEnd(text, from, to, length);
  const canRead = end < to; // a longer block, where this one settles nothing
  const normalizer = given?.normalizer;
  if (normalizer !== undefined && (canRead || !isEnd)) end = lastBoundary(normalizer, text, from, end);
  if (end === from && from < to) return noBlock(encoder, canRead);
  const { byteCount, normalized } = writeNormalized(pieces, normalizer, text, from, end, isStart);
  encoder.normalized = normalized;
  let pieceCount = pattern.name === undefined ? scanWith(encoder, byteCount) : pieces.split(pattern.name, byteCount);
  encoder.ends = pieces.pieceEnds;
  if (canRead || !isEnd) pieceCount = settledCount(pattern, pieces.text, encoder.ends, pieceCount, byteCount);
  if (pieceCount === 0 && canRead) return -1;
  if (normalized !== undefined) {
    const cut = lastCut(pieces.text, encoder.ends, normalized, pieceCount, takesFirst);
    if (cut.pieceCount === 0) return noBlock(encoder, canRead);
    encoder.pieceCount = cut.pieceCount;
    encoder.byteCount = encoder.ends[cut.pieceCount - 1]!;
    return cut.place;
  }
  if (takesFirst) pieceCount = Math.min(pieceCount, 1);
  encoder.pieceCount = pieceCount;
  encoder.byteCount = pieceCount === 0 ? 0 : encoder.ends[pieceCount - 1]!;
  return end - from - pieces.countUnits(encoder.byteCount, byteCount);
}

/** The second half of `encodeBlock`: the ids of the pieces that were scanned, `length` code units. */
export function encodeScanned(encoder: Encoder, length: number): void {
  if (length >= leastLearning) encoder.pieces.learn(length >> 1);
  encoder.idCount = encoder.pieces.encodePieces(encoder.pieceCount);
  takeCounts(encoder);
  const { given } = encoder;
  if (given !== undefined) encoder.idCount = expandBeginnings(given.beginnings, encoder);
}

/** Splits with a pattern that the core does not know. */
function scanWith({ pieces, pattern }: Encoder, byteCount: number): number {
  const { text, pieceEnds } = pieces;
  text[byteCount] = END_BYTE;
  const view = new DataView(text.buffer, text.byteOffset, text.byteLength);
  return pattern.scan({ bytes: text, view }, 0, byteCount, pieceEnds);
}

/** A block of nothing. @param needsMore whether a longer one can be read */
function noBlock(encoder: Encoder, needsMore: boolean): number {
  encoder.normalized = undefined;
  encoder.pieceCount = 0;
  encoder.byteCount = 0;
  return needsMore ? -1 : 0;
}

/** Gives back memory that a huge text needed. */
export function releaseMemory(encoder: Encoder): void {
  encoder.pieces.release();
  encoder.ids = encoder.pieces.ids;
  encoder.ends = encoder.pieces.pieceEnds;
}

/** The id of the token with exactly these bytes, −1 if there is none: merging finds every token. */
export function findToken(encoder: Encoder, bytes: Uint8Array): number {
  const { pieces } = encoder;
  if (bytes.length === 0 || bytes.length > longestToken) return -1;
  pieces.text.set(bytes);
  pieces.pieceEnds[0] = bytes.length;
  return pieces.encodePieces(1) === 1 ? pieces.ids[0]! : -1;
}
/** Bytes; there is room for as many in every block. */
const longestToken = 4096;

/** The end of a block: not between two surrogates. */
function blockEnd(text: string, from: number, to: number, length: number): number {
  const end = Math.min(to, from + length);
  return end < to && (text.charCodeAt(end) & 0xfc00) === 0xdc00 ? end - 1 : end;
}

function takeCounts(encoder: Encoder): void {
  const { pieces } = encoder;
  encoder.ids = pieces.ids;
  encoder.ends = pieces.pieceEnds;
  encoder.byteCount = pieces.byteCount;
  encoder.pieceCount = pieces.pieceCount;
}
