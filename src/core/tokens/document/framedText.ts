/** A text's tokens with the model's own start and end tokens around them. These have no text: a start token is empty at the beginning, an end
 *  token at the end, so all places are those of the text alone. Its law: its ids are start, the text's, end, also after edits. */
import { rangeError } from "../../errors.ts";
import { say } from "../../sentence.ts";
import type { TextEdit } from "../../text/edit.ts";
import type { Encoding } from "../encoding.ts";
import type { SpecialTokenPolicy, SpecialTokenSpan } from "../specialTokens.ts";
import { addedTokens, type StartAndEnd } from "../template.ts";
import type { TokenChunk } from "./tokenChunk.ts";
import type { Piece, Token, TokenizedText, TokenRange } from "./tokenizedText.ts";

/** @param isWanted else, and where the encoding has no such tokens, the text as it is */
export function withStartAndEnd(text: TokenizedText, isWanted: boolean): TokenizedText {
  const added = addedTokens(text.encoding.spec.template, isWanted);
  return added === undefined ? text : new FramedText(text, added, chunkOf(added.start), chunkOf(added.end));
}

function chunkOf(ids: readonly number[]): TokenChunk | undefined {
  if (ids.length === 0) return undefined;
  const none = new Int32Array(ids.length);
  return { text: "", byteLength: 0, ids: Int32Array.from(ids), continues: new Uint8Array(ids.length), ends: none, byteEnds: none };
}

class FramedText implements TokenizedText {
  readonly #text: TokenizedText;
  readonly added: StartAndEnd;
  readonly #start: TokenChunk | undefined;
  readonly #end: TokenChunk | undefined;
  readonly chunks: readonly TokenChunk[];

  constructor(text: TokenizedText, added: StartAndEnd, start: TokenChunk | undefined, end: TokenChunk | undefined) {
    this.#text = text;
    this.added = added;
    this.#start = start;
    this.#end = end;
    this.chunks = [start, ...text.chunks, end].filter((chunk) => chunk !== undefined);
  }

  get encoding(): Encoding {
    return this.#text.encoding;
  }

  get policy(): SpecialTokenPolicy {
    return this.#text.policy;
  }

  get length(): number {
    return this.#text.length;
  }

  get byteLength(): number {
    return this.#text.byteLength;
  }

  get tokenCount(): number {
    return this.#textEnd + this.added.end.length;
  }

  /** Tokens up to here are before the text, or in it. */
  get #textEnd(): number {
    return this.#textStart + this.#text.tokenCount;
  }

  get #textStart(): number {
    return this.added.start.length;
  }

  tokenAt(index: number): Token {
    const start = this.#textStart;
    const end = this.#textEnd;
    if (index >= start && index < end) return { ...this.#text.tokenAt(index - start), index };
    const id = index < start ? this.added.start[index] : this.added.end[index - end];
    if (id === undefined) throw rangeError(say`There is no token ${index}: the text has ${this.tokenCount}.`);
    const [unit, byte] = index < start ? [0, 0] : [this.length, this.byteLength];
    return { index, id, from: unit, to: unit, byteFrom: byte, byteTo: byte };
  }

  tokenIndexAt(offset: number): number {
    return Math.max(0, offset) >= this.length ? this.#textEnd : this.#textStart + this.#text.tokenIndexAt(offset);
  }

  tokenIndexAtByte(byte: number): number {
    return Math.max(0, byte) >= this.byteLength ? this.#textEnd : this.#textStart + this.#text.tokenIndexAtByte(byte);
  }

  tokensTouching(from: number, to: number): TokenRange {
    const touching = this.#text.tokensTouching(from, to);
    return { from: this.#textStart + touching.from, to: this.#textStart + touching.to };
  }

  ids(from = 0, to = this.tokenCount): Int32Array {
    return this.#joined(from, to, this.added.start, this.#text.ids(from - this.#textStart, to - this.#textStart), this.added.end);
  }

  ends(from = 0, to = this.tokenCount): Int32Array {
    const { start, end } = this.added;
    const inText = this.#text.ends(from - this.#textStart, to - this.#textStart);
    return this.#joined(
      from,
      to,
      start.map(() => 0),
      inText,
      end.map(() => this.length),
    );
  }

  /** Values of the tokens [from, to). @param inText those of the text's tokens among them */
  #joined(from: number, to: number, start: readonly number[], inText: Int32Array, end: readonly number[]): Int32Array {
    const before = start.slice(Math.max(0, from), Math.max(0, to));
    const after = end.slice(Math.max(0, from - this.#textEnd), Math.max(0, to - this.#textEnd));
    if (before.length === 0 && after.length === 0) return inText;
    const joined = new Int32Array(before.length + inText.length + after.length);
    joined.set(before);
    joined.set(inText, before.length);
    joined.set(after, before.length + inText.length);
    return joined;
  }

  slice(from: number, to: number): string {
    return this.#text.slice(from, to);
  }

  pieceAt(tokenIndex: number): Piece {
    const start = this.#textStart;
    if (tokenIndex < start || tokenIndex >= this.#textEnd) {
      const { from, to } = this.tokenAt(tokenIndex); // throws if there is no such token
      return { from, to, tokenFrom: tokenIndex, tokenTo: tokenIndex + 1 };
    }
    const { from, to, tokenFrom, tokenTo } = this.#text.pieceAt(tokenIndex - start);
    return { from, to, tokenFrom: tokenFrom + start, tokenTo: tokenTo + start };
  }

  specialTokenSpans(): readonly SpecialTokenSpan[] {
    return this.#text.specialTokenSpans();
  }

  update(edits: readonly TextEdit[]): TokenizedText {
    return new FramedText(this.#text.update(edits), this.added, this.#start, this.#end);
  }
}
