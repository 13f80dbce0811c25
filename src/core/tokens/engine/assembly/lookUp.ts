/** From pieces to ids. Nearly every piece of a text has been met before, so nearly all of the work is one comparison:
 *
 *  - Each piece of up to 15 bytes has a home slot of 32 bytes: its bytes and its length in the first 16, up to three ids and how many bytes of
 *    them in the last 16. Two loads tell whether the slot holds it, one store writes its ids, however many they are. (For more than three the
 *    slot says where they are.)
 *  - Else `findShort` looks in the three slots beside its home, where a piece goes that another one has pushed out, then among the tokens by
 *    their bytes; `findLong` looks among the longer pieces. What is found is moved home.
 *  - Else the piece is merged. Merging finds every token, so all of the above may be dropped or overwritten at any time. */
import { idOfRank, ids, longBits, longPieces, recordBytes, records, slots, slotShift, text, pieceEnds } from "./memory";
import { mergePiece, tooLittle, tooLong } from "./merge";
import { noMerge } from "./tables";
import { factor0, factor1, findToken, hashOf, masks, sameBytes } from "./tokenTable";

/** Set in an id that continues the piece of the id before it. */
export const continues: u32 = 1 << 30;

const longestShort: u32 = 15;
const longestKept: u32 = 512;
const mostIdsInSlot: u32 = 3;

/** Where a slot of more than three ids says that: in place of how many bytes its ids have. */
const elsewhere: i32 = -1;

/** Writes the ids of the pieces text[from, ends[0]), text[ends[0], ends[1]), … from index `count` of `ids` on. This loop is where the time goes.
 *  @returns the number of ids then; 0 if a piece is too long to be merged */
export function lookUpPieces(from: u32, pieceCount: u32, count: u32): u32 {
  // locals, for globals are loaded again each time
  const bytes = text;
  const table = slots;
  const shift = slotShift;
  let out = ids + ((<usize>count) << 2);
  let end = pieceEnds;
  const lastEnd = end + ((<usize>pieceCount) << 2);
  let at = bytes + <usize>from;
  for (; end < lastEnd; end += 4) {
    const to = bytes + <usize>load<u32>(end);
    const length = to - at;
    if (length <= <usize>longestShort) {
      const mask = masks + (length << 5);
      const first = load<u64>(at) & load<u64>(mask);
      const second = (load<u64>(at, 8) & load<u64>(mask, 8)) | load<u64>(mask, 16);
      const hash = (first ^ (second * factor1)) * factor0;
      const slot = table + ((<usize>((hash ^ (hash << 29)) >> shift)) << 5);
      if (((load<u64>(slot) ^ first) | (load<u64>(slot, 8) ^ second)) == 0) {
        v128.store(out, v128.load(slot, 16));
        const idBytes = load<i32>(slot, 28);
        if (idBytes == elsewhere) out = copyIds(records + <usize>load<u32>(slot, 16), <usize>load<u32>(slot, 20), out);
        else out += <usize>idBytes;
      } else {
        out = findShort(at, <u32>length, out, first, second, slot);
      }
    } else {
      out = findLong(at, length, out);
      if (out == 0) return 0;
    }
    at = to;
  }
  return <u32>((out - ids) >> 2);
}

/** A piece of up to 15 bytes that is not in its home slot. @returns where its ids end */
function findShort(piece: usize, length: u32, out: usize, first: u64, second: u64, slot: usize): usize {
  const second1 = slots + ((slot - slots) ^ 32);
  const third = slots + ((slot - slots) ^ 64);
  const fourth = slots + ((slot - slots) ^ 96);
  let other = second1;
  if (!holds(other, first, second)) {
    other = third;
    if (!holds(other, first, second)) other = fourth;
  }
  if (holds(other, first, second)) {
    const key = v128.load(other);
    const value = v128.load(other, 16);
    copySlot(other, slot);
    v128.store(slot, key);
    v128.store(slot, value, 16);
    v128.store(out, value);
    if (load<i32>(slot, 28) == elsewhere) return copyIds(records + <usize>load<u32>(slot, 16), <usize>load<u32>(slot, 20), out);
    return out + <usize>load<u32>(slot, 28);
  }
  const token = findToken(piece, length, hashOf(piece, length));
  let count: u32 = 1;
  if (token != noMerge) store<u32>(out, load<u32>(idOfRank + ((<usize>token) << 2)));
  else {
    count = mergePiece(piece, length, out);
    toIds(out, count);
  }
  const idBytes = (<usize>count) << 2;
  const record: usize = count > mostIdsInSlot ? newRecord((idBytes + 15) & ~15) : 0;
  // those in the group move up, the last one goes
  copySlot(fourth, third);
  copySlot(third, second1);
  copySlot(second1, slot);
  store<u64>(slot, first);
  store<u64>(slot, second, 8);
  if (count > mostIdsInSlot) {
    memory.copy(records + record, out, idBytes);
    store<u32>(slot, <u32>record, 16);
    store<u32>(slot, <u32>idBytes, 20);
    store<i32>(slot, elsewhere, 28);
  } else {
    store<u32>(slot, load<u32>(out), 16);
    store<u32>(slot, count > 1 ? load<u32>(out, 4) : 0, 20);
    store<u32>(slot, count > 2 ? load<u32>(out, 8) : 0, 24);
    store<u32>(slot, <u32>idBytes, 28);
  }
  return out + idBytes;
}

// inline
function holds(slot: usize, first: u64, second: u64): bool {
  return ((load<u64>(slot) ^ first) | (load<u64>(slot, 8) ^ second)) == 0;
}

/** Copies ids, 16 bytes at a time. @returns where they end */
// inline
function copyIds(from: usize, idBytes: usize, out: usize): usize {
  for (let i: usize = 0; i < idBytes; i += 16) v128.store(out + i, v128.load(from + i));
  return out + idBytes;
}

// inline
function copySlot(to: usize, from: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

/** A piece of 16 bytes and more. @returns where its ids end; 0 if it is too long to be merged */
function findLong(piece: usize, length: usize, out: usize): usize {
  let hash: u64 = 0;
  if (length <= <usize>longestKept) {
    hash = hashOf(piece, <u32>length);
    const kept = findRecord(piece, <u32>length, hash, out);
    if (kept != 0) return kept;
    const token = findToken(piece, <u32>length, hash);
    if (token != noMerge) {
      store<u32>(out, load<u32>(idOfRank + ((<usize>token) << 2)));
      return out + 4;
    }
  }
  const count = mergePiece(piece, length, out);
  if (count == tooLittle || count == tooLong) return 0;
  toIds(out, count);
  if (length <= <usize>longestKept) keepRecord(piece, <u32>length, hash, out, count);
  return out + ((<usize>count) << 2);
}

/** Ranks → ids, all but the first of them with `continues`. */
export function toIds(out: usize, count: u32): void {
  store<u32>(out, load<u32>(idOfRank + ((<usize>load<u32>(out)) << 2)));
  for (let at = out + 4, end = out + ((<usize>count) << 2); at < end; at += 4)
    store<u32>(at, load<u32>(idOfRank + ((<usize>load<u32>(at)) << 2)) | continues);
}

// Longer pieces: an entry is the hash, where the record is and the length; a record is how many bytes of ids, the bytes and the ids. All are
// dropped when either memory is full, and then the slots too, for some say where their ids are.

let recordsEnd: usize = 0;
let recordCount: u32 = 0;

function findRecord(piece: usize, length: u32, hash: u64, out: usize): usize {
  const end = ((<usize>1) << (<usize>longBits)) - 1;
  let at = <usize>(hash >> (64 - longBits));
  while (true) {
    const entry = longPieces + (at << 4);
    const found = load<u64>(entry);
    if (found == 0) return 0;
    if (found == hash && load<u32>(entry, 12) == length) {
      const record = records + <usize>load<u32>(entry, 8);
      if (sameBytes(record + 16, piece, length)) {
        return copyIds(record + 16 + ((<usize>length + 15) & ~15), <usize>load<u32>(record), out);
      }
    }
    at = (at + 1) & end;
  }
  return 0;
}

function keepRecord(piece: usize, length: u32, hash: u64, out: usize, count: u32): void {
  const padded = (<usize>length + 15) & ~15;
  const idBytes = (<usize>count) << 2;
  if (recordCount >= <u32>((<u64>1) << (longBits - 1))) forgetPieces();
  const offset = newRecord(<usize>16 + padded + ((idBytes + 15) & ~15));
  const record = records + offset;
  store<u32>(record, <u32>idBytes);
  memory.copy(record + 16, piece, <usize>length);
  memory.copy(record + 16 + padded, out, idBytes);
  const end = ((<usize>1) << (<usize>longBits)) - 1;
  let at = <usize>(hash >> (64 - longBits));
  while (load<u64>(longPieces + (at << 4)) != 0) at = (at + 1) & end;
  const entry = longPieces + (at << 4);
  store<u64>(entry, hash);
  store<u32>(entry, <u32>offset, 8);
  store<u32>(entry, length, 12);
  recordCount++;
}

/** Room for a record. @returns its offset in `records` */
function newRecord(size: usize): usize {
  if (recordsEnd + size > recordBytes) forgetPieces();
  const offset = recordsEnd;
  recordsEnd += size;
  return offset;
}

/** Forgets all pieces that are no tokens, and where tokens are at home. */
export function forgetPieces(): void {
  memory.fill(longPieces, 0, (<usize>16) << (<usize>longBits));
  memory.fill(slots, 0, (<usize>32) << (<usize>(64 - slotShift)));
  recordsEnd = 0;
  recordCount = 0;
}
