/** The tokenizer's core in WebAssembly SIMD: bytes of UTF-8 in, ids out. Byte-pair encoding merges the bytes of each piece of a text, and nearly all
 *  pieces have been met before. So the time goes into three things, each of which has its files:
 *
 *  - Where pieces end is computed for 64 bytes at once, on words that hold a bit for each byte (masks.ts, split.ts); what is rare and hard is read
 *    character by character (characters.ts).
 *  - A piece is recognized by one comparison with the slot that is its home, and its ids are copied from there (lookUp.ts, records.ts).
 *  - What is new is a token as it stands (tokenTable.ts) or is merged, lowest rank first (merge.ts, pairs.ts; sortedPairs.ts before there are tables).
 *
 *  About 4 kB are split, then looked up, so that both loops stay short and their memory close at hand. Parts of a piece are ranks: 0 … 255 are the
 *  bytes, merges follow from 256 on; ids come in where results leave. Strings come in as UTF-16 (utf16.ts); where tokens end is counted on request
 *  (ends.ts). memory.ts says where everything lies, tables.ts fills it from a vocabulary. All functions that are exported have one signature, for
 *  the wrapper that JavaScript makes costs time for each. engine/core.ts is the other side. */
import { prepareClasses, settledTo } from "./characters";
import { stripIds, unitsBetween, writeEnds } from "./ends";
import { lookUpPieces } from "./lookUp";
import * as memory from "./memory";
import { mergeLong, stayApart } from "./merge";
import { merged } from "./pairs";
import { split } from "./split";
import { tokenBytes } from "./sortedPairs";
import { adoptTables, allMerges, givenBytes, index, isWorthIndexing, sumUp, takeFileList, takeLists } from "./tables";
import { prepareMasks } from "./hashing";
import { learnTokens } from "./tokenTable";
import { findUnsettled } from "./unsettled";
import { narrow, prepareShuffles } from "./utf16";

/** Lays out the tables for merges. @param ownIdsFrom ranks from here on are their own ids  @returns where the header is, which then holds the addresses of what to fill; 0 when there is no room */
export function setUp(rankCount: i32, idCount: i32, slotBits: i32, ownIdsFrom: i32): i32 {
  if (memory.layOutTables(rankCount, idCount, slotBits, ownIdsFrom) == 0) return 0;
  prepareMasks();
  prepareClasses();
  prepareShuffles();
  const header = memory.header;
  store<u32>(header, <u32>memory.lefts, 8);
  store<u32>(header, <u32>memory.rights, 12);
  store<u32>(header, <u32>memory.idOfRank, 16);
  store<u32>(header, <u32>memory.classes, 20);
  store<u32>(header, <u32>memory.normalClasses, 48);
  store<u32>(header, <u32>memory.tokens, 44); // where the list of a vocabulary file goes
  return <i32>header;
}

/** Takes the list of a vocabulary file that was written. Goes on with the file's two sums, and leaves them in the header. @returns 0 when there is no
 *  room, or the sums are wrong */
export function takeFile(bytes: i32, sum: i32, sumOfSums: i32, _d: i32): i32 {
  sumUp(memory.tokens, bytes, sum, sumOfSums);
  if (!takeFileList(bytes) || memory.layOutPool(tokenBytes()) == 0) return 0;
  store<u32>(memory.header, <u32>memory.tablesEnd, 52);
  return 1;
}

/** Takes the merges that were written to `lefts` and `rights`. The header then says where the bytes of tokens go that no merging gives. @returns 0 if they are not well-formed or there is no room */
export function takeMerges(_a: i32, _b: i32, _c: i32, _d: i32): i32 {
  const bytes = takeLists();
  if (bytes == 0 || memory.layOutPool(bytes + givenBytes) == 0) return 0;
  store<u32>(memory.header, <u32>memory.tablesEnd, 52);
  store<u32>(memory.header, <u32>memory.pool + bytes, 56);
  return 1;
}

/** Instead of either: makes room for the tables of another memory, all that lies below `end` there. @returns 0 when there is no room */
export function adopt(end: i32, _b: i32, _c: i32, _d: i32): i32 {
  adoptTables();
  return memory.layOutPool(0, <usize>end);
}

/** Fills the tables with the next `count` merges. @returns 1 when all are in */
export function fillTables(count: i32, _b: i32, _c: i32, _d: i32): i32 {
  return <i32>index(count);
}

/** Lays out the memory for blocks of up to so many bytes. @returns where the header is; 0 when there is no room */
export function setCapacity(capacity: i32, _b: i32, _c: i32, _d: i32): i32 {
  if (memory.layOutBlock(capacity) == 0) return 0;
  const header = memory.header;
  store<u32>(header, <u32>memory.text, 24);
  store<u32>(header, <u32>memory.ids, 28);
  store<u32>(header, <u32>memory.pieceEnds, 32);
  store<u32>(header, <u32>memory.byteEnds, 36);
  store<u32>(header, <u32>memory.unitEnds, 40);
  return <i32>header;
}

/** Makes the tokens of the ranks [from, to) found without merging. @param check whether each is to be merged first, and passed over if merging
 *  does not give it */
export function learn(from: i32, to: i32, check: i32, _d: i32): i32 {
  index(allMerges);
  learnTokens(from, to, check != 0);
  return 0;
}

/** Makes the text of UTF-16 that lies where `findEnds` writes code units. @returns its bytes; −1 if they may not fit in `capacity` */
export function takeUnits(units: i32, capacity: i32, _c: i32, _d: i32): i32 {
  return narrow(units, capacity);
}

/** Encodes the text of `to` bytes. @param isEnd whether the text ends there; else only what does not depend on what follows is encoded
 *  @param words 64 bytes each: how much is split, then looked up, at a time
 *  @returns how many ids; the header says how many bytes they cover (0) and how many pieces they are (4). −1 when a piece is too long to merge */
export function encode(pattern: i32, to: i32, isEnd: i32, words: i32): i32 {
  const text = memory.text;
  const limit = isEnd != 0 ? <u32>to : <u32>(settledTo(text, text + <usize>to) - text);
  let at: u32 = 0;
  let count: u32 = 0;
  let pieces: u32 = 0;
  while (at < limit) {
    const found = split(pattern, at, to, words);
    let settled = found;
    while (settled > 0 && load<u32>(memory.pieceEnds + ((<usize>(settled - 1)) << 2)) > limit) settled--;
    if (settled == 0) break;
    count = lookUpPieces(at, settled, count);
    if (count == 0) return -1;
    at = load<u32>(memory.pieceEnds + ((<usize>(settled - 1)) << 2));
    pieces += settled;
    if (settled < found) break;
  }
  store<u32>(memory.header, at);
  store<u32>(memory.header, pieces, 4);
  return count;
}

/** Splits the text of `to` bytes into pieces, whose ends are then in `pieceEnds`. */
export function splitText(pattern: i32, to: i32, _c: i32, _d: i32): i32 {
  return split(pattern, 0, to, 0x2000000);
}

/** Encodes pieces that were found elsewhere: their ends are in `pieceEnds`. @returns how many ids; −1 when a piece is too long to merge */
export function encodePieces(pieceCount: i32, _b: i32, _c: i32, _d: i32): i32 {
  const count = lookUpPieces(0, pieceCount, 0);
  return count == 0 && pieceCount > 0 ? -1 : <i32>count;
}

/** Takes from the ids the mark that says which continue a piece. */
export function strip(count: i32, _b: i32, _c: i32, _d: i32): i32 {
  stripIds(count);
  return count;
}

/** Where the tokens of the ids end, in bytes; in code units too if some character is beyond ASCII. */
export function findEnds(count: i32, isWide: i32, _c: i32, _d: i32): i32 {
  index(allMerges); // which say how long tokens are
  writeEnds(count, isWide != 0);
  return count;
}

/** Code units of text[from, to). */
export function countUnits(from: i32, to: i32, _c: i32, _d: i32): i32 {
  return unitsBetween(memory.text + <usize>from, memory.text + <usize>to);
}

/** Where the next character of text[from, to) is at which a normalizer may change it. @returns `to` when there is none */
export function unsettled(from: i32, to: i32, _c: i32, _d: i32): i32 {
  return <i32>(findUnsettled(memory.text + <usize>from, memory.text + <usize>to) - memory.text);
}

/** Merges the text of `to` bytes as one piece; of its first `done` bytes, the first `count` of `ids` are the ranks already.
 *  @param fromStart whether the piece begins where the text does  @returns how many ranks are in `ids`; −1 if more has to be taken back than is
 *  there, −2 if it is too much to merge */
export function mergeOn(done: i32, to: i32, count: i32, fromStart: i32): i32 {
  return mergeLong(memory.text, memory.text + <usize>to, memory.ids, memory.text + <usize>done, count, fromStart != 0);
}

/** The rank that two adjacent ranks merge to; a large number if they never do. */
export function pair(left: i32, right: i32, _c: i32, _d: i32): i32 {
  if (isWorthIndexing()) index(allMerges);
  return merged(left, right);
}

/** Whether two adjacent ranks would stay as they are if their bytes were merged together. */
export function apart(left: i32, right: i32, _c: i32, _d: i32): i32 {
  index(allMerges);
  return <i32>stayApart(left, right);
}
