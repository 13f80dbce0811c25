/** Reads the compact vocabulary file that .config/vocabularies.mjs writes (its layout is described there): for each id from 256 on, the
 *  two ids it is merged from. Nothing is believed before the magic, the length and the checksum are right. */
import { checksum } from "./checksum.ts";

/** The merges of a vocabulary: id is left[id] and right[id] joined, both smaller ids (checked when they are used);
 *  `noMerge` for bytes and for special tokens behind the mergeable ids. */
export interface VocabularyFile {
  /** Mergeable ids: 0 … idCount − 1. */
  readonly idCount: number;
  readonly byteOfId: Uint8Array; // [256]
  readonly left: Int32Array; // [vocabSize]
  readonly right: Int32Array; // [vocabSize]
}

const magic = 0x32565354; // "TSV2"
const headerLength = 16;
const bytesEnd = headerLength + 256;

/** In `left` and `right`: this id is not merged from others. */
export const noMerge = -1;

/** @param leastSize the arrays have at least so many entries, for special tokens behind the mergeable ones
 *  @throws RangeError when the bytes are not a whole, undamaged vocabulary file */
export function readVocabularyFile(bytes: Uint8Array, leastSize: number): VocabularyFile {
  const file = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(); // read as words below, little endian as all platforms of the editor
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < bytesEnd || view.getUint32(0, true) !== magic) {
    throw new RangeError(`This is not a Tokenscope vocabulary: ${file.length} bytes without the mark "TSV2". Build the extension again.`);
  }
  const idCount = view.getUint32(4, true);
  const count = idCount - 256;
  const wide = idCount > 0x10000;
  const expected = bytesEnd + count * (wide ? 5 : 4);
  if (count < 0 || file.length !== expected) {
    throw new RangeError(`The vocabulary file has ${file.length} bytes, its ${idCount} ids need ${expected}. Build the extension again.`);
  }
  compareSums(file, view.getInt32(8, true), view.getInt32(12, true));
  const size = Math.max(idCount, leastSize);
  const left = new Int32Array(size).fill(noMerge);
  const right = new Int32Array(size).fill(noMerge);
  left.set(new Uint16Array(file.buffer, file.byteOffset + bytesEnd, count), 256);
  right.set(new Uint16Array(file.buffer, file.byteOffset + bytesEnd + count * 2, count), 256);
  if (wide) addHighBits(left, right, file.subarray(bytesEnd + count * 4));
  return { idCount, byteOfId: file.subarray(headerLength, bytesEnd), left, right };
}

function addHighBits(left: Int32Array, right: Int32Array, high: Uint8Array): void {
  for (let i = 0; i < high.length; i++) {
    const bits = high[i]!;
    left[i + 256] = left[i + 256]! | ((bits & 0xf) << 16);
    right[i + 256] = right[i + 256]! | ((bits >> 4) << 16);
  }
}

function compareSums(file: Uint8Array, expectedSum: number, expectedSumOfSums: number): void {
  const [sum, sumOfSums] = checksum(file, headerLength);
  if (sum === expectedSum && sumOfSums === expectedSumOfSums) return;
  throw new RangeError(
    `The vocabulary file is damaged: its checksum is ${sum}, ${sumOfSums}, expected ${expectedSum}, ${expectedSumOfSums}. Build the extension again.`,
  );
}
