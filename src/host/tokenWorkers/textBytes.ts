/** The text of a part of a document, as bytes: checked, without a byte order mark, with the line ends that are wanted. */

const byteOrderMark = [0xef, 0xbb, 0xbf];
const [carriageReturn, lineFeed] = [13, 10];

export interface PartText {
  /** Its own: they may be written over. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether it is the beginning of the document, where a byte order mark is no part of the text. */
  readonly isFirst: boolean;
  /** `lf`: each \r\n and each \r is one \n, as Python's text mode reads a file. */
  readonly endOfLine: "lf" | "document";
}

/** @returns a part of the same bytes; undefined when they are no UTF-8 */
export function textBytes({ bytes, isFirst, endOfLine }: PartText, isUtf8: (bytes: Uint8Array) => boolean): Uint8Array | undefined {
  if (!isUtf8(bytes)) return undefined;
  const isMarked = isFirst && byteOrderMark.every((byte, i) => bytes[i] === byte);
  const text = isMarked ? bytes.subarray(byteOrderMark.length) : bytes;
  return endOfLine === "lf" ? withLineFeeds(text) : text;
}

/** In place. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  let write = bytes.indexOf(carriageReturn);
  if (write < 0) return bytes;
  for (let read = write; read < bytes.length; read++) {
    const byte = bytes[read]!; // read is within
    if (byte !== carriageReturn) bytes[write++] = byte;
    else if (bytes[read + 1] !== lineFeed) bytes[write++] = lineFeed;
  }
  return bytes.subarray(0, write);
}
