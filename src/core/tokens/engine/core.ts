/** The WebAssembly core from JavaScript's side: one module and one memory for each encoding. It takes UTF-8, gives ids, and knows nothing of special
 *  tokens, documents or files.
 *
 *  The algorithm is described in assembly/engine.ts. Here are the laws of its memory: a view is made anew whenever the memory has grown; a block
 *  never has more bytes than `capacity`; texts that needed more give it back (`release`). */
import { characterClasses, END_BYTE } from "../pattern/characterClass.ts";
import type { PatternName } from "../pattern/patterns.ts";
import type { RankTables } from "./rankTables.ts";
import engineBytes from "./assembly/engine.wasm";

/** Set in an id that continues the piece of the id before it. */
export const continues = 1 << 30;
export const idMask = continues - 1;

/** What `pair` gives where two ranks never merge: more than any rank. */
export const neverMerge = 0x3ffffff;

/** Bytes of a block that there is always room for: a call has a fixed cost, and what is longer does not stay in the processor's caches. */
export const usualCapacity = 768 * 1024;
/** 64 bytes each: how much of a block is split, then looked up, at a time. */
const usualWords = 64;
/** Tokens taken in per step of `learnSteps`. */
export const tokensPerStep = 8192;
const wordMargin = 128;

const patterns: readonly PatternName[] = ["gpt2", "cl100k", "o200k"];

type Call = (a: number, b: number, c: number, d: number) => number;
interface Exports {
  readonly setUp: Call;
  readonly checkMerges: Call;
  readonly takeMerges: Call;
  readonly setCapacity: Call;
  readonly learn: Call;
  readonly encode: Call;
  readonly splitText: Call;
  readonly encodePieces: Call;
  readonly strip: Call;
  readonly findEnds: Call;
  readonly countUnits: Call;
  readonly mergeOn: Call;
  readonly pair: Call;
  readonly apart: Call;
  readonly forget: Call;
}

let compiled: object | undefined;

/** Whether WebAssembly SIMD can run here: it is compiled on first use. */
export function hasCore(): boolean {
  try {
    compiled ??= new WebAssembly.Module(engineBytes);
    return true;
  } catch {
    return false; // no WebAssembly, no SIMD, or a content policy that forbids it
  }
}

export interface CoreOptions {
  /** For tests: 64 bytes each, see `usualWords`. */
  readonly words?: number;
  /** For tests: bytes of a block. */
  readonly capacity?: number;
}

export class Core {
  readonly #memory: WebAssembly.Memory;
  readonly #calls: Exports;
  readonly #tables: RankTables;
  readonly #words: number;
  readonly #usualCapacity: number;
  #capacity = 0;
  #learned = 0;
  #hasClasses = false;
  #header: Int32Array;
  /** The block's text, with room for `capacity` bytes and some. */
  text!: Uint8Array; // #layOut sets these five
  /** The block's ids, with `continues`. */
  ids!: Int32Array;
  /** The ends of its pieces, in bytes. */
  pieceEnds!: Int32Array;
  /** The ends of its tokens, filled by `findEnds`. */
  byteEnds!: Int32Array;
  unitEnds!: Int32Array;
  /** What the last call encoded. */
  byteCount = 0;
  pieceCount = 0;

  private constructor(memory: WebAssembly.Memory, calls: Exports, header: Int32Array, tables: RankTables, options: CoreOptions) {
    this.#memory = memory;
    this.#calls = calls;
    this.#header = header;
    this.#tables = tables;
    this.#words = options.words ?? usualWords;
    this.#usualCapacity = options.capacity ?? usualCapacity;
    this.#layOut(this.#usualCapacity);
  }

  /** A core that is ready at once; yields how many ranks are in. @throws RangeError when the merges are not what `RankTables` says */
  static *create(tables: RankTables, options: CoreOptions = {}): Generator<number, Core> {
    if (!hasCore()) throw new Error("WebAssembly SIMD does not run here."); // callers have asked
    const { left, right, idOfRank, idCount } = tables;
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 0x10000 });
    const calls = new WebAssembly.Instance(compiled!, { env: { memory } }).exports as Exports; // as engine.ts has them; hasCore compiled it
    const address = calls.setUp(left.length, idCount, slotBits(left.length), 0);
    if (address === 0) throw noRoom();
    const header = new Int32Array(memory.buffer, address, headerLength);
    new Int32Array(memory.buffer, header[2], left.length).set(left);
    new Int32Array(memory.buffer, header[3], right.length).set(right);
    new Int32Array(memory.buffer, header[4], idOfRank.length).set(idOfRank);
    if (calls.checkMerges(0, 0, 0, 0) === 0) {
      throw new RangeError(
        "The merges are not in order: each must join two tokens that are there before it. Use a tokenizer file that is whole.",
      );
    }
    for (let rank = 256; rank < left.length || rank === 256; rank += tokensPerStep) {
      calls.takeMerges(rank, Math.min(left.length, rank + tokensPerStep), 0, 0);
      yield rank;
    }
    return new Core(memory, calls, new Int32Array(memory.buffer, address, headerLength), tables, options);
  }

  /** Bytes that a block may have now. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Makes room for so many bytes; what the block held is lost. @throws RangeError when there is none */
  reserve(bytes: number): void {
    if (bytes > this.#capacity) this.#layOut(Math.max(bytes, Math.min(this.#capacity * 2, mostBytes)));
  }

  #layOut(capacity: number): void {
    if (capacity > mostBytes) throw noRoom();
    const address = this.#calls.setCapacity(capacity, 0, 0, 0);
    if (address === 0) throw noRoom();
    this.#capacity = capacity;
    const { buffer } = this.#memory;
    this.#header = new Int32Array(buffer, address, headerLength);
    const header = this.#header;
    this.text = new Uint8Array(buffer, header[6], capacity + wordMargin);
    const length = capacity + wordMargin / 4;
    this.ids = new Int32Array(buffer, header[7], length);
    this.pieceEnds = new Int32Array(buffer, header[8], length);
    this.byteEnds = new Int32Array(buffer, header[9], length);
    this.unitEnds = new Int32Array(buffer, header[10], length);
  }

  /** Encodes the first `byteCount` bytes of `text` by a pattern, or as much of them as does not depend on what follows.
   *  @param isEnd whether the pattern sees the end of the text there  @param isWide whether there are characters beyond ASCII
   *  @returns how many ids; `byteCount` and `pieceCount` say what they cover */
  encode(pattern: PatternName, byteCount: number, isEnd: boolean, isWide: boolean): number {
    if (isWide && !this.#hasClasses) this.#loadClasses();
    this.text[byteCount] = END_BYTE;
    const count = this.#calls.encode(patterns.indexOf(pattern), byteCount, isEnd ? 1 : 0, this.#words);
    if (count < 0) throw tooLong();
    this.byteCount = this.#header[0]!;
    this.pieceCount = this.#header[1]!;
    return count;
  }

  /** Encodes pieces that were found elsewhere: of the text's first bytes, up to their last end. @param count how many ends are in `pieceEnds`
   *  @returns how many ids */
  encodePieces(count: number): number {
    this.byteCount = count === 0 ? 0 : this.pieceEnds[count - 1]!;
    this.pieceCount = count;
    const idCount = this.#calls.encodePieces(count, 0, 0, 0);
    if (idCount < 0) throw tooLong();
    return idCount;
  }

  /** Splits the first `byteCount` bytes of `text`. @returns how many ends are in `pieceEnds` */
  split(pattern: PatternName, byteCount: number): number {
    if (!this.#hasClasses) this.#loadClasses();
    this.text[byteCount] = END_BYTE;
    return this.#calls.splitText(patterns.indexOf(pattern), byteCount, 0, 0);
  }

  /** Takes `continues` off the first ids. */
  strip(idCount: number): void {
    this.#calls.strip(idCount, 0, 0, 0);
  }

  /** Fills `byteEnds`, and if the text has characters beyond ASCII `unitEnds`, for the first ids of the block. */
  findEnds(idCount: number, isWide: boolean): void {
    this.#calls.findEnds(idCount, isWide ? 1 : 0, 0, 0);
  }

  /** Code units of text[from, to). */
  countUnits(from: number, to: number): number {
    return this.#calls.countUnits(from, to, 0, 0);
  }

  /** Merges the first `to` bytes of the text as one piece, given that its first `done` bytes are the first `count` of `ids`, which are ranks
   *  here. @param fromStart whether the piece begins where the text does  @returns how many ranks there are; −1 if too few were given to go back */
  mergeOn(done: number, to: number, count: number, fromStart: boolean): number {
    const ranks = this.#calls.mergeOn(done, to, count, fromStart ? 1 : 0);
    if (ranks === -2) throw tooLong();
    return ranks;
  }

  /** The rank that two adjacent ranks merge to; `neverMerge` if they never do. */
  pair(left: number, right: number): number {
    return this.#calls.pair(left, right, 0, 0);
  }

  /** Whether two adjacent ranks stay as they are when their bytes are merged together. */
  stayApart(left: number, right: number): boolean {
    return this.#calls.apart(left, right, 0, 0) === 1;
  }

  get rankCount(): number {
    return this.#tables.left.length;
  }

  get learned(): number {
    return this.#learned;
  }

  /** Makes the next tokens found without merging. @returns whether all are */
  learn(count: number): boolean {
    const to = Math.min(this.rankCount, this.#learned + count);
    if (to > this.#learned) this.#calls.learn(this.#learned, to, this.#tables.mayBeUnreachable ? 1 : 0, 0);
    this.#learned = to;
    return to === this.rankCount;
  }

  #loadClasses(): void {
    new Uint8Array(this.#memory.buffer, this.#header[5], characterClasses().ofCode.length).set(characterClasses().ofCode);
    this.#hasClasses = true;
  }
}

const headerLength = 64;
/** Ids take four times as much, and all of it must lie in 4 GB. */
const mostBytes = 180_000_000;

const noRoom = (): RangeError => new RangeError("There is no memory left for this text. Close other documents, or encode it in parts.");
const tooLong = (): RangeError => new RangeError("A piece of this text is too long for the merges of this tokenizer. Encode it in parts.");

/** log2 of the slots for pieces: about as many as there are tokens. */
function slotBits(rankCount: number): number {
  let bits = 12;
  while (bits < 17 && 1 << bits < rankCount) bits++;
  return bits;
}
