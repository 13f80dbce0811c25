/** UTF-16 → UTF-8: a string's units, copied here as they are, become the block's text. */
import { text, unitEnds } from "./memory";

/** Bytes that one round may write. */
const perRound: usize = 64;

/** Writes the UTF-8 of the units that lie in `unitEnds` to `text`; a surrogate without its other half becomes U+FFFD.
 *  @param capacity bytes that `text` may have  @returns how many it has; −1 if they may not fit */
export function narrow(units: u32, capacity: u32): i32 {
  const ascii = i16x8.splat(<i16>0xff80);
  const limit = text + <usize>capacity;
  let at = unitEnds;
  const end = at + ((<usize>units) << 1);
  let out = text;
  while (at < end) {
    if (out + perRound > limit) return -1;
    if (at + 32 <= end) {
      const first = v128.load(at);
      const second = v128.load(at, 16);
      if (!v128.any_true(v128.and(v128.or(first, second), ascii))) {
        v128.store(out, i8x16.narrow_i16x8_u(first, second));
        at += 32;
        out += 16;
        continue;
      }
    }
    for (const stop = min(end, at + 32); at < stop; at += 2) {
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
            store<u32>(
              out,
              0x808080f0 | (code >> 18) | (((code >> 12) & 0x3f) << 8) | (((code >> 6) & 0x3f) << 16) | ((code & 0x3f) << 24),
            );
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
  }
  return <i32>(out - text);
}
