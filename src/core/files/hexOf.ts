/** Bytes as hexadecimal digits, two a byte, in lower case: "f09f98", or "f0 9f 98" with a space between. */
export const hexOf = (bytes: ArrayLike<number>, between = ""): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(between);
