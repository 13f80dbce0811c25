/** Words of 64 bits, one for each byte of a stretch of text. */

/** The bytes after those of `x`. */
// inline
export function follows(x: u64, xBefore: u64): u64 {
  return (x << 1) | (xBefore >> 63);
}

/** Where the run of ones starts that ends below bit `end` < 64. */
// inline
export function runBelow(x: u64, end: u32): u32 {
  return 64 - <u32>clz(~x & (((<u64>1) << end) - 1));
}
/** Where the run of ones starts that ends with bit 63. */
// inline
export function lastRun(x: u64): u32 {
  return 64 - <u32>clz(~x);
}

/** Writes the places of the bits, `offset` being that of bit 0. Four at a time whatever their number: what is too much is overwritten. */
// inline
export function write(out: usize, bits: u64, offset: u32): usize {
  const next = out + ((<usize>popcnt(bits)) << 2);
  while (bits != 0) {
    store<u32>(out, offset + <u32>ctz(bits));
    bits &= bits - 1;
    store<u32>(out, offset + <u32>ctz(bits), 4);
    bits &= bits - 1;
    store<u32>(out, offset + <u32>ctz(bits), 8);
    bits &= bits - 1;
    store<u32>(out, offset + <u32>ctz(bits), 12);
    bits &= bits - 1;
    out += 16;
  }
  return next;
}
