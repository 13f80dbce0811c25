/** Where the tokens of a block end: in bytes, and in UTF-16 code units. */
import { byteEnds, ids, lengthOfId, text, unitEnds } from "./memory";
import { continues } from "./lookUp";

/** Code units of the up to 16 characters that start in the first `count` ≤ 16 bytes at `at`: one each, two for four bytes. */
// inline
function unitsIn(at: usize, count: u32): u32 {
  const bytes = v128.load(at);
  const within: u32 = ((<u32>1) << count) - 1;
  const starting = <u32>i8x16.bitmask(i8x16.ge_s(bytes, i8x16.splat(-64))) & within;
  const long = <u32>i8x16.bitmask(i8x16.ge_u(bytes, i8x16.splat(<i8>0xf0))) & within;
  return popcnt(starting) + popcnt(long);
}

/** Code units of the characters that start in text[from, to). */
export function unitsBetween(from: usize, to: usize): u32 {
  let units: u32 = 0;
  for (; from + 16 <= to; from += 16) units += unitsIn(from, 16);
  return from < to ? units + unitsIn(from, <u32>(to - from)) : units;
}

/** Fills `byteEnds` and `unitEnds` for the first `count` ids. A token's end in code units is the last character boundary at or before its last
 *  byte. @param isWide whether the block has characters beyond ASCII: else the two lists are the same, and only `byteEnds` is filled */
export function writeEnds(count: u32, isWide: bool): void {
  let at = text;
  const end = (<usize>count) << 2;
  if (!isWide) {
    for (let i: usize = 0; i < end; i += 4) {
      at += <usize>load<u16>(lengthOfId + ((<usize>(load<u32>(ids + i) & ~continues)) << 1));
      store<u32>(byteEnds + i, <u32>(at - text));
    }
    return;
  }
  let units: u32 = 0;
  for (let i: usize = 0; i < end; i += 4) {
    const length = <u32>load<u16>(lengthOfId + ((<usize>(load<u32>(ids + i) & ~continues)) << 1));
    units += length <= 16 ? unitsIn(at, length) : unitsBetween(at, at + <usize>length);
    at += <usize>length;
    store<u32>(byteEnds + i, <u32>(at - text));
    store<u32>(unitEnds + i, units - unitsBegun(at));
  }
}

/** Of the character that has begun before `at` and goes on there: its code units; 0 if a character starts at `at`. */
// inline
function unitsBegun(at: usize): u32 {
  if ((load<u8>(at) & 0xc0) != 0x80) return 0;
  // its first byte is one of the three before
  let before: u32 = load<u8>(at - 1);
  if (before < 0xc0) before = load<u8>(at - 2);
  if (before < 0xc0) before = load<u8>(at - 3);
  return before >= 0xf0 ? 2 : 1;
}

/** Takes `continues` off the first `count` ids. */
export function stripIds(count: u32): void {
  const mask = i32x4.splat(<i32>~continues);
  for (let at = ids, end = ids + ((<usize>count) << 2); at < end; at += 16) v128.store(at, v128.and(v128.load(at), mask));
}
