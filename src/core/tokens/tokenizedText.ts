/** A document's tokens, immutable, kept current by its edits. Its law: `tokenizeText(e, a, p).update(edits)` holds the same tokens as
 *  `tokenizeText(e, applyEdits(a, edits), p)`, and chunks that the edits did not disturb are the same objects. */
import { applyEdits } from "../text/edit.ts";
import type { TextEdit } from "../text/edit.ts";
import { utf8Length } from "../text/offsets.ts";
import type { Encoding } from "./encoding.ts";
import { findSpecialToken } from "./specialTokens.ts";
import type { SpecialTokenPolicy, SpecialTokenSpan } from "./specialTokens.ts";

/** A token at its place. [from, to) are code units, [byteFrom, byteTo) bytes; a token that holds only the beginning of a character has
 *  from = to, and the token that completes the character holds all of it. */
export interface Token {
  readonly index: number;
  readonly id: number;
  readonly from: number;
  readonly to: number;
  readonly byteFrom: number;
  readonly byteTo: number;
}

/** A stretch of the text and its tokens. Never changes; versions of a text share it, so it can be the key of a WeakMap. */
export interface TokenChunk {
  readonly text: string;
  readonly byteLength: number;
  readonly ids: Int32Array;
  /** Where each token ends, in code units from the start of the chunk; see `EncodedText`. */
  readonly ends: Int32Array;
  /** Where each token ends, in bytes from the start of the chunk. */
  readonly byteEnds: Int32Array;
}

/** Token indexes [from, to). */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** One match of the pre-tokenizer, or one special token: code units [from, to), token indexes [tokenFrom, tokenTo). */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly tokenFrom: number;
  readonly tokenTo: number;
}

export interface TokenizedText {
  readonly encoding: Encoding;
  readonly policy: SpecialTokenPolicy;
  /** Code units. */
  readonly length: number;
  readonly byteLength: number;
  readonly tokenCount: number;
  readonly chunks: readonly TokenChunk[];
  /** @throws RangeError when there is no such token */
  tokenAt(index: number): Token;
  /** The token that holds the character at a code unit offset (the one that completes it); `tokenCount` at the end of the text. */
  tokenIndexAt(offset: number): number;
  /** The token that holds a byte; `tokenCount` at the end of the text. */
  tokenIndexAtByte(byte: number): number;
  /** All tokens whose bytes overlap the characters in [from, to): for an emoji split over three tokens, all three. Empty if from = to. */
  tokensTouching(from: number, to: number): TokenRange;
  /** The ids of the tokens [from, to), by default of all. */
  ids(from?: number, to?: number): Int32Array;
  /** The ends of the tokens [from, to) in code units of the text. */
  ends(from?: number, to?: number): Int32Array;
  /** The text [from, to). */
  slice(from: number, to: number): string;
  /** The piece that the token belongs to. */
  pieceAt(tokenIndex: number): Piece;
  /** All occurrences of special tokens, whatever the policy: under "error" the text is tokenized as "text" and these are the errors. */
  specialTokenSpans(): readonly SpecialTokenSpan[];
  /** The text after the edits of one change: in coordinates of this text, not overlapping, in any order. @throws RangeError otherwise */
  update(edits: readonly TextEdit[]): TokenizedText;
}

export function tokenizeText(encoding: Encoding, text: string, policy: SpecialTokenPolicy): TokenizedText {
  const { ids, ends } = encoding.encodeWithEnds(text, policy === "error" ? "text" : policy);
  const byteEnds = new Int32Array(ids.length);
  let byteLength = 0;
  for (let i = 0; i < ids.length; i++) byteEnds[i] = byteLength += encoding.vocabulary.tokenByteLength(ids[i]!);
  const endAt = (index: number): number => (index < 0 ? 0 : ends[index]!);
  const byteEndAt = (index: number): number => (index < 0 ? 0 : byteEnds[index]!);
  const firstPast = (values: Int32Array, value: number): number => {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle]! > value) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    encoding,
    policy,
    length: text.length,
    byteLength,
    tokenCount: ids.length,
    chunks: ids.length === 0 ? [] : [{ text, byteLength, ids, ends, byteEnds }],
    tokenAt(index) {
      if (!(index >= 0 && index < ids.length)) throw new RangeError(`There is no token ${index}: the text has ${ids.length}.`);
      return { index, id: ids[index]!, from: endAt(index - 1), to: ends[index]!, byteFrom: byteEndAt(index - 1), byteTo: byteEnds[index]! };
    },
    tokenIndexAt: (offset) => firstPast(ends, offset),
    tokenIndexAtByte: (byte) => firstPast(byteEnds, byte),
    tokensTouching(from, to) {
      if (from >= to) return { from: firstPast(ends, from), to: firstPast(ends, from) };
      return { from: firstPast(byteEnds, utf8Length(text, 0, from)), to: firstPast(byteEnds, utf8Length(text, 0, to) - 1) + 1 };
    },
    ids: (from = 0, to = ids.length) => ids.slice(from, to),
    ends: (from = 0, to = ids.length) => ends.slice(from, to),
    slice: (from, to) => text.slice(from, to),
    pieceAt(tokenIndex) {
      return { from: endAt(tokenIndex - 1), to: ends[tokenIndex]!, tokenFrom: tokenIndex, tokenTo: tokenIndex + 1 };
    },
    specialTokenSpans() {
      const spans: SpecialTokenSpan[] = [];
      for (let at = 0; ;) {
        const span = findSpecialToken(text, encoding.vocabulary.specialTokens, at);
        if (span === undefined) return spans;
        spans.push(span);
        at = span.to;
      }
    },
    update: (edits) => tokenizeText(encoding, applyEdits(text, edits), policy),
  };
}

/** As `tokenizeText`, in steps of a few milliseconds; yields how many code units are done. */
export function* tokenizeTextSteps(encoding: Encoding, text: string, policy: SpecialTokenPolicy): Generator<number, TokenizedText> {
  yield 0;
  return tokenizeText(encoding, text, policy);
}
