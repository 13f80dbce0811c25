/** The merges of a tokenizer's file in the form that the encoder works on: entries numbered in the order of merging, each made of two before
 *  it. Ids are another matter: files give them in any order.
 *
 *  A file may list many pairs that make a token. Only one of them can ever occur: the two tokens that merging the token's own bytes joins
 *  last. It is found by keeping the table of what is merged so far and asking of each pair whether its two parts stay apart until then. */
import { say } from "../../../sentence.ts";
import { longestToken } from "../../engine/tokenTables.ts";
import { plainEncode } from "../../plainEncode.ts";
import { bytesOfBinary } from "../../binaryText.ts";
import { characterWidth } from "../../pattern/characterClass.ts";
import { growingRuns } from "./growingRuns.ts";
import { PairTable } from "./pairTable.ts";
import { TokenizerFileError } from "../tokenizerFile.ts";
import { spaceMark } from "../spaces.ts";
import type { AddedToken, FileToken, TokenizerFile } from "../tokenizerFile.ts";

/** The encoder's tables hold entries below this. */
const mostEntries = 2 ** 20;
export const tooLong = (id: number, length: number): TokenizerFileError =>
  new TokenizerFileError(say`The token ${id} has ${length} bytes, and at most ${longestToken} are read.`);
/** Beginnings of characters: less than one for each pair of first bytes, and for each three. */
const mostBeginnings = 0x4000;

export interface MergeTable {
  /** Entries 0 … 255 are the bytes, then merges. */
  readonly entryCount: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** The id of each entry; −1 for a byte that has none, and for the beginning of a character, which stands for its bytes. */
  readonly idOfEntry: Int32Array;
  /** Entries below this are bytes, characters and beginnings of characters; those from here on are the merges of the file. */
  readonly firstMerge: number;
  /** Runs of one character that grow from the left, as long as there are tokens for them: the most characters of one. */
  readonly runs: ReadonlyMap<string, number>;
  /** Tokens that are found as whole pieces, without merging: those of runs. */
  readonly wholeRuns: readonly FileToken[];
  /** Tokens that merging does not reach. */
  readonly unreached: readonly FileToken[];
}

/** Tokens looked at per step. */
const perStep = 8192;

/** Yields how much is done, 0 … 1. @throws TokenizerFileError */
export function* mergeTableSteps({ tokens, merges, byteFallback, added }: TokenizerFile): Generator<number, MergeTable> {
  const never = neverMerged(added, byteFallback !== undefined);
  const builder = new Builder(tokens, byteFallback, never);
  yield 0.1;
  const count = merges.kind === "pairs" ? merges.merged.length : tokens.length;
  const inOrder = merges.kind === "pairs" ? undefined : tokens.toSorted((a, b) => a.id - b.id);
  if (merges.kind === "pairs" && byteFallback !== undefined)
    for (const { character, ids } of growingRuns(tokens, merges, never)) builder.addRun(character, ids);
  yield 0.12;
  for (let from = 0; from < count; from += perStep) {
    const to = Math.min(count, from + perStep);
    if (merges.kind === "pairs") for (let i = from; i < to; i++) builder.addPair(merges.left[i]!, merges.right[i]!, merges.merged[i]!);
    else for (let i = from; i < to; i++) builder.addRanked(inOrder![i]!);
    yield 0.1 + 0.9 * (to / count);
  }
  return builder.done();
}

/** Added tokens that are found in any text before it is merged: no merge comes to them. Gemma lists such ones for runs of line breaks. Where
 *  "▁" stands for a space, a token with it is found only where the text has that character. */
function neverMerged(added: readonly AddedToken[], marksSpaces: boolean): ReadonlySet<number> {
  const isFound = ({ text, isSpecial, isNormalized, isWord, takesSpaceBefore, takesSpaceAfter }: AddedToken): boolean =>
    !isSpecial && !isNormalized && !isWord && !takesSpaceBefore && !takesSpaceAfter && !(marksSpaces && text.includes(spaceMark));
  return new Set(added.filter(isFound).map(({ id }) => id));
}

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly merged: number;
}

class Builder {
  readonly #tokens: readonly FileToken[];
  readonly #neverMerged: ReadonlySet<number>;
  readonly #pairs: PairTable;
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #lengths: Uint16Array;
  readonly #idOfEntry: Int32Array;
  readonly #entryOfId: Int32Array;
  /** Pairs with a part that is not made yet, by the id of the part. */
  readonly #waiting = new Map<number, Pair[]>();
  readonly #runs = new Map<string, number>();
  readonly #runIds = new Set<number>();
  readonly #wholeRuns: FileToken[] = [];
  #count = 256;
  #firstMerge = 256;

  constructor(tokens: readonly FileToken[], byteFallback: Int32Array | undefined, neverMerged: ReadonlySet<number>) {
    this.#neverMerged = neverMerged;
    this.#tokens = tokens;
    const most = tokens.length + 256 + (byteFallback === undefined ? 0 : mostBeginnings);
    const largest = tokens.reduce((id, token) => Math.max(id, token.id), 0);
    this.#left = new Int32Array(most).fill(-1);
    this.#right = new Int32Array(most).fill(-1);
    this.#pairs = new PairTable(this.#left, this.#right);
    this.#lengths = new Uint16Array(most);
    this.#lengths.fill(1, 0, 256);
    this.#idOfEntry = new Int32Array(most).fill(-1);
    this.#entryOfId = new Int32Array(largest + 1).fill(-1);
    for (const [byte, id] of byteFallback?.entries() ?? []) this.#give(byte, id);
    for (const { bytes, id } of tokens) {
      if (bytes.length > longestToken) throw tooLong(id, bytes.length);
      if (bytes.length === 1) this.#give(bytes.charCodeAt(0), id);
    }
    this.#checkBytes();
    if (byteFallback !== undefined) this.#addCharacters();
  }

  /** Characters of several bytes become entries, before all merges: the bytes of each are joined from the left. */
  #addCharacters(): void {
    const characters = this.#tokens.filter(({ bytes }) => bytes.length > 1 && bytes.length === characterWidth(bytes.charCodeAt(0)));
    const entries = new Map<string, number>();
    for (let length = 2; length <= 4; length++) {
      for (const { bytes, id } of characters) {
        if (bytes.length < length) continue;
        const beginning = bytes.slice(0, length);
        if (entries.has(beginning)) continue;
        const left = length === 2 ? bytes.charCodeAt(0) : entries.get(bytes.slice(0, length - 1))!; // the round before made it
        entries.set(beginning, this.#add(left, bytes.charCodeAt(length - 1), bytes.length === length ? id : -1));
      }
    }
    this.#firstMerge = this.#count;
  }

  #give(entry: number, id: number): void {
    if (id < 0) return;
    this.#idOfEntry[entry] = id;
    this.#entryOfId[id] = entry;
  }

  /** Bytes that no UTF-8 holds may have no token. */
  #checkBytes(): void {
    for (let byte = 0; byte < 256; byte++) {
      if (this.#idOfEntry[byte]! >= 0 || byte === 0xc0 || byte === 0xc1 || byte >= 0xf5) continue;
      throw new TokenizerFileError(
        say`The byte ${byte.toString(16).padStart(2, "0")} has no token, so that some text could not be encoded.`,
      );
    }
  }

  /** The next pair of the list. Where a part is not made yet, it waits for that, and merges directly after it. */
  addPair(left: number, right: number, merged: number): void {
    if (this.#neverMerged.has(merged) || this.#runIds.has(merged)) return;
    this.#place({ left, right, merged }, false);
  }

  #place(pair: Pair, isLate: boolean): void {
    const left = this.#entryOfId[pair.left]!;
    const right = this.#entryOfId[pair.right]!;
    const made = this.#entryOfId[pair.merged]!;
    if (made >= 0) {
      if (left >= 0 && right >= 0 && this.#left[made] === left && this.#right[made] === right)
        throw new TokenizerFileError(say`The merge of ${pair.left} and ${pair.right} is listed twice.`);
      return;
    }
    if (left < 0 || right < 0) {
      const missing = left < 0 ? pair.left : pair.right;
      const waiting = this.#waiting.get(missing);
      if (waiting === undefined) this.#waiting.set(missing, [pair]);
      else waiting.push(pair);
      return;
    }
    if (!this.#stayApart(left, right)) return; // merging never comes to this pair
    if (isLate && this.#left[left] === right)
      throw new TokenizerFileError(
        say`The merge of ${pair.left} and ${pair.right} ranks before its first part, in a way that is not followed.`,
      );
    this.#add(left, right, pair.merged);
    const waiting = this.#waiting.get(pair.merged);
    if (waiting === undefined) return;
    this.#waiting.delete(pair.merged);
    for (const each of waiting) this.#place(each, true);
  }

  /** Such a run is a piece by itself, of at most so many characters (neighbours.ts), and found whole. */
  addRun(character: string, ids: readonly number[]): void {
    for (const [i, id] of ids.entries()) if (i > 0) this.#wholeRuns.push({ bytes: character.repeat(i + 1), id });
    for (const id of ids.slice(1)) this.#runIds.add(id);
    this.#runs.set(character, ids.length);
  }

  /** Whether merging the bytes of two entries together gives just these two. Goes back through the merges, latest first: the tokens that met
   *  at the border at any one time must not have been the next to merge. */
  #stayApart(left: number, right: number): boolean {
    let leftParent = Infinity; // the merge that ends the time of `left` at the border
    let rightParent = Infinity;
    for (;;) {
      const joined = this.#pairs.get(left, right);
      // Of equal ranks the left one comes first: a merge inside the left token before the one at the border before one inside the right token.
      if (joined >= 0 && joined < leftParent && joined <= rightParent) return false;
      if (left > right) {
        leftParent = left;
        left = this.#right[left]!;
        if (left < 0) return true; // both were bytes, before all merges
      } else {
        rightParent = right;
        right = this.#left[right]!;
        if (right < 0) return true;
      }
    }
  }

  #mergedTo(left: number, right: number): number | undefined {
    const entry = this.#pairs.get(left, right);
    return entry < 0 ? undefined : entry;
  }

  /** The next token in the order of ranks. */
  addRanked({ bytes, id }: FileToken): void {
    if (bytes.length < 2) return;
    const parts = plainEncode(bytesOfBinary(bytes), (left, right) => this.#mergedTo(left, right));
    if (parts.length === 1) throw new TokenizerFileError(say`Two tokens have the bytes of the token ${id}.`);
    if (parts.length === 2) this.#add(parts[0]!, parts[1]!, id);
  }

  #add(left: number, right: number, id: number): number {
    const entry = this.#count++;
    if (entry >= mostEntries) throw new TokenizerFileError(say`The file has more than ${mostEntries} tokens that are merged.`);
    this.#left[entry] = left;
    this.#right[entry] = right;
    const length = this.#lengths[left]! + this.#lengths[right]!;
    if (length > longestToken) throw tooLong(id, length);
    this.#lengths[entry] = length;
    this.#give(entry, id);
    this.#pairs.add(entry);
    return entry;
  }

  done(): MergeTable {
    const unreached = this.#tokens.filter(({ id }) => this.#entryOfId[id]! < 0);
    const entryCount = this.#count;
    return {
      entryCount,
      left: this.#left.slice(0, entryCount),
      right: this.#right.slice(0, entryCount),
      idOfEntry: this.#idOfEntry.slice(0, entryCount),
      firstMerge: this.#firstMerge,
      runs: this.#runs,
      wholeRuns: this.#wholeRuns,
      unreached,
    };
  }
}
