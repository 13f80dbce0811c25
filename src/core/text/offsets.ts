/** UTF-16 code units ↔ UTF-8 bytes. A lone surrogate counts as U+FFFD: one code unit, three bytes, as `TextEncoder` writes it. */

/** How many bytes of UTF-8 the code units [from, to) take. A surrogate pair cut by a border counts as two lone surrogates. */
export function utf8Length(text: string, from = 0, to = text.length): number {
  let bytes = to - from;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isHighSurrogate(unit) && i + 1 < to && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

/** The byte offset of a code unit offset; inside a surrogate pair, the offset of the pair's first byte.
 *  @throws RangeError when the offset does not lie in the text */
export function toByteOffset(text: string, offset: number): number {
  if (!(offset >= 0 && offset <= text.length))
    throw new RangeError(`Offset ${offset} does not lie in the text, which has ${text.length} code units.`);
  const inPair =
    offset > 0 && offset < text.length && isLowSurrogate(text.charCodeAt(offset)) && isHighSurrogate(text.charCodeAt(offset - 1));
  return utf8Length(text, 0, inPair ? offset - 1 : offset);
}

/** The code unit offset of a byte offset: of the last character boundary at or before it.
 *  @throws RangeError when the offset lies past the end of the text */
export function toTextOffset(text: string, byteOffset: number): number {
  let bytes = 0;
  let i = 0;
  while (i < text.length && bytes < byteOffset) {
    const unit = text.charCodeAt(i);
    const pair = isHighSurrogate(unit) && i + 1 < text.length && isLowSurrogate(text.charCodeAt(i + 1));
    const width = unit < 0x80 ? 1 : unit < 0x800 ? 2 : pair ? 4 : 3;
    if (bytes + width > byteOffset) return i;
    bytes += width;
    i += pair ? 2 : 1;
  }
  if (bytes < byteOffset) throw new RangeError(`Byte offset ${byteOffset} lies past the end of the text, which has ${bytes} bytes.`);
  return i;
}

export const isHighSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
export const isLowSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;
