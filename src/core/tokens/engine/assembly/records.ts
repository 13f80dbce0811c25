/** The ids of pieces that are too long for a slot, or have too many ids: an entry of the table is the hash, where the record is and the length; a
 *  record is how many bytes of ids, the piece and its ids. All are dropped when either memory is full. */
import { longBits, longPieces, recordBytes, records } from "./memory";
import { sameBytes } from "./hashing";

/** Bytes of a piece that is kept. */
export const longestKept: usize = 512;

let recordsEnd: usize = 0;
let recordCount: u32 = 0;

/** Writes the ids of a piece. @returns where they end; 0 if it has no record */
export function findRecord(piece: usize, length: u32, hash: u64, out: usize): usize {
  const end = ((<usize>1) << (<usize>longBits)) - 1;
  let at = <usize>(hash >> (64 - longBits));
  while (true) {
    const entry = longPieces + (at << 4);
    const found = load<u64>(entry);
    if (found == 0) return 0;
    if (found == hash && load<u32>(entry, 12) == length) {
      const record = records + <usize>load<u32>(entry, 8);
      if (sameBytes(record + 16, piece, length)) {
        const idBytes = <usize>load<u32>(record);
        const from = record + 16 + ((<usize>length + 15) & ~15);
        for (let i: usize = 0; i < idBytes; i += 16) v128.store(out + i, v128.load(from + i));
        return out + idBytes;
      }
    }
    at = (at + 1) & end;
  }
  return 0;
}

/** Keeps the ids of a piece that has no record. */
export function keepRecord(piece: usize, length: u32, hash: u64, out: usize, idBytes: usize): void {
  const padded = (<usize>length + 15) & ~15;
  const size = 16 + padded + ((idBytes + 15) & ~15);
  if (recordsEnd + size > recordBytes || recordCount >= <u32>((<u64>1) << (longBits - 1))) forgetRecords();
  const record = records + recordsEnd;
  store<u32>(record, <u32>idBytes);
  memory.copy(record + 16, piece, <usize>length);
  memory.copy(record + 16 + padded, out, idBytes);
  const end = ((<usize>1) << (<usize>longBits)) - 1;
  let at = <usize>(hash >> (64 - longBits));
  while (load<u64>(longPieces + (at << 4)) != 0) at = (at + 1) & end;
  const entry = longPieces + (at << 4);
  store<u64>(entry, hash);
  store<u32>(entry, <u32>recordsEnd, 8);
  store<u32>(entry, length, 12);
  recordsEnd += size;
  recordCount++;
}

function forgetRecords(): void {
  memory.fill(longPieces, 0, (<usize>16) << (<usize>longBits));
  recordsEnd = 0;
  recordCount = 0;
}
