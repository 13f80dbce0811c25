/** Reads the compact vocabulary file that .config/vocabularies.mjs writes (its layout is described there): for each id from 256 on, the two ids it
 *  is merged from. The mark and the length are checked here, the checksum by the core, which reads all of the file anyway. */

/** The merges of a vocabulary: id is left[id] and right[id] joined, both smaller ids (checked when they are used); `noMerge` for bytes and for
 *  what is not merged. Nobody writes to the lists. */
export interface Merges {
  /** Mergeable ids: 0 … idCount − 1. */
  readonly idCount: number;
  readonly byteOfId: Uint8Array; // [256]
  readonly left: Int32Array; // [idCount]
  readonly right: Int32Array; // [idCount]
  /** Both lists as they lie in the file; undefined where there is no such file. */
  readonly packed: PackedMerges | undefined;
}

/** `left` and `right` from 256 on: the low halves of one, of the other, and if there are more than 65,536 ids, a byte for the high bits of both. */
export interface PackedMerges {
  readonly bytes: Uint8Array;
  /** The checksum of what stands before them in the file, and of both. */
  readonly before: Sums;
  readonly expected: Sums;
}

/** Fletcher's two sums (modulo 2³²): of 32-bit words, and of the sums so far. Bytes that are left at the end count as words. */
export type Sums = readonly [sum: number, sumOfSums: number];

const magic = 0x32565354; // "TSV2"
const headerLength = 16;
const bytesEnd = headerLength + 256;

/** In `left` and `right`: this id is not merged from others. */
export const noMerge = -1;
/** In a file the same, for ids that are not larger. */
const noMergeInFile = 0xffff;

/** @throws RangeError when the bytes are not a whole vocabulary file */
export function readVocabularyFile(bytes: Uint8Array): Merges {
  const file = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(); // read as words below, little endian as all platforms of the editor
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < bytesEnd || view.getUint32(0, true) !== magic) {
    throw new RangeError(`This is not a Tokenscope vocabulary: ${file.length} bytes without the mark "TSV2". Build the extension again.`);
  }
  const idCount = view.getUint32(4, true);
  const expected = bytesEnd + (idCount - 256) * (idCount > 0x10000 ? 5 : 4);
  if (idCount < 256 || file.length !== expected) {
    throw new RangeError(`The vocabulary file has ${file.length} bytes, its ${idCount} ids need ${expected}. Build the extension again.`);
  }
  const byteOfId = file.subarray(headerLength, bytesEnd);
  return new MergesOfFile(idCount, byteOfId, {
    bytes: file.subarray(bytesEnd),
    before: addSums([0, 0], byteOfId),
    expected: [view.getInt32(8, true), view.getInt32(12, true)],
  });
}

/** The lists are unpacked when they are first asked for: the core unpacks its own, much faster. */
class MergesOfFile implements Merges {
  readonly idCount: number;
  readonly byteOfId: Uint8Array;
  readonly packed: PackedMerges;
  #lists: { readonly left: Int32Array; readonly right: Int32Array } | undefined;

  constructor(idCount: number, byteOfId: Uint8Array, packed: PackedMerges) {
    this.idCount = idCount;
    this.byteOfId = byteOfId;
    this.packed = packed;
  }

  get left(): Int32Array {
    return (this.#lists ??= this.#unpack()).left;
  }

  get right(): Int32Array {
    return (this.#lists ??= this.#unpack()).right;
  }

  #unpack(): { readonly left: Int32Array; readonly right: Int32Array } {
    const { buffer, byteOffset, length } = this.packed.bytes;
    const count = this.idCount - 256;
    const left = new Int32Array(this.idCount).fill(noMerge, 0, 256);
    const right = left.slice();
    left.set(new Uint16Array(buffer, byteOffset, count), 256);
    right.set(new Uint16Array(buffer, byteOffset + count * 2, count), 256);
    const high = new Uint8Array(buffer, byteOffset + count * 4, length - count * 4);
    for (let i = 0; i < high.length; i++) {
      const bits = high[i]!;
      left[i + 256] = left[i + 256]! | ((bits & 0xf) << 16);
      right[i + 256] = right[i + 256]! | ((bits >> 4) << 16);
    }
    for (let id = left.indexOf(noMergeInFile); id >= 0 && id <= noMergeInFile; id = left.indexOf(noMergeInFile, id + 1))
      left[id] = right[id] = noMerge;
    return { left, right };
  }
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
  throw new RangeError(
    `The vocabulary file is damaged: its checksum is ${sum}, ${sumOfSums}, expected ${expected.join(", ")}. Build the extension again.`,
  );
}
