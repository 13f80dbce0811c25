/** Reads the compact vocabulary file that .config/vocabularies.mjs writes (its layout is described there): the merges, sorted by what they join. The
 *  mark and the length are checked here, the checksum by the core, which reads all of the file anyway. */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import { finish } from "../steps.ts";

/** The merges of a vocabulary: token `id` is left[id] and right[id] joined. Parts are ranks: 0 … 255 are the bytes, a rank from 256 on is an id,
 *  smaller than what it is merged to (checked when they are used). `noMerge` for bytes and for what is not merged. Nobody writes to the lists. */
export interface Merges {
  /** Mergeable ids: 0 … idCount − 1. */
  readonly idCount: number;
  readonly byteOfId: Uint8Array; // [256]
  readonly left: Int32Array; // [idCount]
  readonly right: Int32Array; // [idCount]
  /** Both lists as they lie in the file; undefined where there is no such file. */
  readonly packed: PackedMerges | undefined;
  /** Makes the lists in steps of a few milliseconds, where they are not there yet. */
  unpackSteps?(): Iterable<void>;
}

/** The merges sorted by `left`, then `right`, as they lie in the file after the bytes. */
export interface PackedMerges {
  readonly bytes: Uint8Array;
  /** The checksum of what stands before them in the file, and of both. */
  readonly before: Sums;
  readonly expected: Sums;
}

/** Fletcher's two sums (modulo 2³²): of 32-bit words, and of the sums so far. Bytes that are left at the end count as words. */
export type Sums = readonly [sum: number, sumOfSums: number];

const magic = 0x33565354; // "TSV3"
const headerLength = 16;
const bytesEnd = headerLength + 256;
const listsStart = bytesEnd + 8;

/** In `left` and `right`: this id is not merged from others. */
export const noMerge = -1;

/** @throws RangeError when the bytes are not a whole vocabulary file */
export function readVocabularyFile(bytes: Uint8Array): Merges {
  const file = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(); // read as words below, little endian as all platforms of the editor
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < listsStart || view.getUint32(0, true) !== magic) {
    throw rangeError(say`This is not a Tokenscope vocabulary: ${file.length} bytes without the mark "TSV3". Build the extension again.`);
  }
  const idCount = view.getUint32(4, true);
  const mergeCount = view.getUint32(bytesEnd, true);
  const least = listsStart + mergeCount * 4 + bitPlanes(idCount) * 2 * Math.ceil(mergeCount / 8) + idCount;
  if (idCount < 256 || mergeCount > idCount - 256 || file.length < least) {
    throw rangeError(
      say`The vocabulary file has ${file.length} bytes, its ${mergeCount} merges of ${idCount} ids need ${least}. Build the extension again.`,
    );
  }
  const byteOfId = file.subarray(headerLength, bytesEnd);
  return new MergesOfFile(idCount, byteOfId, {
    bytes: file.subarray(bytesEnd),
    before: addSums([0, 0], byteOfId),
    expected: [view.getInt32(8, true), view.getInt32(12, true)],
  });
}

/** Bits that an id may have from the 17th on. */
const bitPlanes = (idCount: number): number => Math.max(0, 32 - Math.clz32(idCount - 1) - 16);

/** Merges unpacked per step. */
const mergesPerStep = 8192;

interface Lists {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** The lists are unpacked when they are first asked for: the core unpacks its own, much faster. */
class MergesOfFile implements Merges {
  readonly idCount: number;
  readonly byteOfId: Uint8Array;
  readonly packed: PackedMerges;
  #lists: Lists | undefined;

  constructor(idCount: number, byteOfId: Uint8Array, packed: PackedMerges) {
    this.idCount = idCount;
    this.byteOfId = byteOfId;
    this.packed = packed;
  }

  get left(): Int32Array {
    return (this.#lists ??= finish(unpackSteps(this.idCount, this.packed.bytes))).left;
  }

  get right(): Int32Array {
    return (this.#lists ??= finish(unpackSteps(this.idCount, this.packed.bytes))).right;
  }

  *unpackSteps(): Generator<void, void> {
    if (this.#lists === undefined) this.#lists = yield* unpackSteps(this.idCount, this.packed.bytes);
  }
}

function* unpackSteps(idCount: number, bytes: Uint8Array): Generator<void, Lists> {
  const planes = bitPlanes(idCount);
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const planeLength = Math.ceil(count / 8);
  const lows = new Uint16Array(bytes.buffer, bytes.byteOffset + 8, count * 2);
  const highs = bytes.subarray(8 + count * 4);
  const valueOf = (list: 0 | 1, i: number): number => {
    let value = lows[list * count + i]!;
    for (let plane = 0; plane < planes; plane++) {
      const bits = highs[(list * planes + plane) * planeLength + (i >> 3)]!;
      value |= ((bits >> (i & 7)) & 1) << (16 + plane);
    }
    return value;
  };
  const left = new Int32Array(idCount).fill(noMerge);
  const right = left.slice();
  const counts = highs.subarray(planes * 2 * planeLength);
  for (let rank = 0, i = 0, end = 0, at = 0; i < count; rank++) {
    do end += counts[at]!;
    while (counts[at++] === 255);
    for (; i < end; i++) {
      const id = valueOf(1, i);
      left[id] = rank;
      right[id] = valueOf(0, i);
      if (i % mergesPerStep === 0) yield;
    }
  }
  return { left, right };
}

/** The sums after these bytes. The core does the same, some ten times as fast where this loop is not compiled yet. */
export function addSums([sum, sumOfSums]: Sums, bytes: Uint8Array): Sums {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  for (let i = 0; i < words.length; i++) {
    sum = (sum + words[i]!) | 0;
    sumOfSums = (sumOfSums + sum) | 0;
  }
  for (let at = words.length * 4; at < bytes.length; at++) {
    sum = (sum + bytes[at]!) | 0;
    sumOfSums = (sumOfSums + sum) | 0;
  }
  return [sum, sumOfSums];
}

/** @throws RangeError when a file's sums are not those it names */
export function checkSums({ expected }: PackedMerges, [sum, sumOfSums]: Sums): void {
  if (sum === expected[0] && sumOfSums === expected[1]) return;
  throw rangeError(
    say`The vocabulary file is damaged: its checksum is ${sum}, ${sumOfSums}, expected ${expected.join(", ")}. Build the extension again.`,
  );
}
