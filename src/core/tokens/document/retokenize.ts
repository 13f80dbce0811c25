/** An edit of a tokenized document: re-tokenizes from a piece that the edit cannot have disturbed to the first new piece that starts where an
 *  old one did. Patterns never look behind, so from there on all is as it was. */
import type { TextEdit } from "../../text/edit.ts";
import { isLowSurrogate } from "../../text/surrogates.ts";
import { continues, encodeBlock, idMask, releaseMemory } from "../engine/encoder.ts";
import { endBefore, PieceStarts, TextReader } from "./chunkReaders.ts";
import type { FreshTokens, Place } from "./chunkReaders.ts";
import { editInPiece } from "./editInPiece.ts";
import { endsOf } from "../engine/blockResults.ts";
import type { Encoding } from "../encoding.ts";
import type { SpecialTokenSet } from "../specialTokens.ts";
import { TokenFinder } from "../tokenFinder.ts";
import { disturbedStart, isBehindSpecial, mayRestart, settledPlace } from "./restart.ts";
import { chunkLength, createChunk, splitChunk, utf8Length } from "./tokenChunk.ts";
import type { TokenChunk } from "./tokenChunk.ts";

/** Code units beyond the edit that are read first, and as many again and more until old and new pieces meet. */
const firstReach = 96;

/** Applies one edit to the chunks of a text, in place. @param chunk index of the chunk that holds the edit's start  @param unit where it starts */
export function retokenize(
  encoding: Encoding,
  chunks: TokenChunk[],
  chunk: number,
  unit: number,
  edit: TextEdit,
  specialTokens: SpecialTokenSet | undefined,
): number {
  const inPiece = editInPiece(encoding.encoder, chunks, chunk, unit, edit, specialTokens);
  if (inPiece !== undefined) {
    releaseMemory(encoding.encoder);
    return replace(encoding, chunks, inPiece.start, inPiece.startUnit, inPiece.fresh);
  }
  const disturbedFrom = disturbedStart(chunks, chunk, unit, edit, encoding.encoder, specialTokens);
  const start = settledPlace(encoding.encoder, specialTokens, chunks, chunk, unit, disturbedFrom);
  const startUnit = start.unit + endBefore(chunks[start.chunk]!, start.token);
  const fresh = tokenizeUntilMet(encoding, chunks, start, startUnit, edit, specialTokens);
  return replace(encoding, chunks, start, startUnit, fresh);
}

function tokenizeUntilMet(
  encoding: Encoding,
  chunks: readonly TokenChunk[],
  start: Place,
  startUnit: number,
  edit: TextEdit,
  specialTokens: SpecialTokenSet | undefined,
): FreshTokens {
  const { encoder } = encoding;
  const longest = specialTokens?.longest ?? 0;
  const before = new TextReader(chunks, start.chunk, start.unit, startUnit);
  const after = new TextReader(chunks, start.chunk, start.unit, edit.to);
  let text = (edit.from > startUnit ? readExactly(before, edit.from - startUnit) : "") + edit.insert;
  const disturbedTo = text.length + 1; // a unit more: it may be half of a surrogate pair
  const shift = startUnit - (edit.insert.length - (edit.to - edit.from)); // old position of a position in `text`, behind the edit
  const old = new PieceStarts(chunks, start.chunk, start.unit, edit.to);
  /** Whether the old piece that starts at a place goes on as the new one does. */
  const isMeeting = (place: number, isStart: boolean): boolean =>
    mayRestart(encoder, specialTokens, text.charCodeAt(place - 1), text.codePointAt(place)) &&
    (encoder.given?.normalizer?.dependsOnStart !== true || isStart || !isBehindSpecial(chunks, old.place(), specialTokens));
  const fresh = freshList;
  fresh.clear();
  let at = 0; // tokens up to here are in `fresh`
  let segment = isBehindSpecial(chunks, start, specialTokens) ? 0 : -1; // where the text between special tokens starts
  if (startUnit === 0) segment = 0;
  for (let reach = firstReach; ; reach *= 4) {
    text += after.read(reach + longest);
    const isEnd = after.isAtEnd;
    const limit = isEnd ? text.length : outsidePair(text, text.length - longest);
    const finder = specialTokens && new TokenFinder(text, specialTokens);
    while (at < limit) {
      const special = finder?.find(at, limit);
      if (special?.to === text.length && !isEnd) break; // it may take more white space along
      if (special?.from === at) {
        if (at >= disturbedTo && old.isAt(at + shift) && isMeeting(at, true)) return fresh.done(text, at, old.place());
        at = special.to;
        segment = at;
        fresh.add(special.id, at);
        continue;
      }
      const length = encodeBlock(encoder, text, at, special?.from ?? limit, special !== undefined || isEnd, at === segment);
      if (length === 0) break;
      const first = fresh.count;
      fresh.reserve(encoder.idCount);
      const ends = endsOf(encoder, length);
      for (let i = 0; i < encoder.idCount; i++) {
        const id = encoder.ids[i]!;
        const from = i === 0 ? at : at + ends[i - 1]!;
        if ((id & continues) === 0 && from >= disturbedTo && old.isAt(from + shift) && isMeeting(from, from === segment)) {
          releaseMemory(encoder);
          return fresh.done(text, from, old.place());
        }
        fresh.ids[first + i] = id;
        fresh.ends[first + i] = at + ends[i]!;
        fresh.count = first + i + 1;
      }
      at += length;
    }
    if (isEnd && at >= limit) {
      releaseMemory(encoder);
      return fresh.done(text, text.length, { chunk: chunks.length, unit: 0, token: 0 });
    }
  }
}

function readExactly(reader: TextReader, length: number): string {
  const text = reader.read(length);
  return text.length > length ? text.slice(0, length) : text; // the edit is inside a surrogate pair
}

/** `at`, or one less if that would be inside a surrogate pair. */
const outsidePair = (text: string, at: number): number => (at > 0 && isLowSurrogate(text.charCodeAt(at)) ? at - 1 : Math.max(0, at));

const firstLength = 1024;
/** A list that grew for a large edit is not kept beyond this. */
const keptLength = 1 << 16;

class FreshList {
  ids = new Int32Array(firstLength);
  ends = new Int32Array(firstLength);
  count = 0;

  reserve(more: number): void {
    if (this.count + more <= this.ids.length) return;
    const ids = new Int32Array((this.count + more) * 2);
    const ends = new Int32Array(ids.length);
    ids.set(this.ids.subarray(0, this.count));
    ends.set(this.ends.subarray(0, this.count));
    this.ids = ids;
    this.ends = ends;
  }

  add(id: number, end: number): void {
    this.reserve(1);
    this.ids[this.count] = id;
    this.ends[this.count++] = end;
  }

  /** Forgets all, also the memory that a large edit needed. */
  clear(): void {
    this.count = 0;
    if (this.ids.length <= keptLength) return;
    this.ids = new Int32Array(firstLength);
    this.ends = new Int32Array(firstLength);
  }

  done(text: string, length: number, met: Place): FreshTokens {
    return { text: text.slice(0, length), ids: this.ids, ends: this.ends, count: this.count, met };
  }
}

/** Its lists are used up before the next edit. */
const freshList = new FreshList();

/** Puts the fresh tokens between the old ones before `start` and from `fresh.met` on. @returns the index of the first chunk replaced */
function replace(encoding: Encoding, chunks: TokenChunk[], start: Place, startUnit: number, fresh: FreshTokens): number {
  const { tokens } = encoding.encoder;
  const { lengths } = tokens;
  const { met } = fresh;
  const left = chunks[start.chunk]!;
  const right = met.token === 0 ? undefined : chunks[met.chunk]; // a chunk met at its start stays
  const leftUnits = startUnit - start.unit;
  const rightFrom = right === undefined ? 0 : endBefore(right, met.token);
  const rightCount = right === undefined ? 0 : right.ids.length - met.token;
  const count = start.token + fresh.count + rightCount;
  const memory = new ArrayBuffer(count * 9); // one for all three: getting memory is much of what an edit costs
  const ids = new Int32Array(memory, 0, count);
  const ends = new Int32Array(memory, count * 4, count);
  const continuing = new Uint8Array(memory, count * 8, count);
  ids.set(left.ids.subarray(0, start.token));
  continuing.set(left.continues.subarray(0, start.token));
  ends.set(left.ends.subarray(0, start.token));
  let byteLength = bytesKept(lengths, left, start.token, right, met.token);
  let at = start.token;
  for (let i = 0; i < fresh.count; i++, at++) {
    const id = fresh.ids[i]! & idMask;
    ids[at] = id;
    continuing[at] = (fresh.ids[i]! & continues) === 0 ? 0 : 1;
    ends[at] = leftUnits + fresh.ends[i]!;
    byteLength += lengths[id]!;
  }
  let text = left.text.slice(0, leftUnits) + fresh.text;
  if (right !== undefined) {
    const shift = text.length - rightFrom;
    ids.set(right.ids.subarray(met.token), at);
    continuing.set(right.continues.subarray(met.token), at);
    const { ends: rightEnds } = right;
    for (let i = met.token; i < rightEnds.length; i++, at++) ends[at] = rightEnds[i]! + shift;
    text += right.text.slice(rightFrom);
  }
  const replaced = met.chunk - start.chunk + (right === undefined ? 0 : 1);
  if (!tokens.givePlaces) byteLength = utf8Length(text, 0, text.length);
  const parts = count === 0 ? [] : splitChunk(tokens, createChunk(tokens, text, byteLength, ids, continuing, ends));
  chunks.splice(start.chunk, replaced, ...parts);
  return joinShort(encoding, chunks, start.chunk);
}

/** The bytes of the tokens of `left` before `to` and of those of `right` from `from` on. */
function bytesKept(lengths: Uint16Array, left: TokenChunk, to: number, right: TokenChunk | undefined, from: number): number {
  if (left === right) return left.byteLength - bytesOf(lengths, left, to, from);
  return bytesOf(lengths, left, 0, to) + (right === undefined ? 0 : right.byteLength - bytesOf(lengths, right, 0, from));
}

function bytesOf(lengths: Uint16Array, { ids }: TokenChunk, from: number, to: number): number {
  let bytes = 0;
  for (let i = from; i < to; i++) bytes += lengths[ids[i]!]!;
  return bytes;
}

/** Joins the chunk with the one before it if both are short, so that deletions leave no crumbs. @returns the index of the first chunk changed */
function joinShort(encoding: Encoding, chunks: TokenChunk[], index: number): number {
  const left = chunks[index - 1];
  const right = chunks[index];
  if (left === undefined || right === undefined || left.text.length + right.text.length > chunkLength / 2) return index;
  const { tokens } = encoding.encoder;
  const ids = new Int32Array(left.ids.length + right.ids.length);
  const continuing = new Uint8Array(ids.length);
  const ends = tokens.givePlaces ? undefined : Int32Array.from([...left.ends, ...right.ends.map((end) => left.text.length + end)]);
  ids.set(left.ids);
  ids.set(right.ids, left.ids.length);
  continuing.set(left.continues);
  continuing.set(right.continues, left.ids.length);
  chunks.splice(index - 1, 2, createChunk(tokens, left.text + right.text, left.byteLength + right.byteLength, ids, continuing, ends));
  return index - 1;
}
