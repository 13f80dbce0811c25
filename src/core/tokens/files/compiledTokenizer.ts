/** A tokenizer's file after the long part of the work: what merging its tokens gives is known, and what is not followed was refused. It can be
 *  written to storage, so that opening it again costs no more than a built-in encoding. */
import { say, type Sentence } from "../../sentence.ts";
import { checksum } from "../checksum.ts";
import { TokenizerFileError } from "./tokenizerFile.ts";
import type { TokenizerFile } from "./tokenizerFile.ts";
import { mergeTableSteps } from "./merging/mergeTable.ts";
import type { MergeTable } from "./merging/mergeTable.ts";

export interface CompiledTokenizer extends Omit<TokenizerFile, "tokens" | "merges" | "byteFallback"> {
  readonly mergesCharacters: boolean;
  readonly table: MergeTable;
}

/** Yields how much is done, 0 … 1. @throws TokenizerFileError */
export function* compileTokenizerSteps(file: TokenizerFile): Generator<number, CompiledTokenizer> {
  const { tokens: _, merges: __, byteFallback, ...rest } = file;
  return { ...rest, mergesCharacters: byteFallback !== undefined, table: yield* mergeTableSteps(file) };
}

const magic = 0x34545354; // "TST4"
const headerFrom = 16;

/** Little endian: magic · bytes of the header · two words of checksum of all that follows · the header as JSON, filled up to a multiple of four · left, right and ids as i32. */
export function writeCompiled({ table, ...rest }: CompiledTokenizer): Uint8Array<ArrayBuffer> {
  const { left, right, idOfEntry, runs, ...small } = table;
  const header = new TextEncoder().encode(JSON.stringify({ ...rest, table: { ...small, runs: [...runs] } }));
  const start = headerFrom + ((header.length + 3) & ~3);
  const bytes = new Uint8Array(start + table.entryCount * 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, header.length, true);
  bytes.set(header, headerFrom);
  const lists = new Int32Array(bytes.buffer, start);
  lists.set(left, 0);
  lists.set(right, table.entryCount);
  lists.set(idOfEntry, table.entryCount * 2);
  const [sum, sumOfSums] = checksum(bytes, headerFrom);
  view.setInt32(8, sum, true);
  view.setInt32(12, sumOfSums, true);
  return bytes;
}

/** @throws TokenizerFileError when the bytes are not what `writeCompiled` wrote: then the tokenizer's file is to be read again */
export function readCompiled(bytes: Uint8Array): CompiledTokenizer {
  const damaged = (what: Sentence): TokenizerFileError => new TokenizerFileError(say`The stored form of a tokenizer is damaged: ${what}`);
  const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  if (whole.length < headerFrom || view.getUint32(0, true) !== magic) throw damaged(say`it does not begin with TST4.`);
  const headerLength = view.getUint32(4, true);
  const start = headerFrom + ((headerLength + 3) & ~3);
  const [sum, sumOfSums] = checksum(whole, headerFrom);
  if (start > whole.length || sum !== view.getInt32(8, true) || sumOfSums !== view.getInt32(12, true))
    throw damaged(say`it is not what its checksum says.`);
  const header = headerOf(whole.subarray(headerFrom, headerFrom + headerLength));
  const { entryCount } = header?.table ?? {};
  // The header's length is not in the sums.
  if (header === undefined || entryCount === undefined || start + entryCount * 12 !== whole.length)
    throw damaged(say`its header has another length.`);
  const list = (at: number): Int32Array => new Int32Array(whole.buffer, whole.byteOffset + start + at * entryCount * 4, entryCount);
  const [left, right, idOfEntry] = [list(0), list(1), list(2)];
  return { ...header, table: { ...header.table, runs: new Map(header.table.runs), left, right, idOfEntry } };
}

/** Our own, in our own storage, and as it was written; undefined where it is cut short, or more than the header. */
function headerOf(bytes: Uint8Array): Header | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Header;
  } catch {
    return undefined;
  }
}

interface Header extends Omit<CompiledTokenizer, "table"> {
  readonly table: Omit<MergeTable, "left" | "right" | "idOfEntry" | "runs"> & { readonly runs: readonly (readonly [string, number])[] };
}
