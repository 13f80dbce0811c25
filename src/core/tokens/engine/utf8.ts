/** Strings → UTF-8 in a block's memory. */

/** Texts up to here are copied unit by unit if they are ASCII: quicker than starting TextEncoder. */
const tinyLength = 48;

const encoder = new TextEncoder();

/** Writes the UTF-8 of text[from, to) to the start of `bytes`. @returns how many bytes; −1 if they have no room */
export function writeUtf8(bytes: Uint8Array, text: string, from: number, to: number): number {
  const length = to - from;
  if (length <= tinyLength && length <= bytes.length) {
    let i = from;
    for (; i < to; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      bytes[i - from] = unit;
    }
    if (i === to) return length;
  }
  const { read, written } = encoder.encodeInto(from === 0 && to === text.length ? text : text.slice(from, to), bytes);
  return read === length ? written : -1;
}

/** Code units of the characters that start in bytes[from, to). */
export function unitsBetween(bytes: Uint8Array, from: number, to: number): number {
  let units = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if ((byte & 0xc0) !== 0x80) units += byte < 0xf0 ? 1 : 2;
  }
  return units;
}
