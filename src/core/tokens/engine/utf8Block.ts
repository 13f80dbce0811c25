/** The bytes that an encoder works on: a block of text as UTF-8, in memory that is used again. */
import { wordMargin } from "../pattern/preTokenizer.ts";
import type { Utf8Buffer } from "../pattern/preTokenizer.ts";

export interface Utf8Block extends Utf8Buffer {
  bytes: Uint8Array;
  view: DataView;
  /** Code units of a block, as a rule: for as many there is always room. */
  readonly usualLength: number;
  /** Bytes of the text written last: of a text that turns out to be too short, the first half of the one that follows. */
  written: number;
}

/** Texts up to here are copied unit by unit if they are ASCII: quicker than starting TextEncoder. */
const tinyLength = 48;

const utf8 = new TextEncoder();

export function createBlock(usualLength: number): Utf8Block {
  const block = { bytes: new Uint8Array(0), view: new DataView(new ArrayBuffer(0)), usualLength, written: 0 };
  reserve(block, usualLength * 3);
  return block;
}

/** Makes room for so many bytes. */
function reserve(block: Utf8Block, byteCount: number): void {
  block.bytes = new Uint8Array(byteCount + wordMargin * 2);
  block.view = new DataView(block.bytes.buffer);
}

/** Takes the bytes away from the block, whose next text then leaves them alone. */
export function detachBytes(block: Utf8Block): Uint8Array {
  const { bytes } = block;
  reserve(block, block.usualLength * 3);
  return bytes;
}

/** UTF-8 of text[from, to) at the start of the bytes. @returns how many bytes */
export function writeBytes(block: Utf8Block, text: string, from: number, to: number): number {
  const { bytes } = block;
  if (to - from <= tinyLength) {
    let i = from;
    for (; i < to; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      bytes[i - from] = unit;
    }
    if (i === to) return to - from;
  }
  const part = from === 0 && to === text.length ? text : text.slice(from, to);
  block.written = to - from > block.usualLength ? writeLong(block, part) : utf8.encodeInto(part, bytes).written;
  return block.written;
}

/** Makes room for twice the bytes of the first half, and an eighth more; or if the rest needs more, for the longest UTF-8 there is. */
function writeLong(block: Utf8Block, text: string): number {
  const longest = text.length * 3;
  for (let room = Math.min(longest, block.written * 2 + (block.written >> 2)); ; room = longest) {
    if (block.bytes.length < room + wordMargin * 2) reserve(block, room);
    const { read, written } = utf8.encodeInto(text, block.bytes.subarray(0, block.bytes.length - wordMargin * 2));
    if (read === text.length) return written;
  }
}

/** Code units of the characters bytes[from, to). */
export function unitsBetween(bytes: Uint8Array, from: number, to: number): number {
  let units = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if ((byte & 0xc0) !== 0x80) units += byte < 0xf0 ? 1 : 2;
  }
  return units;
}
