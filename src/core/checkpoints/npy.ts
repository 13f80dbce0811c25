/** NumPy's `.npy` format, versions 1 to 3 (`numpy.lib.format`): one array per file, described by a Python dict literal. */

import { CheckpointError, quoted } from "./checkpointError.ts";
import type { Reading } from "./reading.ts";
import { byteLengthOf, type Dtype, type Tensor } from "./tensor.ts";

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // "\x93NUMPY"
/** Magic, two version bytes and the longer of the two length fields. */
const preambleLength = 12;
/** NumPy itself warns beyond 10,000 characters; three short entries never take more. */
const headerLengthLimit = 65_536;

const dtypes: ReadonlyMap<string, Dtype> = new Map([
  ["f2", "F16"],
  ["f4", "F32"],
  ["f8", "F64"],
  ["i1", "I8"],
  ["u1", "U8"],
  ["i2", "I16"],
  ["u2", "U16"],
  ["i4", "I32"],
  ["u4", "U32"],
  ["i8", "I64"],
  ["u8", "U64"],
]);

/** @param name given to the array, which has none of its own  @throws CheckpointError when the header is damaged or of a kind that is not read */
export function* readNpy(name: string, fileLength: number): Reading<Tensor> {
  if (fileLength < preambleLength) {
    throw new CheckpointError(`The file has ${fileLength} bytes; a .npy file has more. It was cut short or is of another format.`);
  }
  const preamble = yield { byteFrom: 0, byteTo: preambleLength, progress: 0 };
  const header = headerRangeOf(preamble, fileLength);
  const text = new TextDecoder("utf-8").decode(yield { ...header, progress: 0 });
  const { descr, isFortranOrder, shape } = parseHeader(text);
  if (isFortranOrder) {
    throw new CheckpointError(
      "The array is stored column by column (fortran_order). Save it again with np.save(file, np.ascontiguousarray(array)).",
    );
  }
  const dtype = toDtype(descr);
  const byteTo = header.byteTo + byteLengthOf(name, dtype, shape);
  if (byteTo !== fileLength) {
    throw new CheckpointError(
      `The array of ${descr} with shape (${shape.join(", ")}) ends at byte ${byteTo} and the file at ${fileLength}. The file is damaged; save it again.`,
    );
  }
  return { name, dtype, shape, byteFrom: header.byteTo, byteTo };
}

function headerRangeOf(preamble: Uint8Array, fileLength: number): { byteFrom: number; byteTo: number } {
  if (magic.some((byte, i) => preamble[i] !== byte))
    throw new CheckpointError("The file does not start as a .npy file does. Choose another file.");
  const version = preamble[6] ?? 0;
  if (version < 1 || version > 3)
    throw new CheckpointError(`The .npy version is ${version}; versions 1 to 3 are known. Save it with np.save.`);
  const view = new DataView(preamble.buffer, preamble.byteOffset, preambleLength);
  const byteFrom = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > headerLengthLimit) {
    throw new CheckpointError(
      `The header claims ${length} bytes; more than ${headerLengthLimit} is refused. The file is damaged; save it again.`,
    );
  }
  if (byteFrom + length > fileLength) {
    throw new CheckpointError(
      `The header claims ${length} bytes and the file ends after ${fileLength - byteFrom}. It was cut short; save it again.`,
    );
  }
  return { byteFrom, byteTo: byteFrom + length };
}

interface NpyHeader {
  readonly descr: string;
  readonly isFortranOrder: boolean;
  readonly shape: readonly number[];
}

/** One entry of the dict, whatever its place. No part of a pattern can match in two ways, so matching is linear. */
const entryPattern = /^\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\dL,\s]*)\))\s*(?:,|$)/u;

function parseHeader(text: string): NpyHeader {
  const entries = new Map<string, string>();
  let rest = /^\s*\{([^{}]*)\}\s*$/u.exec(text)?.[1]?.trim() ?? "";
  while (rest !== "") {
    const match = entryPattern.exec(rest);
    const [whole = "", , name = "", , descr, flag, sides] = match ?? [];
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
    throw new CheckpointError(
      `The header is ${quoted(text.trim())}; expected are descr, fortran_order and shape of a plain array. Save it with np.save, or it is damaged.`,
    );
  }
  return { descr, isFortranOrder: order === "True", shape };
}

function toDtype(descr: string): Dtype {
  const dtype = dtypes.get(descr.slice(1));
  const isOneByte = descr.endsWith("1");
  if (dtype && (descr.startsWith("<") || (isOneByte && descr.startsWith("|")))) return dtype;
  const problem = descr.startsWith(">") ? "is big-endian" : "is not read";
  throw new CheckpointError(`The array's dtype ${quoted(descr)} ${problem}. Save it again with np.save(file, array.astype("<f4")).`);
}
