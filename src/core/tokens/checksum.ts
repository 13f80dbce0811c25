/** The checksum of the files that we write ourselves: damage on the way is noticed, forgery is not. */

/** Fletcher's two sums (modulo 2³²) over the 32-bit words from a place on, then over the bytes that are left: additions only, for this loop
 *  mostly runs before it is compiled.  @param from a multiple of four, as is where the bytes lie in their buffer */
export function checksum(file: Uint8Array, from: number): readonly [sum: number, sumOfSums: number] {
  const words = new Int32Array(file.buffer, file.byteOffset + from, (file.length - from) >> 2);
  let sum = 0;
  let sumOfSums = 0;
  for (let i = 0; i < words.length; i++) {
    sum = (sum + words[i]!) | 0;
    sumOfSums = (sumOfSums + sum) | 0;
  }
  for (let at = from + words.length * 4; at < file.length; at++) {
    sum = (sum + file[at]!) | 0;
    sumOfSums = (sumOfSums + sum) | 0;
  }
  return [sum, sumOfSums];
}
