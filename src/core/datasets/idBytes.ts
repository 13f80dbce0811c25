/** Token ids ↔ the bytes of a fixed-width integer, little-endian as NumPy and nanoGPT store them, or big-endian where a `.npy` says so. */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";

export type IdType = "uint8" | "uint16" | "uint32" | "uint64" | "int8" | "int16" | "int32" | "int64";

/** Bytes per id. */
export const idSize: Readonly<Record<IdType, 1 | 2 | 4 | 8>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  uint64: 8,
  int64: 8,
};

/** Whether NumPy's name is of integers. */
export const isIdType = (name: string): name is IdType => Object.hasOwn(idSize, name);

/** The types a dataset is written with. */
export type WrittenIdType = "uint16" | "uint32";

/** nanoGPT's uint16 where every id of the vocabulary fits, uint32 otherwise; the same for every file of an encoding, whatever its text. */
export const idTypeFor = (vocabSize: number): WrittenIdType => (vocabSize <= 2 ** 16 ? "uint16" : "uint32");

/** Ids in no more room than the vocabulary needs, or as an encoding gives them. */
export type TokenIds = Int32Array | Uint16Array;
/** In a buffer that can change hands. */
export type OwnTokenIds = Int32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** As many as the buffer has room for. */
export const tokenIdsIn = (buffer: ArrayBuffer, vocabSize: number): OwnTokenIds =>
  idTypeFor(vocabSize) === "uint16"
    ? new Uint16Array(buffer, 0, buffer.byteLength >> 1)
    : new Int32Array(buffer, 0, buffer.byteLength >> 2);

/** @returns `idSize[type]` bytes per id, little-endian: a fresh array, or the ids' own bytes where those are it
 *  @throws RangeError naming the first id that doesn't fit */
export function encodeIds(ids: TokenIds, type: WrittenIdType): Uint8Array {
  if (ids instanceof Int32Array) checkRange(ids, type);
  if (isLittleEndian) {
    const { buffer, byteOffset, byteLength } = asStored(ids, type);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  const size = idSize[type];
  const bytes = new Uint8Array(ids.length * size);
  const view = new DataView(bytes.buffer);
  for (const [i, id] of ids.entries()) {
    if (size === 2) view.setUint16(i * size, id, true);
    else view.setUint32(i * size, id, true);
  }
  return bytes;
}

/** An id that fits is the same as int32 and as uint32. */
function asStored(ids: TokenIds, type: WrittenIdType): Uint16Array | Uint32Array | Int32Array {
  if (ids instanceof Uint16Array) return type === "uint16" ? ids : new Uint32Array(ids);
  return type === "uint16" ? new Uint16Array(ids) : ids;
}

function checkRange(ids: Int32Array, type: WrittenIdType): void {
  const limit = type === "uint16" ? 2 ** 16 : 2 ** 31;
  let bits = 0; // of all ids together: negative if any is, at or above a power of two if any is
  for (let i = 0; i < ids.length; i++) bits |= ids[i]!; // i < ids.length
  if (bits >= 0 && bits < limit) return;
  const id = ids.find((value) => value < 0 || value >= limit) ?? Number.NaN; // the bits say that there is one
  throw rangeError(say`Token id ${id} doesn't fit in ${type} (0 to ${limit - 1}). Write this dataset as uint32, or check the encoding.`);
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** PyTorch's and Hugging Face's `ignore_index`, where labels are padded. */
export const leftOut = -100;

/** @param bytes a whole number of ids  @returns a fresh array  @throws RangeError naming the first value that is no token id: below 0 or from 2³¹ on */
export function decodeIds(bytes: Uint8Array, type: IdType, byteOrder: "little" | "big" = "little"): Int32Array {
  const size = idSize[type];
  if (bytes.length % size !== 0) {
    throw rangeError(
      say`${bytes.length} bytes are no whole number of ${type} ids of ${size} bytes. The file is cut short, or of another type.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readAt = readerOf(view, type, byteOrder === "little");
  const ids = new Int32Array(bytes.length / size);
  for (let i = 0; i < ids.length; i++) {
    const value = readAt(i * size);
    if (value < 0 || value >= 2 ** 31) {
      const what =
        value === leftOut || value === leftOut + 2 ** 32
          ? say`${leftOut} marks a label that a loss leaves out: the file holds labels. Choose the one with the inputs.`
          : say`The file holds something else, or ids of another type.`;
      throw rangeError(say`Value ${value} at position ${i} is no token id (0 to ${2 ** 31 - 1}). ${what}`);
    }
    ids[i] = value;
  }
  return ids;
}

function readerOf(view: DataView, type: IdType, littleEndian: boolean): (offset: number) => number {
  switch (type) {
    case "uint8":
      return (offset) => view.getUint8(offset);
    case "int8":
      return (offset) => view.getInt8(offset);
    case "uint16":
      return (offset) => view.getUint16(offset, littleEndian);
    case "int16":
      return (offset) => view.getInt16(offset, littleEndian);
    case "uint32":
      return (offset) => view.getUint32(offset, littleEndian);
    case "int32":
      return (offset) => view.getInt32(offset, littleEndian);
    case "uint64":
      return (offset) => Number(view.getBigUint64(offset, littleEndian));
    case "int64":
      return (offset) => Number(view.getBigInt64(offset, littleEndian));
  }
}
