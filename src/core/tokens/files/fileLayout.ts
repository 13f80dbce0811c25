/** The tokens of a file by its ids, as documents and vocabularies ask for them. */
import { bytesOfBinary } from "../binaryText.ts";
import { longestToken, shapeOf } from "../engine/tokenTables.ts";
import type { TokenLayout, TokenTables } from "../engine/tokenTables.ts";
import type { CompiledTokenizer } from "./compiledTokenizer.ts";
import { tooLong } from "./merging/mergeTable.ts";
import { spaceMarkBytes } from "./spaces.ts";

/** Entries per step. */
const perStep = 16_384;

/** @param tables of the entries, which are prepared  @param givePlaces see `TokenLayout` */
export function* layoutSteps(compiled: CompiledTokenizer, tables: TokenTables, givePlaces: boolean): Generator<void, TokenLayout> {
  const { mergesCharacters } = compiled;
  const { entryCount, idOfEntry, unreached } = compiled.table;
  const others = new Map(unreached.map(({ id, bytes }) => [id, bytesOfBinary(bytes)]));
  if (mergesCharacters) for (const [id, bytes] of others) others.set(id, bytes.subarray(0, putSpaces(bytes, 0, bytes.length)));
  const utf8 = new TextEncoder();
  for (const { id, text } of [...compiled.unfound, ...compiled.added.toReversed()]) others.set(id, utf8.encode(text)); // of two texts, the first
  let vocabSize = 0;
  for (const id of idOfEntry) vocabSize = Math.max(vocabSize, id + 1);
  const { starts, lengths, shapes, pool } = tables;
  let poolLength = pool.length;
  for (const [id, { length }] of others) {
    if (length > longestToken) throw tooLong(id, length);
    vocabSize = Math.max(vocabSize, id + 1);
    poolLength += length;
  }
  const layout = {
    vocabSize,
    lengths: new Uint16Array(vocabSize),
    shapes: new Int32Array(vocabSize),
    starts: new Int32Array(vocabSize),
    pool: new Uint8Array(poolLength),
    givePlaces,
  };
  layout.pool.set(pool);
  let at = pool.length;
  for (const [id, bytes] of others) {
    layout.lengths[id] = bytes.length;
    layout.shapes[id] = shapeOf(bytes);
    layout.starts[id] = at;
    layout.pool.set(bytes, at);
    at += bytes.length;
  }
  for (let from = 0; from < entryCount; from += perStep) {
    yield;
    for (let entry = from; entry < Math.min(entryCount, from + perStep); entry++) {
      const id = idOfEntry[entry]!;
      if (id < 0) continue;
      const start = starts[entry]!;
      const length = lengths[entry]!;
      const newLength = mergesCharacters ? putSpaces(layout.pool, start, length) : length;
      layout.starts[id] = start;
      layout.lengths[id] = newLength;
      layout.shapes[id] = newLength === length ? shapes[entry]! : shapeOf(layout.pool.subarray(start, start + newLength));
    }
  }
  return layout;
}

const [mark0, mark1, mark2] = bytesOfBinary(spaceMarkBytes);

/** Puts a space for each "▁" in a token's bytes, where they are. @returns how many they are then */
function putSpaces(bytes: Uint8Array, start: number, length: number): number {
  let to = start;
  for (let at = start; at < start + length; at++) {
    const isMark = bytes[at] === mark0 && at + 2 < start + length && bytes[at + 1] === mark1 && bytes[at + 2] === mark2;
    bytes[to++] = isMark ? 0x20 : bytes[at]!;
    if (isMark) at += 2;
  }
  return to - start;
}
