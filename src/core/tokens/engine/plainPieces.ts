/** The plain algorithm in the core's place, where WebAssembly SIMD does not run: the same ids, some hundred times slower. */
import { unitsBetween, writeUtf8 } from "./utf8.ts";
import { addSums, checkSums } from "../vocabularyFile.ts";
import { characterWidth, END_BYTE } from "../pattern/characterClass.ts";
import { MAY_CHANGE, MAY_MOVE, placeInClasses } from "../normalizer.ts";
import { codeAt, settledCount } from "../pattern/lookAhead.ts";
import { patternOf } from "../pattern/patterns.ts";
import type { PatternName } from "../pattern/patterns.ts";
import { plainEncode } from "../plainEncode.ts";
import type { PairRank } from "../plainEncode.ts";
import { binaryText } from "../binaryText.ts";
import { continues, idMask, neverMerge } from "./pieceEncoder.ts";
import type { PieceEncoder } from "./pieceEncoder.ts";
import { givenRanks, idOf, partsOf } from "./rankTables.ts";
import type { RankTables } from "./rankTables.ts";

const usualCapacity = 1 << 16;
/** More than what the scanners read past the end of a text. */
const margin = 128;

export class PlainPieces implements PieceEncoder {
  readonly #tables: RankTables;
  readonly #lengths: Int32Array; // by rank
  readonly #lengthOfId: Int32Array;
  readonly #rankOf: PairRank;
  readonly learned: number;
  /** Tokens that merging does not give, by their bytes. */
  readonly #given = new Map<string, number>();
  #classes: Uint8Array = new Uint8Array(0);
  capacity = 0;
  text = new Uint8Array(0);
  ids = new Int32Array(0);
  pieceEnds = new Int32Array(0);
  byteEnds = new Int32Array(0);
  unitEnds = new Int32Array(0);
  byteCount = 0;
  pieceCount = 0;

  constructor(tables: RankTables) {
    const { rankCount, idCount, packed } = tables;
    if (packed !== undefined) checkSums(packed, addSums(packed.before, packed.bytes));
    const pairs = new Map<number, number>();
    this.#tables = tables;
    this.#lengths = new Int32Array(rankCount).fill(1, 0, 256);
    this.#lengthOfId = new Int32Array(idCount);
    for (let rank = 0; rank < rankCount; rank++) {
      const parts = partsOf(tables, rank);
      if (parts !== undefined) {
        pairs.set(keyOf(...parts), rank);
        this.#lengths[rank] = this.#lengths[parts[0]]! + this.#lengths[parts[1]]!;
      }
      this.#lengthOfId[idOf(tables, rank)] = this.#lengths[rank]!;
    }
    for (const [rank, end] of givenRanks(tables)) {
      const length = tables.merges.right[rank]!;
      this.#lengthOfId[idOf(tables, rank)] = length;
      this.#given.set(binaryText(tables.givenBytes.subarray(end - length, end)), rank);
    }
    this.#rankOf = (a, b) => pairs.get(keyOf(a, b));
    this.learned = rankCount;
    this.#layOut(usualCapacity);
  }

  #layOut(capacity: number): void {
    this.capacity = capacity;
    this.text = new Uint8Array(capacity + margin);
    this.ids = new Int32Array(capacity + 1);
    this.pieceEnds = new Int32Array(capacity + 1);
    this.byteEnds = new Int32Array(capacity + 1);
    this.unitEnds = new Int32Array(capacity + 1);
  }

  reserve(bytes: number): void {
    if (bytes > this.capacity) this.#layOut(bytes);
  }

  release(): void {
    if (this.capacity > usualCapacity) this.#layOut(usualCapacity);
  }

  write(text: string, from: number, to: number): number {
    this.reserve((to - from) * 3);
    return writeUtf8(this.text, text, from, to);
  }

  split(pattern: PatternName, byteCount: number): number {
    this.text[byteCount] = END_BYTE;
    const { buffer } = this.text;
    return patternOf(pattern).scan({ bytes: this.text, view: new DataView(buffer) }, 0, byteCount, this.pieceEnds);
  }

  encode(pattern: PatternName, byteCount: number, isEnd: boolean): number {
    const count = this.split(pattern, byteCount);
    return this.encodePieces(isEnd ? count : settledCount(patternOf(pattern), this.text, this.pieceEnds, count, byteCount));
  }

  encodePieces(count: number): number {
    let from = 0;
    let idCount = 0;
    for (const end of this.pieceEnds.subarray(0, count)) {
      const piece = this.text.subarray(from, end);
      const given = this.#given.size === 0 ? undefined : this.#given.get(binaryText(piece));
      const ranks = given === undefined ? plainEncode(piece, this.#rankOf) : [given];
      for (const [i, rank] of ranks.entries()) this.ids[idCount++] = idOf(this.#tables, rank) | (i === 0 ? 0 : continues);
      from = end;
    }
    this.byteCount = from;
    this.pieceCount = count;
    return idCount;
  }

  strip(idCount: number): void {
    for (let i = 0; i < idCount; i++) this.ids[i] = this.ids[i]! & idMask;
  }

  findEnds(idCount: number): void {
    let byte = 0;
    let boundary = 0; // the last character boundary at or before `byte`
    let units = 0; // code units up to there
    for (let i = 0; i < idCount; i++) {
      byte += this.#lengthOfId[this.ids[i]! & idMask]!;
      let at = byte;
      while (at < this.byteCount && (this.text[at]! & 0xc0) === 0x80) at--;
      units += unitsBetween(this.text, boundary, at);
      boundary = at;
      this.byteEnds[i] = byte;
      this.unitEnds[i] = units;
    }
  }

  countUnits(from: number, to: number): number {
    return unitsBetween(this.text, from, to);
  }

  watch(classes: Uint8Array): void {
    this.#classes = classes;
  }

  findUnsettled(from: number, to: number): number {
    let movableEnd = from;
    for (let at = from; at < to; at++) {
      if ((this.text[at]! & 0xc0) === 0x80) continue;
      const found = this.#classes[placeInClasses(codeAt(this.text, at))] ?? 0;
      if (found === MAY_CHANGE || (found === MAY_MOVE && at === movableEnd)) return at;
      if (found === MAY_MOVE) movableEnd = at + characterWidth(this.text[at]!);
    }
    return to;
  }

  fillTables(): boolean {
    return true;
  }

  learn(): boolean {
    return true;
  }

  pair(left: number, right: number): number {
    return this.#rankOf(left, right) ?? neverMerge;
  }

  mergeOn(_done: number, to: number, _count: number, fromStart: boolean): number {
    if (!fromStart) return -1; // without knowing what may be kept, all of the piece is merged again
    const ranks = plainEncode(this.text.subarray(0, to), this.#rankOf);
    this.ids.set(ranks);
    return ranks.length;
  }

  stayApart(left: number, right: number): boolean {
    const bytes = [...this.#bytesOf(left), ...this.#bytesOf(right)];
    const ranks = plainEncode(Uint8Array.from(bytes), this.#rankOf);
    return ranks.length === 2 && ranks[0] === left && ranks[1] === right;
  }

  #bytesOf(rank: number): number[] {
    return partsOf(this.#tables, rank)?.flatMap((part) => this.#bytesOf(part)) ?? [rank];
  }
}

/** Ranks are below 2²¹. */
const keyOf = (left: number, right: number): number => left * 0x200000 + right;
