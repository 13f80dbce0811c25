/** From pieces to ids. Nearly every piece of a text has been met before, so nearly all of the work is one comparison:
 *
 *  - Each piece of up to 31 bytes has a home slot, one line of the processor's cache, which holds its bytes, its length and its ids. A few loads tell
 *    whether the slot holds it, two stores write its ids, however many they are.
 *  - Else it is looked for in the three slots beside its home, where a piece goes that another one has pushed out, then (`findElsewhere`) among the
 *    tokens by their bytes, and among the records of what has many ids. What is found is moved home.
 *  - Else the piece is merged. Merging finds every token, so all of the above may be dropped or overwritten at any time. */
import { ids, longSlots, mostLongSlotBits, mostSlotBits, pieceEnds, slots, text } from "./memory";
import { mergePiece, tooLittle, tooLong } from "./merge";
import { findRecord, keepRecord, longestKept } from "./records";
import { isFilled } from "./pairs";
import { allMerges, idOf, index, isWorthIndexing, noMerge } from "./tables";
import { factor0, factor1, hashOf, lengthAt, masks } from "./hashing";
import { findToken } from "./tokenTable";

/** Set in an id that continues the piece of the id before it. */
export const continues: u32 = 1 << 30;

// A slot: the key, whose last byte is the length (0: the slot is free), then ids, and in the last word how many bytes of ids.

const slotBytes: usize = 64;
/** The slots in which a piece may be: its home, and those whose addresses differ in these bits. */
const group: usize = 4 * slotBytes;
const shortKey: usize = 16;
const longKey: usize = 32;
const idBytesAt: usize = 60;

/** Bytes of a token, at most: those of a file may be pieces that no merging gives. */
const longestToken: usize = 2047;

/** A table grows when a quarter of its slots is taken: a small one touches less memory, a crowded one has too few of its pieces at home. */
const share: u32 = 4;
const firstSlots: u32 = 1 << 12;
const firstLongSlots: u32 = 1 << 9;

/** How many slots there are, and how many of them are taken. */
let slotCount: u32 = firstSlots;
let longSlotCount: u32 = firstLongSlots;
let slotsTaken: u32 = 0;
let longSlotsTaken: u32 = 0;

/** [longKey] the key that is looked for. */
const key: usize = memory.data(32, 16);

/** Writes the ids of the pieces text[from, ends[0]), text[ends[0], ends[1]), … from index `count` of `ids` on. This loop is where the time goes.
 *  @returns the number of ids then; 0 if a piece is too long to be merged */
export function lookUpPieces(from: u32, pieceCount: u32, count: u32): u32 {
  growTables();
  if (isWorthIndexing()) index(allMerges);
  // locals, for globals are loaded again each time
  const bytes = text;
  const table = slots;
  const mask = slotCount - 1;
  let out = ids + ((<usize>count) << 2);
  let end = pieceEnds;
  const lastEnd = end + ((<usize>pieceCount) << 2);
  let at = bytes + <usize>from;
  for (; end < lastEnd; end += 4) {
    const to = bytes + <usize>load<u32>(end);
    const length = to - at;
    if (length < shortKey) {
      const kept = masks + (length << 5);
      const first = load<u64>(at) & load<u64>(kept);
      const second = (load<u64>(at, 8) & load<u64>(kept, 8)) | load<u64>(kept, lengthAt);
      const slot = table + ((<usize>(hashOfShort(first, second) & mask)) << 6);
      if (((load<u64>(slot) ^ first) | (load<u64>(slot, 8) ^ second)) == 0) {
        v128.store(out, v128.load(slot, 16));
        v128.store(out, v128.load(slot, 32), 16);
        const idBytes = <usize>load<u32>(slot, idBytesAt);
        if (idBytes > 32) v128.store(out, v128.load(slot, 48), 32);
        out += idBytes;
      } else {
        v128.store(key, i64x2(first, second));
        out = findBeside(at, <u32>length, out, slot, shortKey);
      }
    } else {
      out = length < longKey ? lookUpLong(at, <u32>length, out) : findElsewhere(at, length, out, 0);
      if (out == 0) return 0;
    }
    at = to;
  }
  return <u32>((out - ids) >> 2);
}

/** Which slot is home, in the lower bits. */
// inline
function hashOfShort(first: u64, second: u64): u32 {
  return <u32>(((first ^ (second * factor1)) * factor0) >> 44);
}

function hashOfLong(piece: usize, length: u32): u32 {
  let hash = (load<u64>(piece) ^ (load<u64>(piece, 8) * factor1)) * factor0;
  hash = (hash ^ (hash >> 32) ^ load<u64>(piece + <usize>length - 16)) * factor1;
  hash = (hash ^ (hash >> 32) ^ load<u64>(piece + <usize>length - 8)) * factor0;
  return <u32>(hash >> 44);
}

/** As above for a piece of 16 to 31 bytes. @returns where its ids end */
function lookUpLong(piece: usize, length: u32, out: usize): usize {
  const mask = masks + ((<usize>length) << 5);
  const first = v128.load(piece);
  const second = v128.or(v128.and(v128.load(piece, 16), v128.load(mask)), v128.load(mask, 16));
  const slot = longSlots + ((<usize>(hashOfLong(piece, length) & (longSlotCount - 1))) << 6);
  if (!v128.any_true(v128.or(v128.xor(v128.load(slot), first), v128.xor(v128.load(slot, 16), second)))) return copyIds(slot, longKey, out);
  v128.store(key, first);
  v128.store(key, second, 16);
  return findBeside(piece, length, out, slot, longKey);
}

/** A piece of up to 31 bytes that is not in its home slot. @returns where its ids end */
function findBeside(piece: usize, length: u32, out: usize, home: usize, keyBytes: usize): usize {
  // only from a slot that is taken has a piece been pushed out
  const isTaken = load<u8>(home + keyBytes - 1) != 0;
  if (isTaken) {
    for (let bits = slotBytes; bits < group; bits += slotBytes) {
      const slot = home ^ bits;
      if (v128.any_true(v128.xor(v128.load(slot), v128.load(key)))) continue;
      if (keyBytes == longKey && v128.any_true(v128.xor(v128.load(slot, 16), v128.load(key, 16)))) continue;
      for (let i: usize = 0; i < slotBytes; i += 16) {
        const moved = v128.load(slot + i);
        v128.store(slot + i, v128.load(home + i));
        v128.store(home + i, moved);
      }
      return copyIds(home, keyBytes, out);
    }
  }
  const room = idBytesAt - keyBytes;
  const end = findElsewhere(piece, <usize>length, out, room);
  const idBytes = end - out;
  if (idBytes > room) return end;
  if (isTaken) moveAway(home, keyBytes);
  else countTaken(keyBytes);
  v128.store(home, v128.load(key));
  if (keyBytes == longKey) v128.store(home, v128.load(key, 16), 16);
  for (let i: usize = 0; i < idBytes; i += 4) store<u32>(home + keyBytes + i, load<u32>(out + i));
  store<u32>(home, <u32>idBytes, idBytesAt);
  return end;
}

/** Makes room in a slot: what is there goes to a free one beside it, or else those of the group move up and the last one goes. */
function moveAway(home: usize, keyBytes: usize): void {
  let free = slotBytes;
  while (free < group - slotBytes && load<u8>((home ^ free) + keyBytes - 1) != 0) free += slotBytes;
  if (load<u8>((home ^ free) + keyBytes - 1) == 0) countTaken(keyBytes);
  for (; free > 0; free -= slotBytes) copySlot(home ^ (free - slotBytes), home ^ free);
}

// inline
function copySlot(from: usize, to: usize): void {
  for (let i: usize = 0; i < slotBytes; i += 16) v128.store(to + i, v128.load(from + i));
}

// inline
function countTaken(keyBytes: usize): void {
  if (keyBytes == shortKey) slotsTaken++;
  else longSlotsTaken++;
}

function growTables(): void {
  if (slotsTaken > slotCount / share && slotCount < (<u32>1) << mostSlotBits) {
    spread(slots, slotCount, shortKey);
    slotCount *= 2;
  }
  if (longSlotsTaken > longSlotCount / share && longSlotCount < (<u32>1) << mostLongSlotBits) {
    spread(longSlots, longSlotCount, longKey);
    longSlotCount *= 2;
  }
}

/** Half of the pieces in `count` slots have their home in twice as many behind these: they move there. What is not found any more afterwards,
 *  because what pushed it out of its home has moved, is looked for elsewhere again. */
function spread(table: usize, count: u32, keyBytes: usize): void {
  const end = table + ((<usize>count) << 6);
  for (let slot = table; slot < end; slot += slotBytes) {
    const length: u32 = load<u8>(slot + keyBytes - 1);
    if (length == 0) continue;
    const hash = keyBytes == shortKey ? hashOfShort(load<u64>(slot), load<u64>(slot, 8)) : hashOfLong(slot, length);
    if ((hash & count) == 0) continue;
    let to = table + ((<usize>(hash & (count * 2 - 1))) << 6);
    for (let bits = slotBytes; bits < group && load<u8>(to + keyBytes - 1) != 0; bits += slotBytes) to ^= bits ^ (bits - slotBytes);
    copySlot(slot, to);
    store<u8>(slot + keyBytes - 1, 0);
  }
}

/** Copies the ids of a slot. @returns where they end */
// inline
function copyIds(slot: usize, keyBytes: usize, out: usize): usize {
  v128.store(out, v128.load(slot + keyBytes));
  v128.store(out, v128.load(slot + keyBytes, 16), 16);
  if (keyBytes == shortKey) v128.store(out, v128.load(slot, 48), 32);
  return out + <usize>load<u32>(slot, idBytesAt);
}

/** A piece that is in no slot. @param room bytes of ids that a slot has room for; what needs more is kept as a record
 *  @returns where its ids end; 0 if it is too long to be merged */
function findElsewhere(piece: usize, length: usize, out: usize, room: usize): usize {
  let hash: u64 = 0;
  if (length <= longestToken) {
    hash = hashOf(piece, <u32>length);
    const token = isFilled ? findToken(piece, <u32>length, hash) : noMerge;
    if (token != noMerge) {
      store<u32>(out, idOf(token));
      return out + 4;
    }
    if (length << 2 > room && length <= longestKept) {
      const end = findRecord(piece, <u32>length, hash, out);
      if (end != 0) return end;
    }
  }
  const count = mergePiece(piece, length, out);
  if (count == tooLittle || count == tooLong) return 0;
  toIds(out, count);
  const end = out + ((<usize>count) << 2);
  if (length <= longestKept && end - out > room) keepRecord(piece, <u32>length, hash, out, end - out);
  return end;
}

/** Ranks → ids, all but the first of them with `continues`. */
function toIds(out: usize, count: u32): void {
  store<u32>(out, idOf(load<u32>(out)));
  for (let at = out + 4, end = out + ((<usize>count) << 2); at < end; at += 4) store<u32>(at, idOf(load<u32>(at)) | continues);
}
