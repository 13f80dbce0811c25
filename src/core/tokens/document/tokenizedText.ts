/** A document's tokens, immutable, kept current by its edits. Its law: `tokenizeText(e, a, p).update(edits)` holds the same tokens as
 *  `tokenizeText(e, applyEdits(a, edits), p)`, and chunks that the edits did not disturb are the same objects. */
import { rangeError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import { finish } from "../../steps.ts";
import { sortEdits } from "../../text/edit.ts";
import type { TextEdit } from "../../text/edit.ts";
import type { Encoding } from "../encoding.ts";
import { firstEndPast } from "./chunkReaders.ts";
import { chunkAt, chunkStarts, movedChunkStarts } from "./chunkStarts.ts";
import type { ChunkStarts } from "./chunkStarts.ts";
import { retokenize } from "./retokenize.ts";
import { foundUnder } from "../specialTokens.ts";
import type { SpecialTokenPolicy, SpecialTokenSpan } from "../specialTokens.ts";
import type { StartAndEnd } from "../template.ts";
import { specialTokenSpansOf } from "./specialTokenSpans.ts";
import { beginsInside } from "./tokenChunk.ts";
import type { TokenChunk } from "./tokenChunk.ts";
import { tokenizeSteps } from "./tokenizeSteps.ts";

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
  /** The start and end tokens that are put around the text, of no length; undefined: none are (framedText.ts). */
  readonly added: StartAndEnd | undefined;
  readonly chunks: readonly TokenChunk[];
  /** @throws RangeError when there is no such token */
  tokenAt(index: number): Token;
  /** The token that holds the character at a code unit offset (the one that completes it); at the end of the text, the number of tokens before
   *  that: `tokenCount`, less what is added there. */
  tokenIndexAt(offset: number): number;
  /** The token that holds a byte; at the end of the text as `tokenIndexAt`. */
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
  return finish(tokenizeTextSteps(encoding, text, policy));
}

/**
 * As `tokenizeText`, in steps of a few milliseconds; yields how many code units are done. Other work with the encoding may go on between.
 * @param text whole, or in parts that make the text together. A long text is better given in parts: they are never joined where the encoding
 *   knows where it may cut, and joining 10 MB would take longer than a step
 */
export function* tokenizeTextSteps(
  encoding: Encoding,
  text: string | readonly string[],
  policy: SpecialTokenPolicy,
): Generator<number, TokenizedText> {
  const chunks: TokenChunk[] = [];
  let before = 0;
  for (const part of typeof text === "string" ? [text] : partsThatStandAlone(encoding, text)) {
    const steps = tokenizeSteps(encoding, part, policy);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) yield before + step.value;
    for (const chunk of step.value) chunks.push(chunk);
    before += part.length;
  }
  return new ChunkedText(encoding, policy, chunks, chunkStarts(chunks));
}

/** Code units of a part's end in which a cut is looked for. It is nearly always in the last line. */
const searched = 4096;
/** At the start of what is searched no cut is believed: a special token may reach into it. Longer than any. */
const margin = 512;

/** The same text in parts that, tokenized one by one, give the tokens of the whole: each part given ends at its last safe cut. */
function* partsThatStandAlone(encoding: Encoding, parts: readonly string[]): Generator<string, void> {
  let held = "";
  for (const [i, part] of parts.entries()) {
    held += part;
    if (i + 1 === parts.length) break;
    const end = held.slice(-searched);
    const cut = encoding.lastSafeCut(end);
    if (cut === 0 || (cut < margin && end.length < held.length)) continue;
    const at = held.length - end.length + cut;
    yield held.slice(0, at);
    held = held.slice(at);
  }
  if (held !== "") yield held;
}

class ChunkedText implements TokenizedText {
  readonly encoding: Encoding;
  readonly policy: SpecialTokenPolicy;
  readonly chunks: readonly TokenChunk[];
  readonly added = undefined;
  readonly #starts: ChunkStarts;

  constructor(encoding: Encoding, policy: SpecialTokenPolicy, chunks: readonly TokenChunk[], starts: ChunkStarts) {
    this.encoding = encoding;
    this.policy = policy;
    this.chunks = chunks;
    this.#starts = starts;
  }

  get length(): number {
    return this.#starts.units[this.chunks.length]!;
  }

  get byteLength(): number {
    return this.#starts.bytes[this.chunks.length]!;
  }

  get tokenCount(): number {
    return this.#starts.tokens[this.chunks.length]!;
  }

  tokenAt(index: number): Token {
    if (!(index >= 0 && index < this.tokenCount)) throw rangeError(say`There is no token ${index}: the text has ${this.tokenCount}.`);
    const at = chunkAt(this.#starts.tokens, index);
    const { ids, ends, byteEnds } = this.chunks[at]!;
    const token = index - this.#starts.tokens[at]!;
    const start = this.#starts.units[at]!;
    const byteStart = this.#starts.bytes[at]!;
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
    const at = chunkAt(this.#starts.units, Math.max(0, offset));
    return this.#starts.tokens[at]! + firstEndPast(this.chunks[at]!.ends, offset - this.#starts.units[at]!);
  }

  tokenIndexAtByte(byte: number): number {
    if (byte >= this.byteLength) return this.tokenCount;
    const at = chunkAt(this.#starts.bytes, Math.max(0, byte));
    return this.#starts.tokens[at]! + firstEndPast(this.chunks[at]!.byteEnds, byte - this.#starts.bytes[at]!);
  }

  tokensTouching(from: number, to: number): TokenRange {
    const index = this.tokenIndexAt(from);
    if (to <= from) return { from: index, to: index };
    return { from: this.#firstTouching(index, from), to: Math.min(this.tokenCount, this.tokenIndexAt(to - 1) + 1) };
  }

  /** The first token with a byte of the character at `offset`, which token `index` completes. All of them lie in one chunk. */
  #firstTouching(index: number, offset: number): number {
    if (index === this.tokenCount) return index;
    const at = chunkAt(this.#starts.tokens, index);
    const { ids, ends } = this.chunks[at]!;
    let token = index - this.#starts.tokens[at]!;
    const character = token === 0 ? 0 : ends[token - 1]!; // where the first character starts that the token completes
    const pairLength = (this.chunks[at]!.text.codePointAt(character) ?? 0) > 0xffff ? 2 : 1;
    if (offset - this.#starts.units[at]! >= character + pairLength) return index; // the character lies wholly in the token
    while (token > 0 && beginsInside(this.encoding.encoder.tokens, ids[token]!) && ends[token - 1] === character) token--;
    return this.#starts.tokens[at]! + token;
  }

  ids(from = 0, to = this.tokenCount): Int32Array {
    return this.#gather(from, to, (chunk) => chunk.ids, this.#zeros);
  }

  ends(from = 0, to = this.tokenCount): Int32Array {
    return this.#gather(from, to, (chunk) => chunk.ends, this.#starts.units);
  }

  get #zeros(): Int32Array {
    return new Int32Array(this.chunks.length);
  }

  /** The values of the tokens [from, to), each raised by its chunk's entry of `bases`. */
  #gather(from: number, to: number, valuesOf: (chunk: TokenChunk) => Int32Array, bases: Int32Array): Int32Array {
    const first = Math.max(0, from);
    const last = Math.min(to, this.tokenCount);
    const gathered = new Int32Array(Math.max(0, last - first));
    for (let at = chunkAt(this.#starts.tokens, first), index = first; index < last; at++) {
      const tokenStart = this.#starts.tokens[at]!;
      const part = valuesOf(this.chunks[at]!).subarray(index - tokenStart, Math.min(last, this.#starts.tokens[at + 1]!) - tokenStart);
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
    for (let chunk = chunkAt(this.#starts.units, at); at < last; chunk++) {
      const start = this.#starts.units[chunk]!;
      parts.push(this.chunks[chunk]!.text.slice(at - start, last - start));
      at = this.#starts.units[chunk + 1]!;
    }
    return parts.join("");
  }

  pieceAt(tokenIndex: number): Piece {
    const continuesAt = (index: number): boolean => {
      const at = chunkAt(this.#starts.tokens, index);
      return this.chunks[at]!.continues[index - this.#starts.tokens[at]!] === 1;
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
    const chunks = this.chunks.slice();
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
      let chunk = Math.min(chunkAt(this.#starts.units, edit.from), Math.max(0, moved - 1), chunks.length - 1);
      let unit = this.#starts.units[chunk]!;
      while (chunk + 1 < chunks.length && unit + chunks[chunk]!.text.length <= edit.from) unit += chunks[chunk++]!.text.length;
      moved = Math.min(
        moved,
        retokenize(this.encoding, chunks, chunk, unit, edit, foundUnder(this.policy, this.encoding.vocabulary.specialTokens)),
      );
    }
    const starts = movedChunkStarts(this.chunks, this.#starts, chunks, Math.min(moved, chunks.length));
    return new ChunkedText(this.encoding, this.policy, chunks, starts);
  }
}
