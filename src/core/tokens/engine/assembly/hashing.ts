/** How pieces and tokens are hashed and compared: all tables of bytes do it in the same way. */

/** Odd and without pattern. */
export const factor0: u64 = (0x9e3779b9 << 32) | 0x7f4a7c15;
export const factor1: u64 = (0xc2b2ae3d << 32) | 0x27d4eb4f;

/** [32] by a piece's length: what of its last, incomplete 16 bytes counts (in two halves), and as many bytes of nothing but the length at the end. */
export const masks: usize = memory.data(1024, 16);
/** Where in an entry of `masks` the half with the length is. */
export const lengthAt: usize = 24;

export function prepareMasks(): void {
  for (let length: u32 = 0; length < 32; length++) {
    const rest = length & 15;
    const at = masks + ((<usize>length) << 5);
    store<u64>(at, rest >= 8 ? ~(<u64>0) : ((<u64>1) << (rest * 8)) - 1);
    store<u64>(at, rest > 8 ? ((<u64>1) << ((rest - 8) * 8)) - 1 : 0, 8);
    store<u64>(at, (<u64>length) << 56, lengthAt);
  }
}

/** Of all bytes of a piece; never 0. */
export function hashOf(piece: usize, length: u32): u64 {
  let hash = <u64>length * factor1;
  if (length < 16) {
    const mask = masks + ((<usize>length) << 5);
    hash = (hash ^ (load<u64>(piece) & load<u64>(mask))) * factor0;
    hash ^= hash >> 32;
    hash = (hash ^ (load<u64>(piece, 8) & load<u64>(mask, 8))) * factor1;
  } else {
    const last = piece + <usize>length - 16;
    for (let at = piece; at < last; at += 16) {
      hash = (hash ^ load<u64>(at)) * factor0;
      hash ^= hash >> 32;
      hash = (hash ^ load<u64>(at, 8)) * factor1;
      hash ^= hash >> 29;
    }
    hash = (hash ^ load<u64>(last)) * factor0;
    hash ^= hash >> 32;
    hash = (hash ^ load<u64>(last, 8)) * factor1;
  }
  hash ^= hash >> 32;
  return hash | 1;
}

/** Whether two stretches of `length` bytes are the same. Both may be read 16 bytes past their ends. */
export function sameBytes(a: usize, b: usize, length: u32): bool {
  if (length < 16) {
    const mask = masks + ((<usize>length) << 5);
    return (((load<u64>(a) ^ load<u64>(b)) & load<u64>(mask)) | ((load<u64>(a, 8) ^ load<u64>(b, 8)) & load<u64>(mask, 8))) == 0;
  }
  const last = <usize>length - 16;
  for (let at: usize = 0; at < last; at += 16) if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  return !v128.any_true(v128.xor(v128.load(a + last), v128.load(b + last)));
}
