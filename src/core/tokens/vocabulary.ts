/** All tokens of an encoding: id ↔ bytes, and how each was merged. A token's rank is its id. */
import type { VocabularyFile } from "./vocabularyFile.ts";
import { noMerge } from "./vocabularyFile.ts";

export interface Vocabulary {
  /** The largest id + 1, special tokens included; tiktoken's `n_vocab`. A few ids below it may name no token. */
  readonly vocabSize: number;
  /** Text → id. */
  readonly specialTokens: ReadonlyMap<string, number>;
  isToken(id: number): boolean;
  /** The bytes of one token, a fresh array. @throws RangeError when no token has this id */
  tokenBytes(id: number): Uint8Array;
  /** @throws RangeError when no token has this id */
  tokenByteLength(id: number): number;
  /** The id of the token (special tokens aside) with exactly these bytes, or undefined. */
  idOfBytes(bytes: Uint8Array): number | undefined;
  /** The two ids this one is merged from, or undefined for single bytes and special tokens. */
  mergedFrom(id: number): readonly [left: number, right: number] | undefined;
  /** The id of two adjacent tokens joined, or undefined when they never merge. */
  mergedId(left: number, right: number): number | undefined;
}

/** Ids as array indexes, for code that runs once per token. Nobody writes to these after loading. */
export interface TokenTables {
  /** Mergeable ids: 0 … mergeableCount − 1. */
  readonly mergeableCount: number;
  readonly vocabSize: number;
  /** [vocabSize] bytes of each token; 0 where an id names no token. */
  readonly lengths: Uint8Array;
  /** [vocabSize] a token's length, | `unitsShift`: code units of the characters that begin in it, | `leadShift`: those of the last of these
   *  (0 if none begins in it). */
  readonly shapes: Int32Array;
  /** [vocabSize + 1] where each token's bytes start in `pool`. */
  readonly starts: Int32Array;
  readonly pool: Uint8Array;
  /** [vocabSize] the ids a token is merged from, −1 where it is not. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** [256] the id of each byte. */
  readonly idOfByte: Int32Array;
}

export const unitsShift = 8;
export const leadShift = 16;

/** Lays out the bytes of all tokens: each is its left part and its right part. */
export function tokenTables(file: VocabularyFile, specialTokens: readonly (readonly [text: string, id: number])[]): TokenTables {
  const mergeableCount = file.left.length + 256;
  const vocabSize = Math.max(mergeableCount, ...specialTokens.map(([, id]) => id + 1));
  const left = new Int32Array(vocabSize).fill(noMerge);
  const right = new Int32Array(vocabSize).fill(noMerge);
  left.set(file.left, 256);
  right.set(file.right, 256);
  const lengths = new Uint8Array(vocabSize).fill(1, 0, 256);
  const specialBytes = new Map(specialTokens.map(([text, id]) => [id, new TextEncoder().encode(text)]));
  for (let id = 256; id < vocabSize; id++) {
    lengths[id] = left[id] === noMerge ? (specialBytes.get(id)?.length ?? 0) : lengths[left[id]!]! + lengths[right[id]!]!;
  }
  const starts = new Int32Array(vocabSize + 1);
  for (let id = 0; id < vocabSize; id++) starts[id + 1] = starts[id]! + lengths[id]!;
  const pool = new Uint8Array(starts[vocabSize]! + 32);
  pool.set(file.byteOfId);
  for (let id = 256; id < vocabSize; id++) {
    let at = starts[id]!;
    if (left[id] === noMerge) {
      pool.set(specialBytes.get(id) ?? [], at);
      continue;
    }
    for (const part of [left[id]!, right[id]!]) for (let from = starts[part]!; from < starts[part + 1]!; from++) pool[at++] = pool[from]!;
  }
  const shapes = new Int32Array(vocabSize);
  for (let id = 0; id < vocabSize; id++) {
    let shape = lengths[id]!;
    if (id >= 256 && left[id] !== noMerge) {
      const rightShape = shapes[right[id]!]!;
      shape = shapes[left[id]!]! + rightShape;
      if (rightShape >> leadShift !== 0) shape = (shape & ((1 << leadShift) - 1)) | ((rightShape >> leadShift) << leadShift);
    } else {
      for (let at = starts[id]!; at < starts[id + 1]!; at++) {
        const units = unitsOfByte(pool[at]!);
        if (units > 0) shape = ((shape + (units << unitsShift)) & ((1 << leadShift) - 1)) | (units << leadShift);
      }
    }
    shapes[id] = shape;
  }
  const idOfByte = new Int32Array(256);
  for (let id = 0; id < 256; id++) idOfByte[file.byteOfId[id]!] = id;
  return { mergeableCount, vocabSize, lengths, shapes, starts, pool, left, right, idOfByte };
}

/** UTF-16 code units of the character that the byte begins; 0 for a byte that continues one. */
const unitsOfByte = (byte: number): number => ((byte & 0xc0) === 0x80 ? 0 : byte < 0xf0 ? 1 : 2);

/** The vocabulary as others see it. @param mergedId the id of two adjacent ids  @param find the id of a token's bytes; −1 for none */
export function vocabularyOf(
  tables: TokenTables,
  specials: readonly (readonly [text: string, id: number])[],
  mergedId: (left: number, right: number) => number,
  find: (bytes: Uint8Array) => number,
): Vocabulary {
  const { lengths, starts, pool, left, right, vocabSize } = tables;
  const isToken = (id: number): boolean => id >= 0 && id < vocabSize && (lengths[id] ?? 0) > 0;
  const check = (id: number): void => {
    if (!isToken(id)) throw new RangeError(`There is no token ${id} in this vocabulary, which has ids below ${vocabSize}.`);
  };
  return {
    vocabSize,
    specialTokens: new Map(specials),
    isToken,
    tokenBytes(id) {
      check(id);
      return pool.slice(starts[id], starts[id + 1]);
    },
    tokenByteLength(id) {
      check(id);
      return lengths[id]!;
    },
    idOfBytes(bytes) {
      const id = find(bytes);
      return id < 0 ? undefined : id;
    },
    mergedFrom: (id) => (isToken(id) && left[id] !== noMerge ? [left[id]!, right[id]!] : undefined),
    mergedId(leftId, rightId) {
      const id = mergedId(leftId, rightId);
      return id < 0 ? undefined : id;
    },
  };
}
