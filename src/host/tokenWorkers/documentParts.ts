/**
 * A file read in parts that can be tokenized by themselves, wherever: bytes are cut after whole characters and where the ids of the parts are
 * the ids of the whole. Holds no more than what follows the last safe cut.
 */
import { joinedBytes, type RandomAccessFile } from "../platform/files.ts";
import { wholeCharacters } from "./textFile.ts";

/** A text without a place to cut is held up to here, in bytes: beyond, it is no text that anybody trains on. */
const longestHeld = 2 ** 27;
/** A cut is looked for in this much of a part's end first, in bytes: it is nearly always in its last line. */
const searched = 2 ** 12;
/** Bytes of the end that is searched in which no cut is believed: what a special token before it might reach into. */
const margin = 2 ** 9;

export interface DocumentPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isFirst: boolean;
}

/**
 * @param partLength bytes of a part, about  @param lastSafeCut of the encoding
 * @param onRead given all bytes as they are read, in order; they may be used until it returns
 * @throws RangeError when the text has no place to cut for too long, or the file ends early
 */
export async function* documentParts(
  file: RandomAccessFile,
  partLength: number,
  lastSafeCut: (text: string) => number,
  onRead: (bytes: Uint8Array) => void,
): AsyncGenerator<DocumentPart, void> {
  let held: Uint8Array[] = [];
  let heldLength = 0;
  let heldEnd: Uint8Array = new Uint8Array(0);
  let isFirst = true;
  for (let byteFrom = 0; byteFrom < file.length;) {
    const read = await file.read({ byteFrom, byteTo: Math.min(byteFrom + partLength, file.length) });
    if (read.length === 0) throw new RangeError("The file is shorter than it was.");
    onRead(read);
    byteFrom += read.length;
    // What is held has no cut: only its end is looked at again, for what begins there.
    const before = heldEnd;
    const cut = byteFrom >= file.length ? read.length : safeByteCut(joinedBytes([before, read]), lastSafeCut) - before.length;
    if (cut > 0) {
      const bytes = joinedBytes([...held, read.subarray(0, cut)]);
      held = cut === read.length ? [] : [read.slice(cut)];
      heldLength = read.length - cut;
      heldEnd = read.slice(cut).slice(-margin);
      yield { bytes, isFirst };
      isFirst = false;
    } else {
      held.push(read.slice());
      heldLength += read.length;
      heldEnd = joinedBytes([before, read]).slice(-margin);
    }
    if (heldLength > longestHeld) {
      throw new RangeError(`${heldLength} bytes without a space or line break after a word: this is no text to make a dataset of.`);
    }
  }
}

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
    return bytes.length; // no UTF-8: whoever decodes the part finds it out
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
