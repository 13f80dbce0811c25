/**
 * The header of NumPy's `.npy` format, versions 1 to 3 (numpy/lib/format.py): read and written here for tables, dataset files and exports.
 * A `.npy` holds one array: a mark, a Python dict literal that describes it, and the values.
 */
import { rangeError } from "../errors.ts";
import { inEnglish, say, type Sentence } from "../sentence.ts";
import { quoted } from "../files/quoted.ts";

/** Element types by NumPy's names, and the bytes of one value. */
export const numpyTypeSize = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
} as const;

export type NumpyType = keyof typeof numpyTypeSize;

export interface NpyHeader {
  readonly type: NumpyType;
  readonly byteOrder: "little" | "big";
  /** Column by column, the first index changing fastest. False where both orders are the same: up to one dimension. */
  readonly isFortranOrder: boolean;
  readonly shape: readonly number[];
  /** Byte at which the values start. */
  readonly dataOffset: number;
}

/** A sentence for the user: what was found, what was expected, what to do. */
export class NpyError extends RangeError {
  override readonly name = "NpyError";
  readonly sentence: Sentence;

  constructor(sentence: Sentence) {
    super(inEnglish(sentence));
    this.sentence = sentence;
  }
}

/** Bytes that a reader should have of the start of a file, or all of a shorter one. NumPy refuses longer headers as well. */
export const npyHeaderLimit = 10_000;

/** Bytes of a header written here, as of most that NumPy writes: room for two sizes of 16 digits, a multiple of 64.
 *  A constant length lets a writer put a header with a length of zero first and replace it once the length is known. */
export const npyHeaderLength = 128;

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"
const versionLength = 2;

/** @param bytes the start of the file: `npyHeaderLimit` bytes, or all  @throws NpyError when the header is damaged or of a kind that is not read */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  const lengthFrom = magic.length + versionLength;
  if (bytes.length < lengthFrom || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new NpyError(
      say`The file does not start as a .npy file does: it was cut short or is of another format. Save the array with np.save.`,
    );
  }
  const version = bytes[magic.length];
  if (version !== 1 && version !== 2 && version !== 3) {
    throw new NpyError(say`The .npy version is ${String(version)}; versions 1 to 3 are known. Save the array with np.save.`);
  }
  const textFrom = lengthFrom + (version === 1 ? 2 : 4);
  if (bytes.length < textFrom)
    throw new NpyError(say`The file ends within its header, after ${bytes.length} bytes. Copy or save it again.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textLength = version === 1 ? view.getUint16(lengthFrom, true) : view.getUint32(lengthFrom, true);
  const dataOffset = textFrom + textLength;
  if (dataOffset > npyHeaderLimit) {
    throw new NpyError(
      say`The header claims ${textLength} bytes; up to ${npyHeaderLimit - textFrom} are read. The file is damaged; save it again.`,
    );
  }
  if (bytes.length < dataOffset) {
    throw new NpyError(
      say`The header claims ${textLength} bytes and the file ends after ${bytes.length - textFrom} of them. Copy or save it again.`,
    );
  }
  return { ...parseDictionary(new TextDecoder().decode(bytes.subarray(textFrom, dataOffset))), dataOffset };
}

/** One entry of the dict, whatever its place. No part of the pattern can match in two ways, so matching is linear. */
const entryPattern = /^\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\dL,\s]*)\))\s*(?:,|$)/u;
const shownLength = 200;

/** The dict has exactly three entries, in any order. */
function parseDictionary(text: string): Omit<NpyHeader, "dataOffset"> {
  const entries = new Map<string, string>();
  let rest = /^\s*\{([^{}]*)\}\s*$/u.exec(text)?.[1]?.trim() ?? "";
  while (rest !== "") {
    const [whole = "", , name = "", , descr, flag, sides] = entryPattern.exec(rest) ?? [];
    const value = name === "descr" ? descr : name === "shape" ? sides : flag; // of the kind that the name demands
    if (value === undefined || entries.has(name)) break;
    entries.set(name, value);
    rest = rest.slice(whole.length).trim();
  }
  const descr = entries.get("descr");
  const order = entries.get("fortran_order");
  const sides = (entries.get("shape") ?? "?").split(",").map((side) => side.trim());
  if (sides.at(-1) === "") sides.pop(); // "(3,)", "(3, 4, )" and "()"
  const shape = sides.map((side) => (/^\d+L?$/u.test(side) ? Number.parseInt(side, 10) : Number.NaN)); // Python 2 wrote 3L
  if (rest !== "" || descr === undefined || order === undefined || !shape.every(Number.isSafeInteger)) {
    throw new NpyError(
      say`The header is ${quoted(text.trim(), shownLength)}; expected are descr, fortran_order and shape of a plain array. Save the array with np.save.`,
    );
  }
  return { ...parseDescr(descr), isFortranOrder: order === "True" && shape.length > 1, shape };
}

const kinds = { b: "bool", i: "int", u: "uint", f: "float" } as const;

/** NumPy's array interface: byte order, kind and bytes of one value, e.g. "<f4". "|" has no order: one byte. "=" is never saved. */
function parseDescr(descr: string): Pick<NpyHeader, "type" | "byteOrder"> {
  const [, order = "", kind, size] = /^([<>|])([biuf])([1248])$/u.exec(descr) ?? [];
  const name = kind === "b" ? "bool" : kind === "i" || kind === "u" || kind === "f" ? `${kinds[kind]}${Number(size) * 8}` : "";
  if (!isNumpyType(name) || numpyTypeSize[name] !== Number(size) || (order === "|" && size !== "1")) {
    throw new NpyError(
      say`The array's dtype ${quoted(descr)} is not read. Save it as one of numbers, e.g. np.save(file, array.astype("<f4")).`,
    );
  }
  return { type: name, byteOrder: order === ">" ? "big" : "little" };
}

const isNumpyType = (name: string): name is NumpyType => Object.hasOwn(numpyTypeSize, name);

/** @param shape one or two sizes  @returns `npyHeaderLength` bytes, version 1.0, row by row, little-endian */
export function npyHeader(shape: readonly number[], type: NumpyType): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dict = `{'descr': '${descrOf(type)}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const textFrom = magic.length + versionLength + 2;
  const textLength = npyHeaderLength - textFrom;
  const text = new TextEncoder().encode(`${dict.padEnd(textLength - 1)}\n`);
  return Uint8Array.from([...magic, 1, 0, textLength & 0xff, textLength >>> 8, ...text]);
}

function descrOf(type: NumpyType): string {
  const size = numpyTypeSize[type];
  return `${size === 1 ? "|" : "<"}${type.charAt(0)}${size}`;
}

/** A whole file of single-precision values.  @param shape one or two sizes, their product is values.length  @throws RangeError when it is not */
export function writeNpy(values: Float32Array, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (shape.reduce((product, side) => product * side, 1) !== values.length) {
    throw rangeError(say`${values.length} values do not make an array of shape (${shape.join(", ")}).`);
  }
  const file = new Uint8Array(npyHeaderLength + values.byteLength);
  file.set(npyHeader(shape, "float32"));
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), npyHeaderLength); // little-endian, as every machine that runs VS Code
  return file;
}
