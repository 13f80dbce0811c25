/** Whether a file is text: what is none is left out, and the reason told. */
import { say, type Sentence } from "../../core/sentence.ts";
import type { RandomAccessFile } from "../platform/files.ts";

/** Git takes a file for binary when it has a NUL within this many bytes. */
const binaryWithin = 8000;

export const binaryReason = say`is a binary file: it holds NUL bytes`;
export const notUtf8Reason = say`is not UTF-8 text; save it with encoding UTF-8 to take it in`;

/**
 * Reads it to its end, a part at a time.
 * @returns why it is no text, as a clause that goes on from its name; undefined: it is
 */
export async function notText(
  file: RandomAccessFile,
  isUtf8: (bytes: Uint8Array) => boolean,
  partLength: number,
  signal: AbortSignal,
  pause: () => Promise<void>,
): Promise<Sentence | undefined> {
  const longestBegun = 3; // bytes of a character that goes on in the next part
  const room = new Uint8Array(longestBegun + Math.min(partLength, file.length));
  let begun = 0;
  for (let byteFrom = 0; byteFrom < file.length; byteFrom += partLength) {
    signal.throwIfAborted();
    const byteTo = Math.min(byteFrom + partLength, file.length);
    const bytes = await file.read({ byteFrom, byteTo }, room.subarray(begun, begun + byteTo - byteFrom));
    if (bytes.buffer !== room.buffer) room.set(bytes, begun);
    if (holdsNul(bytes, byteFrom)) return binaryReason;
    const part = room.subarray(0, begun + bytes.length);
    const whole = byteTo >= file.length ? part.length : wholeCharacters(part);
    if (!isUtf8(part.subarray(0, whole))) return notUtf8Reason;
    room.copyWithin(0, whole, part.length);
    begun = part.length - whole;
    await pause();
  }
  return undefined;
}

/** Whether there is a NUL where Git looks for one. @param byteFrom where the bytes are in the file */
export const holdsNul = (bytes: Uint8Array, byteFrom: number): boolean =>
  byteFrom < binaryWithin && bytes.subarray(0, binaryWithin - byteFrom).includes(0);

/** How many of the bytes are before a character whose last bytes are still to come. */
export function wholeCharacters(bytes: Uint8Array): number {
  for (let start = bytes.length - 1; start >= Math.max(0, bytes.length - 4); start--) {
    const byte = bytes[start] ?? 0; // start is within
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return start + length > bytes.length ? start : bytes.length;
  }
  return bytes.length;
}
