/** All tokens of an encoding: id ↔ bytes, and how each was merged. A token's rank is its id. */
import type { TokenTables } from "./engine/tokenTables.ts";
import type { SpecialTokenSet } from "./specialTokens.ts";
import { noMerge } from "./vocabularyFile.ts";

export interface Vocabulary {
  /** The largest id + 1, special tokens included; tiktoken's `n_vocab`. A few ids below it may name no token. */
  readonly vocabSize: number;
  readonly specialTokens: SpecialTokenSet;
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

/** The vocabulary as others see it. @param mergedId the id of two adjacent ids  @param find the id of a token's bytes; −1 for none */
export function vocabularyOf(
  tables: TokenTables,
  specialTokens: SpecialTokenSet,
  mergedId: (left: number, right: number) => number,
  find: (bytes: Uint8Array) => number,
): Vocabulary {
  const { left, right, vocabSize } = tables;
  const isToken = (id: number): boolean => id >= 0 && id < vocabSize && (tables.lengths[id] ?? 0) > 0;
  const check = (id: number): void => {
    if (!isToken(id)) throw new RangeError(`There is no token ${id} in this vocabulary, which has ids below ${vocabSize}.`);
  };
  return {
    vocabSize,
    specialTokens,
    isToken,
    tokenBytes(id) {
      check(id);
      return tables.pool.slice(tables.starts[id], tables.starts[id + 1]);
    },
    tokenByteLength(id) {
      check(id);
      return tables.lengths[id]!;
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
