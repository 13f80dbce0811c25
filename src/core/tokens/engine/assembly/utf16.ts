/** UTF-16 → UTF-8: a string's units, copied here as they are, become the block's text. Eight units at a time become eight times as many bytes as the
 *  longest of them needs, of which a shuffle drops those that are not needed; which, a table says. */
import { shuffles, text, unitEnds } from "./memory";

/** Bytes that one round may write, and read. */
const perRound: usize = 64;
const unitsPerRound: usize = 32; // in bytes

/** [256][16] what to keep: of two bytes for each of eight units, where a bit says that both are needed; of four bytes for each of four units, the first
 *  three of which are used, where two bits (the lower and the higher four) say that a second and a third one are needed. */
let keptOfTwo: usize = 0;
let keptOfThree: usize = 0;

export function prepareShuffles(): void {
  keptOfTwo = shuffles;
  keptOfThree = shuffles + 4096;
  for (let bits: u32 = 0; bits < 256; bits++) {
    let at = keptOfTwo + ((<usize>bits) << 4);
    for (let i: u32 = 0; i < 8; i++) {
      if (((bits >> i) & 1) != 0) store<u8>(at++, i * 2);
      store<u8>(at++, i * 2 + 1);
    }
    at = keptOfThree + ((<usize>bits) << 4);
    for (let i: u32 = 0; i < 4; i++) {
      if (((bits >> (i + 4)) & 1) != 0) store<u8>(at++, i * 4);
      if (((bits >> i) & 1) != 0) store<u8>(at++, i * 4 + 1);
      store<u8>(at++, i * 4 + 2);
    }
  }
}

/** Writes the UTF-8 of the units that lie in `unitEnds` to `text`; a surrogate without its other half becomes U+FFFD.
 *  @param capacity bytes that `text` may have  @returns how many it has; −1 if they may not fit */
export function narrow(units: u32, capacity: u32): i32 {
  const beyondAscii = i16x8.splat(<i16>0xff80);
  const limit = text + <usize>capacity;
  let at = unitEnds;
  const end = at + ((<usize>units) << 1);
  let out = text;
  while (at < end) {
    if (out + perRound > limit) return -1;
    const next = min(end, at + unitsPerRound);
    if (next == at + unitsPerRound) {
      const first = v128.load(at);
      const second = v128.load(at, 16);
      const both = v128.or(first, second);
      if (!v128.any_true(v128.and(both, beyondAscii))) {
        v128.store(out, i8x16.narrow_i16x8_u(first, second));
        out += 16;
        at = next;
        continue;
      }
      if (!v128.any_true(v128.or(surrogates(first), surrogates(second)))) {
        out = writeEight(second, writeEight(first, out));
        at = next;
        continue;
      }
    }
    out = writeOneByOne(at, next, end, out);
    // a pair may reach into the next round
    at = next < end && (load<u16>(next) & 0xfc00) == 0xdc00 && (load<u16>(next - 2) & 0xfc00) == 0xd800 ? next + 2 : next;
  }
  return <i32>(out - text);
}

// inline
function surrogates(units: v128): v128 {
  return i16x8.eq(v128.and(units, i16x8.splat(<i16>0xf800)), i16x8.splat(<i16>0xd800));
}

/** Eight units without surrogates. @returns where their bytes end */
// inline
function writeEight(units: v128, out: usize): usize {
  if (v128.any_true(v128.and(units, i16x8.splat(<i16>0xf800))))
    return writeFour(i32x4.extend_high_i16x8_u(units), writeFour(i32x4.extend_low_i16x8_u(units), out));
  const wide = i16x8.ge_s(units, i16x8.splat(0x80)); // none is negative
  const lead = v128.or(i16x8.shr_u(units, 6), i16x8.splat(0xc0));
  const rest = i16x8.shl(v128.or(v128.and(units, i16x8.splat(0x3f)), i16x8.splat(0x80)), 8);
  const bytes = v128.bitselect(v128.or(lead, rest), i16x8.shl(units, 8), wide);
  const bits = <u32>i16x8.bitmask(wide);
  v128.store(out, i8x16.swizzle(bytes, v128.load(keptOfTwo + ((<usize>bits) << 4))));
  return out + 8 + <usize>popcnt(bits);
}

/** Four units without surrogates, as 32 bits each. @returns where their bytes end */
// inline
function writeFour(units: v128, out: usize): usize {
  const two = i32x4.gt_s(units, i32x4.splat(0x7f));
  const three = i32x4.gt_s(units, i32x4.splat(0x7ff));
  const last = v128.or(v128.and(units, i32x4.splat(0x3f)), i32x4.splat(0x80));
  const middle = v128.or(v128.and(i32x4.shr_u(units, 6), i32x4.splat(0x3f)), v128.bitselect(i32x4.splat(0x80), i32x4.splat(0xc0), three));
  const lead = v128.or(i32x4.shr_u(units, 12), i32x4.splat(0xe0));
  const bytes = v128.or(v128.or(lead, i32x4.shl(middle, 8)), i32x4.shl(v128.bitselect(last, units, two), 16));
  const bits = <u32>i32x4.bitmask(two) | ((<u32>i32x4.bitmask(three)) << 4);
  v128.store(out, i8x16.swizzle(bytes, v128.load(keptOfThree + ((<usize>bits) << 4))));
  return out + 4 + <usize>popcnt(bits);
}

/** The units [at, to), and one more where a pair begins with the last of them and `end` is not reached. @returns where their bytes end */
function writeOneByOne(at: usize, to: usize, end: usize, out: usize): usize {
  for (; at < to; at += 2) {
    let unit: u32 = load<u16>(at);
    if (unit < 0x80) {
      store<u8>(out, unit);
      out++;
    } else if (unit < 0x800) {
      store<u16>(out, 0x80c0 | (unit >> 6) | ((unit & 0x3f) << 8));
      out += 2;
    } else {
      if ((unit & 0xf800) == 0xd800) {
        const next: u32 = at + 2 < end ? load<u16>(at, 2) : 0;
        if (unit < 0xdc00 && (next & 0xfc00) == 0xdc00) {
          const code = 0x10000 + (((unit & 0x3ff) << 10) | (next & 0x3ff));
          store<u32>(out, 0x808080f0 | (code >> 18) | (((code >> 12) & 0x3f) << 8) | (((code >> 6) & 0x3f) << 16) | ((code & 0x3f) << 24));
          out += 4;
          at += 2;
          continue;
        }
        unit = 0xfffd;
      }
      store<u32>(out, 0x8080e0 | (unit >> 12) | (((unit >> 6) & 0x3f) << 8) | ((unit & 0x3f) << 16));
      out += 3;
    }
  }
  return out;
}
