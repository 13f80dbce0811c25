/** Reads the compact vocabulary file that .config/vocabularies.mjs writes (its layout is described there): for each id from 256 on, the
 *  two ids it is merged from. Nothing is believed before the magic, the length and the checksum are right. */

/** The merges of a vocabulary: id i + 256 is left[i] and right[i] joined, both smaller ids. 0xffff in both: an id without bytes. */
export interface VocabularyFile {
  readonly byteOfId: Uint8Array; // [256]
  readonly left: Int32Array; // [count − 256]
  readonly right: Int32Array; // [count − 256]
}

const magic = 0x31565354; // "TSV1"
const headerLength = 12;
const bytesEnd = headerLength + 256;

/** In `left` and `right`: this id has no bytes (it is a special token between mergeable ones). */
export const noMerge = -1;

/** @throws RangeError when the bytes are not a whole, undamaged vocabulary file */
export function readVocabularyFile(file: Uint8Array): VocabularyFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < bytesEnd || view.getUint32(0, true) !== magic) {
    throw new RangeError(`This is not a Tokenscope vocabulary: ${file.length} bytes without the mark "TSV1". Build the extension again.`);
  }
  const idCount = view.getUint32(4, true);
  const count = idCount - 256;
  const wide = idCount > 0x10000;
  const expected = bytesEnd + count * (wide ? 5 : 4);
  if (count < 0 || file.length !== expected) {
    throw new RangeError(`The vocabulary file has ${file.length} bytes, its ${idCount} ids need ${expected}. Build the extension again.`);
  }
  const stored = view.getUint32(8, true);
  const computed = checksum(view);
  if (stored !== computed) {
    throw new RangeError(`The vocabulary file is damaged: its checksum is ${computed}, expected ${stored}. Build the extension again.`);
  }
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  const rightAt = bytesEnd + count * 2;
  const highAt = bytesEnd + count * 4;
  for (let i = 0; i < count; i++) {
    const low = view.getUint16(bytesEnd + i * 2, true);
    const rightLow = view.getUint16(rightAt + i * 2, true);
    const high = wide ? file[highAt + i]! : 0;
    const none = low === 0xffff && rightLow === 0xffff && high === 0;
    left[i] = none ? noMerge : low | ((high & 0xf) << 16);
    right[i] = none ? noMerge : rightLow | ((high >> 4) << 16);
    if (left[i]! >= i + 256 || right[i]! >= i + 256) throw new RangeError(`The vocabulary file merges token ${i + 256} from later ones.`);
  }
  return { byteOfId: file.subarray(headerLength, bytesEnd), left, right };
}

/** FNV-1a over 32-bit words, then over the bytes that are left. */
function checksum(view: DataView): number {
  let hash = 0x811c9dc5;
  let at = headerLength;
  for (; at + 4 <= view.byteLength; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x01000193);
  for (; at < view.byteLength; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x01000193);
  return hash >>> 0;
}
