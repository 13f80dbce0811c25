/** A document's tokens, immutable, kept current by its edits. Its law: `tokenizeText(e, a, p).update(edits)` holds the same tokens as
 *  `tokenizeText(e, applyEdits(a, edits), p)`, and chunks that the edits did not disturb are the same objects. */
import { sortEdits } from "../text/edit.ts";
import type { TextEdit } from "../text/edit.ts";
import { encodeBlock, releaseMemory } from "./encoder.ts";
import type { Encoding } from "./encoding.ts";
import { firstEndPast } from "./chunkReaders.ts";
import { retokenize } from "./retokenize.ts";
import { findSpecialToken } from "./specialTokens.ts";
import type { SpecialTokenPolicy, SpecialTokenSpan } from "./specialTokens.ts";
import { specialTokenSpansOf } from "./specialTokenSpans.ts";
import { beginsInside, ChunkBuilder } from "./tokenChunk.ts";
import type { TokenChunk } from "./tokenChunk.ts";

export type { TokenChunk } from "./tokenChunk.ts";

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
  const steps = tokenizeTextSteps(encoding, text, policy);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As `tokenizeText`, in steps of a few milliseconds; yields how many code units are done. Other work with the encoding may go on between. */
export function* tokenizeTextSteps(encoding: Encoding, text: string, policy: SpecialTokenPolicy): Generator<number, TokenizedText> {
  const { encoder } = encoding;
  const builder = new ChunkBuilder(encoder.tables, text);
  for (let at = 0; at < text.length;) {
    const special = policy === "allow" ? findSpecialToken(text, encoding.vocabulary.specialTokens, at) : undefined;
    const to = special?.from ?? text.length;
    while (at < to) {
      const length = encodeBlock(encoder, text, at, to);
      builder.add(encoder.ids, encoder.idCount, length, encoder.byteCount);
      releaseMemory(encoder);
      at += length;
      yield at;
    }
    if (special === undefined) break;
    builder.add(Int32Array.of(special.id), 1, special.to - special.from, encoder.tables.lengths[special.id]!);
    at = special.to;
  }
  builder.flush();
  return new ChunkedText(encoding, policy, builder.chunks);
}

class ChunkedText implements TokenizedText {
  readonly encoding: Encoding;
  readonly policy: SpecialTokenPolicy;
  readonly chunks: readonly TokenChunk[];
  /** Where each chunk starts: its first token, code unit and byte; at the end, the totals. */
  readonly #tokenStarts: Float64Array;
  readonly #starts: Float64Array;
  readonly #byteStarts: Float64Array;

  constructor(encoding: Encoding, policy: SpecialTokenPolicy, chunks: readonly TokenChunk[]) {
    this.encoding = encoding;
    this.policy = policy;
    this.chunks = chunks;
    this.#tokenStarts = new Float64Array(chunks.length + 1);
    this.#starts = new Float64Array(chunks.length + 1);
    this.#byteStarts = new Float64Array(chunks.length + 1);
    let tokens = 0;
    let units = 0;
    let bytes = 0;
    for (let i = 0; i < chunks.length; i++) {
      const chunk = chunks[i]!;
      this.#tokenStarts[i + 1] = tokens += chunk.ids.length;
      this.#starts[i + 1] = units += chunk.text.length;
      this.#byteStarts[i + 1] = bytes += chunk.byteLength;
    }
  }

  get length(): number {
    return this.#starts[this.chunks.length]!;
  }

  get byteLength(): number {
    return this.#byteStarts[this.chunks.length]!;
  }

  get tokenCount(): number {
    return this.#tokenStarts[this.chunks.length]!;
  }

  tokenAt(index: number): Token {
    if (!(index >= 0 && index < this.tokenCount)) throw new RangeError(`There is no token ${index}: the text has ${this.tokenCount}.`);
    const at = chunkAt(this.#tokenStarts, index);
    const { ids, ends, byteEnds } = this.chunks[at]!;
    const token = index - this.#tokenStarts[at]!;
    const start = this.#starts[at]!;
    const byteStart = this.#byteStarts[at]!;
    return {
      index,
      id: ids[token]!,
      from: start + (token === 0 ? 0 : ends[token - 1]!),
      to: start + ends[token]!,
      byteFrom: byteStart + (token === 0 ? 0 : byteEnds[token - 1]!),
      byteTo: byteStart + byteEnds[token]!,
    };
  }

  tokenIndexAt(offset: number): number {
    if (offset >= this.length) return this.tokenCount;
    const at = chunkAt(this.#starts, Math.max(0, offset));
    return this.#tokenStarts[at]! + firstEndPast(this.chunks[at]!.ends, offset - this.#starts[at]!);
  }

  tokenIndexAtByte(byte: number): number {
    if (byte >= this.byteLength) return this.tokenCount;
    const at = chunkAt(this.#byteStarts, Math.max(0, byte));
    return this.#tokenStarts[at]! + firstEndPast(this.chunks[at]!.byteEnds, byte - this.#byteStarts[at]!);
  }

  tokensTouching(from: number, to: number): TokenRange {
    const index = this.tokenIndexAt(from);
    if (to <= from) return { from: index, to: index };
    return { from: this.#firstTouching(index, from), to: Math.min(this.tokenCount, this.tokenIndexAt(to - 1) + 1) };
  }

  /** The first token with a byte of the character at `offset`, which token `index` completes. All of them lie in one chunk. */
  #firstTouching(index: number, offset: number): number {
    if (index === this.tokenCount) return index;
    const at = chunkAt(this.#tokenStarts, index);
    const { ids, ends } = this.chunks[at]!;
    let token = index - this.#tokenStarts[at]!;
    const character = token === 0 ? 0 : ends[token - 1]!; // where the first character starts that the token completes
    const pairLength = (this.chunks[at]!.text.codePointAt(character) ?? 0) > 0xffff ? 2 : 1;
    if (offset - this.#starts[at]! >= character + pairLength) return index; // the character lies wholly in the token
    while (token > 0 && beginsInside(this.encoding.encoder.tables, ids[token]!) && ends[token - 1] === character) token--;
    return this.#tokenStarts[at]! + token;
  }

  ids(from = 0, to = this.tokenCount): Int32Array {
    return this.#gather(from, to, (chunk) => chunk.ids, this.#zeros);
  }

  ends(from = 0, to = this.tokenCount): Int32Array {
    return this.#gather(from, to, (chunk) => chunk.ends, this.#starts);
  }

  get #zeros(): Float64Array {
    return new Float64Array(this.chunks.length);
  }

  /** The values of the tokens [from, to), each raised by its chunk's entry of `bases`. */
  #gather(from: number, to: number, valuesOf: (chunk: TokenChunk) => Int32Array, bases: Float64Array): Int32Array {
    const first = Math.max(0, from);
    const last = Math.min(to, this.tokenCount);
    const gathered = new Int32Array(Math.max(0, last - first));
    for (let at = chunkAt(this.#tokenStarts, first), index = first; index < last; at++) {
      const tokenStart = this.#tokenStarts[at]!;
      const part = valuesOf(this.chunks[at]!).subarray(index - tokenStart, Math.min(last, this.#tokenStarts[at + 1]!) - tokenStart);
      gathered.set(part, index - first);
      const base = bases[at]!;
      if (base !== 0) for (let i = index - first; i < index - first + part.length; i++) gathered[i] = gathered[i]! + base;
      index += part.length;
    }
    return gathered;
  }

  slice(from: number, to: number): string {
    const parts: string[] = [];
    const last = Math.min(to, this.length);
    let at = Math.max(0, from);
    for (let chunk = chunkAt(this.#starts, at); at < last; chunk++) {
      const start = this.#starts[chunk]!;
      parts.push(this.chunks[chunk]!.text.slice(at - start, last - start));
      at = this.#starts[chunk + 1]!;
    }
    return parts.join("");
  }

  pieceAt(tokenIndex: number): Piece {
    const continuesAt = (index: number): boolean => {
      const at = chunkAt(this.#tokenStarts, index);
      return this.chunks[at]!.continues[index - this.#tokenStarts[at]!] === 1;
    };
    const { from: tokenStart } = this.tokenAt(tokenIndex); // throws if there is no such token
    let tokenFrom = tokenIndex;
    while (continuesAt(tokenFrom)) tokenFrom--;
    let tokenTo = tokenIndex + 1;
    while (tokenTo < this.tokenCount && continuesAt(tokenTo)) tokenTo++;
    const from = tokenFrom === tokenIndex ? tokenStart : this.tokenAt(tokenFrom).from;
    return { from, to: this.tokenAt(tokenTo - 1).to, tokenFrom, tokenTo };
  }

  specialTokenSpans(): readonly SpecialTokenSpan[] {
    return specialTokenSpansOf(this.chunks, this.encoding.vocabulary.specialTokens);
  }

  update(edits: readonly TextEdit[]): TokenizedText {
    const sorted = sortEdits(edits, this.length);
    const chunks = [...this.chunks];
    let moved = chunks.length; // chunks before this index are where they were
    for (let i = sorted.length - 1; i >= 0; i--) {
      const edit = sorted[i]!;
      if (edit.from === edit.to && edit.insert === "") continue;
      if (chunks.length === 0) {
        chunks.push(...tokenizeText(this.encoding, edit.insert, this.policy).chunks);
        moved = 0;
        continue;
      }
      // from the last edit to the first: what lies before an edit is still in the coordinates of the original text
      let chunk = Math.min(chunkAt(this.#starts, edit.from), Math.max(0, moved - 1), chunks.length - 1);
      let unit = this.#starts[chunk]!;
      while (chunk + 1 < chunks.length && unit + chunks[chunk]!.text.length <= edit.from) unit += chunks[chunk++]!.text.length;
      moved = Math.min(moved, retokenize(this.encoding, chunks, chunk, unit, edit, this.policy === "allow"));
    }
    return new ChunkedText(this.encoding, this.policy, chunks);
  }
}

/** The index of the chunk that holds a position, given where the chunks start; the last one for a position at the end. */
function chunkAt(starts: Float64Array, position: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
