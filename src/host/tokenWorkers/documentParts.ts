/**
 * A file read in parts that can be tokenized by themselves, wherever: bytes are cut after whole characters and where the ids of the parts are
 * the ids of the whole. Holds no more than what follows the last safe cut.
 */
import { rangeError } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import { joinedBytes, type RandomAccessFile } from "../platform/files.ts";
import { Rooms } from "./rooms.ts";
import { wholeCharacters } from "./textFile.ts";

/** A text without a place to cut is held up to here, in bytes: beyond, it is no text that anybody trains on. */
const longestHeld = 2 ** 27;
/** A cut is looked for in this much of a part's end first, in bytes: it is nearly always in its last line. */
const searched = 2 ** 12;
/** Bytes of the end that is searched in which no cut is believed: what a special token before it might reach into. */
const margin = 2 ** 9;

export interface DocumentPart {
  /** Its own, buffer and all: they may be written over, and change hands. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isFirst: boolean;
}

/**
 * @param partLength bytes of a part, about  @param lastSafeCut of the encoding
 * @param onRead given all bytes as they are read, in order; they may be used until it returns  @param rooms where parts are read into
 * @throws RangeError when the text has no place to cut for too long, or the file ends early
 */
export async function* documentParts(
  file: RandomAccessFile,
  partLength: number,
  lastSafeCut: (text: string) => number,
  onRead: (bytes: Uint8Array) => void,
  rooms = new Rooms(),
): AsyncGenerator<DocumentPart, void> {
  const held: Uint8Array[] = []; // without a cut
  let heldLength = 0;
  let rest: Uint8Array = new Uint8Array(0); // what follows the last cut, or the end of all that has none: a cut may be seen there now
  let isFirst = true;
  for (let byteFrom = 0; byteFrom < file.length;) {
    const byteTo = Math.min(byteFrom + partLength, file.length);
    const room = roomFor(rooms, rest.length + byteTo - byteFrom);
    room.set(rest);
    const read = await file.read({ byteFrom, byteTo }, room.subarray(rest.length));
    if (read.length === 0) throw rangeError(say`The file is shorter than it was.`);
    if (read.buffer !== room.buffer) room.set(read, rest.length);
    onRead(room.subarray(rest.length, rest.length + read.length));
    byteFrom += read.length;
    const bytes = room.subarray(0, rest.length + read.length);
    const cut = byteFrom >= file.length ? bytes.length : safeByteCut(bytes, lastSafeCut);
    if (cut > (held.length > 0 ? rest.length : 0)) {
      rest = bytes.slice(cut);
      const part = bytes.subarray(0, cut);
      yield { bytes: held.length === 0 ? part : joinedBytes([...held.splice(0), part]), isFirst };
      heldLength = 0;
      isFirst = false;
    } else {
      const end = characterStart(bytes, Math.max(0, bytes.length - margin));
      if (end > 0) held.push(bytes.subarray(0, end));
      heldLength += end;
      rest = bytes.subarray(end);
    }
    if (heldLength > longestHeld) {
      throw rangeError(say`${heldLength} bytes without a space or line break after a word: this is no text to make a dataset of.`);
    }
  }
}

const roomFor = (rooms: Rooms, byteLength: number): Uint8Array<ArrayBuffer> => new Uint8Array(rooms.take(byteLength), 0, byteLength);

/** The last place in (0, bytes.length) where the bytes may be cut; 0 when there is none. */
export function safeByteCut(bytes: Uint8Array, lastSafeCut: (text: string) => number): number {
  const nearEnd = cutAfter(bytes, characterStart(bytes, Math.max(0, bytes.length - searched)), lastSafeCut);
  if (nearEnd > bytes.length - searched + margin || bytes.length <= searched) return nearEnd;
  const begun = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80); // the rest of a character that begins before
  return cutAfter(bytes, Math.max(0, begun), lastSafeCut);
}

/** @param from where a character starts  @returns 0 when there is no cut after `from` */
function cutAfter(bytes: Uint8Array, from: number, lastSafeCut: (text: string) => number): number {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(from, wholeCharacters(bytes)));
  } catch {
    return bytes.length; // no UTF-8: whoever checks the part finds it out
  }
  const cut = lastSafeCut(text);
  return cut === 0 ? 0 : from + new TextEncoder().encode(text.slice(0, cut)).length;
}

/** The start of the character that holds the byte at `at`, within the bytes. */
function characterStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && start > at - 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}
