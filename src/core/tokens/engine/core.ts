/** The WebAssembly core from JavaScript's side: one module and one memory for each encoding. It takes UTF-8, gives ids, and knows nothing of special
 *  tokens, documents or files.
 *
 *  The algorithm is described in assembly/engine.ts. Here are the laws of its memory: a view is made anew whenever the memory has grown; a block
 *  never has more bytes than `capacity`; texts that needed more give it back (`release`). */
import { rangeError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { END_BYTE, fillClasses, planes } from "../pattern/characterClass.ts";
import type { PatternName } from "../pattern/patterns.ts";
import { nodeBuffer } from "./nodeBuffer.ts";
import type { BlockSizes, PieceEncoder } from "./pieceEncoder.ts";
import type { RankTables } from "./rankTables.ts";
import { checkSums } from "../vocabularyFile.ts";
import { writeUtf8 } from "./utf8.ts";
import engineBytes from "./assembly/engine.wasm";

/** Bytes of a block that there is always room for: 2¹⁸ code units, whatever they are. */
const usualCapacity = 768 * 1024;
/** A block that had more is not kept. */
const keptCapacity = 8 * usualCapacity;
/** 64 bytes each: how much of a block is split, then looked up, at a time. */
const usualWords = 64;
/** Bytes after the text, and entries after the lists, that may be written: `guard` in assembly/memory.ts. */
const margin = 128;

/** By the numbers that assembly/characters.ts gives them. */
const patterns: readonly PatternName[] = ["gpt2", "cl100k", "o200k", "qwen2", "tekken"];

type Call = (a: number, b: number, c: number, d: number) => number;
interface Exports {
  readonly setUp: Call;
  readonly takeFile: Call;
  readonly takeMerges: Call;
  readonly fillTables: Call;
  readonly setCapacity: Call;
  readonly learn: Call;
  readonly takeUnits: Call;
  readonly encode: Call;
  readonly splitText: Call;
  readonly encodePieces: Call;
  readonly strip: Call;
  readonly findEnds: Call;
  readonly countUnits: Call;
  readonly unsettled: Call;
  readonly mergeOn: Call;
  readonly pair: Call;
  readonly apart: Call;
  readonly adopt: Call;
}

let compiled: object | undefined;

/** @throws where there is no WebAssembly, or none with SIMD, or a content policy forbids it */
function moduleOf(): object {
  return (compiled ??= new WebAssembly.Module(engineBytes));
}

/** Whether the core can run here. */
export function hasCore(): boolean {
  try {
    moduleOf();
    return true;
  } catch {
    return false;
  }
}

interface Machine {
  readonly memory: WebAssembly.Memory;
  readonly calls: Exports;
  /** Where the core tells addresses and results. */
  readonly header: number;
}

function start({ rankCount, idCount, idOfRank }: RankTables): Machine {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 0x10000 });
  const calls = new WebAssembly.Instance(moduleOf(), { env: { memory } }).exports as Exports; // what engine.ts exports
  const header = calls.setUp(rankCount, idCount, slotBits(rankCount), idOfRank.length);
  if (header === 0) throw noRoom();
  return { memory, calls, header };
}

export class Core implements PieceEncoder {
  readonly #tables: RankTables;
  readonly #words: number;
  readonly #usualCapacity: number;
  #machine: Machine;
  #capacity = 0;
  #learned = 0;
  #hasClasses = false;
  text!: Uint8Array; // #layOut sets these six
  ids!: Int32Array;
  pieceEnds!: Int32Array;
  byteEnds!: Int32Array;
  unitEnds!: Int32Array;
  #header!: Uint32Array;
  byteCount = 0;
  pieceCount = 0;

  private constructor(machine: Machine, tables: RankTables, sizes: BlockSizes) {
    this.#machine = machine;
    this.#tables = tables;
    this.#words = sizes.words ?? usualWords;
    this.#usualCapacity = sizes.capacity ?? usualCapacity;
    this.#layOut(this.#usualCapacity);
  }

  /** A core that is ready at once. @throws RangeError when the merges are not what `RankTables` says */
  static create(tables: RankTables, sizes: BlockSizes = {}): Core {
    const { rankCount, merges, packed, idOfRank, givenBytes } = tables;
    const machine = start(tables);
    const { memory, calls, header } = machine;
    const addresses = new Uint32Array(memory.buffer, header, headerLength);
    new Int32Array(memory.buffer, addresses[4], idOfRank.length).set(idOfRank);
    if (packed === undefined) {
      new Int32Array(memory.buffer, addresses[2], rankCount).set(merges.left);
      new Int32Array(memory.buffer, addresses[3], rankCount).set(merges.right);
      if (calls.takeMerges(0, 0, 0, 0) === 0) {
        throw rangeError(
          say`The merges are not in order: each must join two tokens that are there before it. Use a tokenizer file that is whole.`,
        );
      }
      new Uint8Array(memory.buffer, new Uint32Array(memory.buffer, header, headerLength)[14]).set(givenBytes);
    } else {
      new Uint8Array(memory.buffer, addresses[11]).set(packed.bytes);
      const isTaken = calls.takeFile(packed.bytes.length, ...packed.before, 0) === 1;
      const results = new Int32Array(memory.buffer, header, headerLength);
      checkSums(packed, [results[0]!, results[1]!]);
      if (!isTaken) throw noRoom();
    }
    return new Core(machine, tables, sizes);
  }

  get capacity(): number {
    return this.#capacity;
  }

  reserve(bytes: number): void {
    if (bytes > this.#capacity) this.#layOut(Math.max(bytes, Math.min(this.#capacity * 2, mostBytes)));
  }

  /** A memory never shrinks: a new one takes over the tables. */
  release(): void {
    if (this.#capacity <= Math.max(keptCapacity, this.#usualCapacity)) return;
    this.#machine.calls.fillTables(this.#tables.rankCount, 0, 0, 0);
    const { memory, header } = this.#machine;
    const tables = new Uint8Array(memory.buffer, 0, new Uint32Array(memory.buffer, header, headerLength)[13]);
    const machine = start(this.#tables);
    if (machine.calls.adopt(tables.length, 0, 0, 0) === 0) throw noRoom();
    new Uint8Array(machine.memory.buffer).set(tables);
    this.#machine = machine;
    this.#layOut(this.#usualCapacity);
  }

  #layOut(capacity: number): void {
    if (capacity > mostBytes) throw noRoom();
    const { memory, calls, header } = this.#machine;
    if (calls.setCapacity(capacity, 0, 0, 0) === 0) throw noRoom();
    this.#capacity = capacity;
    const { buffer } = memory;
    this.#header = new Uint32Array(buffer, header, headerLength);
    const addresses = this.#header;
    const length = capacity + margin / 4;
    this.text = new Uint8Array(buffer, addresses[6], capacity + margin);
    this.ids = new Int32Array(buffer, addresses[7], length);
    this.pieceEnds = new Int32Array(buffer, addresses[8], length);
    this.byteEnds = new Int32Array(buffer, addresses[9], length);
    this.unitEnds = new Int32Array(buffer, addresses[10], length);
  }

  write(text: string, from: number, to: number): number {
    this.reserve(to - from);
    if (to - from >= leastForUnits && nodeBuffer !== undefined) {
      const { buffer, byteOffset, byteLength } = this.unitEnds;
      nodeBuffer.from(buffer, byteOffset, byteLength).write(text.slice(from, to), "utf16le");
      const written = this.#machine.calls.takeUnits(to - from, this.#capacity, 0, 0);
      if (written >= 0) return written;
    }
    const written = writeUtf8(this.text.subarray(0, this.#capacity), text, from, to);
    if (written >= 0) return written;
    this.reserve((to - from) * 3);
    return writeUtf8(this.text, text, from, to);
  }

  encode(pattern: PatternName, byteCount: number, isEnd: boolean, isWide: boolean): number {
    if (isWide && !this.#hasClasses) this.#loadClasses();
    this.text[byteCount] = END_BYTE;
    const count = this.#machine.calls.encode(patterns.indexOf(pattern), byteCount, isEnd ? 1 : 0, this.#words);
    if (count < 0) throw tooLong();
    this.byteCount = this.#header[0]!;
    this.pieceCount = this.#header[1]!;
    return count;
  }

  encodePieces(count: number): number {
    this.byteCount = count === 0 ? 0 : this.pieceEnds[count - 1]!;
    this.pieceCount = count;
    const idCount = this.#machine.calls.encodePieces(count, 0, 0, 0);
    if (idCount < 0) throw tooLong();
    return idCount;
  }

  split(pattern: PatternName, byteCount: number): number {
    if (!this.#hasClasses) this.#loadClasses();
    this.text[byteCount] = END_BYTE;
    return this.#machine.calls.splitText(patterns.indexOf(pattern), byteCount, 0, 0);
  }

  strip(idCount: number): void {
    this.#machine.calls.strip(idCount, 0, 0, 0);
  }

  findEnds(idCount: number, isWide: boolean): void {
    this.#machine.calls.findEnds(idCount, isWide ? 1 : 0, 0, 0);
  }

  countUnits(from: number, to: number): number {
    return from === to ? 0 : this.#machine.calls.countUnits(from, to, 0, 0);
  }

  watch(classes: Uint8Array): void {
    new Uint8Array(this.#machine.memory.buffer, this.#header[12], classes.length).set(classes);
  }

  findUnsettled(from: number, to: number): number {
    return this.#machine.calls.unsettled(from, to, 0, 0);
  }

  mergeOn(done: number, to: number, count: number, fromStart: boolean): number {
    const ranks = this.#machine.calls.mergeOn(done, to, count, fromStart ? 1 : 0);
    if (ranks === -2) throw tooLong();
    return ranks;
  }

  pair(left: number, right: number): number {
    return this.#machine.calls.pair(left, right, 0, 0);
  }

  stayApart(left: number, right: number): boolean {
    return this.#machine.calls.apart(left, right, 0, 0) === 1;
  }

  fillTables(count: number): boolean {
    return this.#machine.calls.fillTables(count, 0, 0, 0) === 1;
  }

  get learned(): number {
    return this.#learned;
  }

  learn(count: number): boolean {
    const all = this.#tables.rankCount;
    if (this.#learned === all) return true;
    const to = Math.min(all, this.#learned + count);
    this.#machine.calls.learn(this.#learned, to, this.#tables.mayBeUnreachable ? 1 : 0, 0);
    this.#learned = to;
    return to === all;
  }

  #loadClasses(): void {
    fillClasses(new Uint8Array(this.#machine.memory.buffer, this.#header[5], planes));
    this.#hasClasses = true;
  }
}

/** Node copies a string's units, of which the core makes UTF-8 two to five times as fast as `TextEncoder`, if V8 keeps them as two bytes each, which
 *  no one can ask for. Code units from which on that is worth a call: */
const leastForUnits = 256;
const headerLength = 64;
/** Ids take four times as much, and all of it must lie in 4 GB. */
const mostBytes = 180_000_000;

const noRoom = (): RangeError => rangeError(say`There is no memory left for this text. Close other documents, or encode it in parts.`);
const tooLong = (): RangeError => rangeError(say`A piece of this text is too long for the merges of this tokenizer. Encode it in parts.`);

/** log2 of the slots that there may be for pieces: about as many as there are tokens. */
function slotBits(rankCount: number): number {
  let bits = 12;
  while (bits < 16 && 1 << bits < rankCount) bits++;
  return bits;
}
