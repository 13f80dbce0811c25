/** All tokens of an encoding: id ↔ bytes. */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import type { TokenLayout } from "./engine/tokenTables.ts";
import type { SpecialTokenSet } from "./specialTokens.ts";

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
}

/** The vocabulary as others see it. @param find the id of a token's bytes; −1 for none */
export function vocabularyOf(tokens: TokenLayout, specialTokens: SpecialTokenSet, find: (bytes: Uint8Array) => number): Vocabulary {
  const { vocabSize } = tokens;
  const isToken = (id: number): boolean => id >= 0 && id < vocabSize && (tokens.lengths[id] ?? 0) > 0;
  const check = (id: number): void => {
    if (!isToken(id)) throw rangeError(say`There is no token ${id} in this vocabulary, which has ids below ${vocabSize}.`);
  };
  return {
    vocabSize,
    specialTokens,
    isToken,
    tokenBytes(id) {
      check(id);
      const start = tokens.starts[id]!;
      return tokens.pool.slice(start, start + tokens.lengths[id]!);
    },
    tokenByteLength(id) {
      check(id);
      return tokens.lengths[id]!;
    },
    idOfBytes(bytes) {
      const id = find(bytes);
      return id < 0 ? undefined : id;
    },
  };
}
