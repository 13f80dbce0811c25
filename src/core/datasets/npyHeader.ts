/**
 * The header of NumPy's `.npy` (numpy/lib/format.py, versions 1 to 3): what `np.load` reads before the values, and what it needs to know.
 * A written header is always 128 bytes, so that it can go first with a length of zero and be replaced once the length is known.
 */
import { type IdType, type WrittenIdType, idSize } from "./idBytes.ts";

export interface NpyHeader {
  readonly type: IdType;
  readonly byteOrder: "little" | "big";
  readonly shape: readonly number[];
  /** Byte at which the values start. */
  readonly dataOffset: number;
}

/** Bytes of a header written here: room for two sizes of 16 digits, a multiple of 64 as NumPy aligns them. */
export const npyHeaderLength = 128;
/** As many bytes as a reader should have of the start of a file: NumPy refuses longer headers as well. */
export const npyHeaderLimit = 10_000;

const magic = [0x93, ...new TextEncoder().encode("NUMPY")];

/** @param shape one or two sizes  @returns 128 bytes, version 1.0, C order, little-endian */
export function npyHeader(shape: readonly number[], type: WrittenIdType): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<u${idSize[type]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const prefixLength = magic.length + 4; // version, length of the text
  const textLength = npyHeaderLength - prefixLength;
  const padded = `${text.padEnd(textLength - 1)}\n`;
  return Uint8Array.from([...magic, 1, 0, textLength & 0xff, textLength >>> 8, ...new TextEncoder().encode(padded)]);
}

/** @param bytes the start of the file: at least its header  @throws RangeError saying what was found where the bytes are no `.npy` of integers */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < magic.length + 4 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new RangeError("This is no .npy file: it doesn't start with NumPy's mark. Save the ids with numpy.save.");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(magic.length);
  if (version < 1 || version > 3) {
    throw new RangeError(`This .npy has format version ${version}; versions 1 to 3 are known. Save it again with numpy.save.`);
  }
  const lengthSize = version === 1 ? 2 : 4;
  const textFrom = magic.length + 2 + lengthSize;
  if (bytes.length < textFrom) throw new RangeError(`This .npy ends within its header, after ${bytes.length} bytes. Copy the file again.`);
  const textLength = version === 1 ? view.getUint16(textFrom - lengthSize, true) : view.getUint32(textFrom - lengthSize, true);
  const dataOffset = textFrom + textLength;
  if (dataOffset > npyHeaderLimit)
    throw new RangeError(`The header of this .npy is ${textLength} bytes long; up to ${npyHeaderLimit} are read.`);
  if (bytes.length < dataOffset) throw new RangeError(`This .npy ends within its header of ${textLength} bytes. Copy the file again.`);
  return { ...parseDictionary(new TextDecoder().decode(bytes.subarray(textFrom, dataOffset))), dataOffset };
}

/** The header's text is a Python dictionary of three known keys, in any order. */
function parseDictionary(text: string): Omit<NpyHeader, "dataOffset"> {
  const descr = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(text)?.[1];
  const fortranOrder = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (fortranOrder === undefined || sizes === undefined) throw new RangeError(`The header of this .npy can't be read: ${text.trim()}`);
  const [, order, kind, size] = /^([<>=|])([ui])([1248])$/.exec(descr ?? "") ?? [];
  if (kind === undefined) {
    const found = descr === undefined ? "a structured type" : `type ${descr}`;
    throw new RangeError(`This .npy holds ${found}; token ids are integers. Save them as np.uint16, np.uint32, np.int32 or np.int64.`);
  }
  const shape = sizes.split(",").flatMap((part) => (part.trim() === "" ? [] : [Number.parseInt(part, 10)]));
  if (fortranOrder === "True" && shape.length > 1) {
    throw new RangeError("This .npy is in Fortran order. Save it with numpy.save(path, numpy.ascontiguousarray(ids)).");
  }
  const type = `${kind === "u" ? "uint" : "int"}${Number(size) * 8}` as IdType; // the pattern allows exactly the eight names
  return { type, byteOrder: order === ">" ? "big" : "little", shape };
}
