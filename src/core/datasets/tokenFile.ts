/**
 * A file of token ids opened for reading: NumPy's `.npy` (integers; rows of windows are read one after the other), headerless ids as nanoGPT and
 * `np.memmap` write them under either name, and llm.c's `.bin` with its header. What another kind of file is by its first bytes is named.
 * Looks at the start only; then any tokens are a byte range away, however large the file.
 */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import { fileKindOf, kindLength } from "../files/fileKind.ts";
import { quoted } from "../files/quoted.ts";
import { npyHeaderLimit, parseNpyHeader } from "../numpy/npy.ts";
import { type IdType, decodeIds, idSize, isIdType, leftOut } from "./idBytes.ts";

export interface TokenFile {
  readonly idType: IdType;
  readonly byteOrder: "little" | "big";
  readonly tokenCount: number;
  /** Byte at which the ids start. */
  readonly dataOffset: number;
  /** Ids of one row, where the file has two dimensions or more: a window each, in files that we export. */
  readonly rowLength?: number;
  /** How the type is known: said by the file's header, by the manifest or the user, or guessed from its start. */
  readonly known: "header" | "given" | "guessed";
}

/** As many bytes as `openTokenFile` should have of the start of a file. */
export const startLength = Math.max(npyHeaderLimit, 2 ** 16);

/** llm.c's dev/data/data_common.py: 256 int32, the first three magic, version and token count. */
const llmcHeaderLength = 1024;
const llmcTypes: ReadonlyMap<number, IdType> = new Map([
  [20_240_520, "uint16"], // GPT-2
  [20_240_801, "uint32"], // Llama 3
]);

/** @param start the first bytes of the file, `startLength` of them or all  @param byteLength of the whole file
 *  @param givenType of headerless ids, from the manifest or chosen by the user
 *  @throws RangeError saying what was found where the file is no list of token ids or is cut short */
export function openTokenFile(name: string, start: Uint8Array, byteLength: number, givenType?: IdType): TokenFile {
  const found = fileKindOf(start.subarray(0, kindLength));
  if (found?.kind === "npy") return openNpy(start, byteLength);
  if (found !== undefined) throw rangeError(say`${found.is(quoted(name))} ${found.remedy}`);
  return openBin(start, byteLength, givenType);
}

/** The byte range of the tokens [tokenFrom, tokenTo), clipped to the file. */
export function bytesOfTokens(file: TokenFile, tokenFrom: number, tokenTo: number): { readonly byteFrom: number; readonly byteTo: number } {
  const at = (token: number): number => file.dataOffset + Math.min(Math.max(0, token), file.tokenCount) * idSize[file.idType];
  return { byteFrom: at(tokenFrom), byteTo: Math.max(at(tokenFrom), at(tokenTo)) };
}

/** @param bytes as `bytesOfTokens` says  @throws RangeError naming the first value that is no token id */
export function idsOfBytes(file: TokenFile, bytes: Uint8Array): Int32Array {
  return decodeIds(bytes, file.idType, file.byteOrder);
}

function openNpy(start: Uint8Array, byteLength: number): TokenFile {
  const { type, byteOrder, isFortranOrder, shape, dataOffset } = parseNpyHeader(start);
  if (!isIdType(type)) {
    throw rangeError(say`This .npy holds ${type}; token ids are integers. Save them as np.uint16, np.uint32, np.int32 or np.int64.`);
  }
  if (shape.length === 0) throw rangeError(say`This .npy holds one number, no list of ids. Save an array with np.save.`);
  if (isFortranOrder) {
    throw rangeError(
      say`This .npy is stored column by column, so its rows can't be read one after the other. Save np.ascontiguousarray(ids).`,
    );
  }
  const tokenCount = shape.reduce((product, size) => product * size, 1);
  const needed = dataOffset + tokenCount * idSize[type];
  if (byteLength < needed) {
    throw rangeError(
      say`This .npy announces ${tokenCount} ids, ${needed} bytes, and has ${byteLength}. It is cut short: copy or write it again.`,
    );
  }
  const rowLength = shape.length > 1 ? shape.at(-1) : undefined;
  return { idType: type, byteOrder, tokenCount, dataOffset, known: "header", ...(rowLength === undefined ? {} : { rowLength }) };
}

function openBin(start: Uint8Array, byteLength: number, givenType: IdType | undefined): TokenFile {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const llmcType = start.length >= llmcHeaderLength ? llmcTypes.get(view.getInt32(0, true)) : undefined;
  if (llmcType !== undefined) {
    const tokenCount = view.getInt32(8, true);
    if (byteLength !== llmcHeaderLength + tokenCount * idSize[llmcType]) {
      throw rangeError(
        say`This .bin has llm.c's header, which announces ${tokenCount} ids of ${llmcType}, and ${byteLength} bytes. It is cut short: write it again.`,
      );
    }
    return { idType: llmcType, byteOrder: "little", tokenCount, dataOffset: llmcHeaderLength, known: "header" };
  }
  const idType = givenType ?? guessIdType(start, byteLength);
  if (byteLength % idSize[idType] !== 0) {
    throw rangeError(
      say`This .bin has ${byteLength} bytes, no whole number of ${idType} ids. It is cut short, or holds ids of another type.`,
    );
  }
  const known = givenType === undefined ? "guessed" : "given";
  return { idType, byteOrder: "little", tokenCount: byteLength / idSize[idType], dataOffset: 0, known };
}

/**
 * Known vocabularies end below 2¹⁹, so in wider ids the upper 16-bit words are less than 8; in uint16 ids of a text hardly any is. In int64 ids,
 * NumPy's default, every second 32-bit word is 0; uint32 ids of a text have no id 0 at every second place. Zeros alone say nothing. Labels that a
 * loss leaves out are counted as ids here: reading them says what they are.
 */
function guessIdType(start: Uint8Array, byteLength: number): IdType {
  const idLimit = 2 ** 19;
  const leastLongs = 2; // of one, the upper half may be a uint32 id of its own
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const words = Array.from({ length: byteLength % 4 === 0 ? Math.floor(start.length / 4) : 0 }, (_, i) => view.getUint32(4 * i, true));
  const isLeftOut = (i: number): boolean => words[i] === leftOut + 2 ** 32;
  const isSign = (i: number): boolean => words[i] === 2 ** 32 - 1 && isLeftOut(i - 1);
  if (words.length === 0 || words.some((word, i) => word >= idLimit && !isLeftOut(i) && !isSign(i))) return "uint16";
  const isLong = byteLength % 8 === 0 && words.length >= 2 * leastLongs && words.every((word, i) => i % 2 === 0 || word === 0 || isSign(i));
  return isLong && words.some((word) => word !== 0) ? "int64" : "uint32";
}
