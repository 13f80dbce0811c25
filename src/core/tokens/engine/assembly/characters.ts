/** The patterns read character by character: what a piece is, at any place. The masks of split.ts hand over to this where a text is unusual. The
 *  byte 0xff must follow the text: it has no class. */
import { CASELESS, classOfWide, LETTER, LOWER, MARK, NEWLINE, NUMBER, OTHER, SPACE, UPPER, WHITESPACE } from "./masks";
import { classes } from "./memory";

export const GPT2: i32 = 0;
// 1: cl100k
export const O200K: i32 = 2;
/** cl100k's, but each number by itself. */
export const QWEN2: i32 = 3;
/** o200k's without contractions, each number by itself. */
export const TEKKEN: i32 = 4;

// inline
export function mostNumbers(pattern: i32): i32 {
  return pattern >= QWEN2 ? 1 : 3;
}

/** The classes of ASCII; the others come from JavaScript when a text has such characters. */
export function prepareClasses(): void {
  for (let byte: u32 = 0; byte < 0x80; byte++) {
    const letter = byte | 0x20;
    let flags = OTHER;
    if (letter >= 0x61 && letter <= 0x7a) flags = byte == letter ? LOWER : UPPER;
    else if (byte >= 0x30 && byte <= 0x39) flags = NUMBER;
    else if (byte == 0x0a || byte == 0x0d) flags = NEWLINE;
    else if (byte == 0x20 || (byte >= 0x09 && byte <= 0x0c)) flags = SPACE;
    store<u8>(classes + <usize>byte, flags);
  }
}

export function classAt(at: usize): u32 {
  const byte: u32 = load<u8>(at);
  return byte < 0x80 ? load<u8>(classes + <usize>byte) : classOfWide(at);
}

// inline
function widthOf(lead: u32): usize {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** The end of the run of characters in any of the classes. */
function runEnd(at: usize, flags: u32): usize {
  while ((classAt(at) & flags) != 0) at += widthOf(load<u8>(at));
  return at;
}

/** What `\s+(?!\S)|\s+` matches of the run of whitespace [from, runTo). */
function whitespaceEnd(from: usize, runTo: usize, to: usize): usize {
  if (runTo == to) return runTo;
  let last = runTo - 1;
  while ((load<u8>(last) & 0xc0) == 0x80) last--;
  return last == from ? runTo : last;
}

/** What `\s*[\r\n]+|\s+(?!\S)|\s+` matches: up to the last line break of the run if it has one. */
function lineEnd(from: usize, to: usize): usize {
  let newlineEnd: usize = 0;
  let at = from;
  while (true) {
    const flags = classAt(at);
    if ((flags & WHITESPACE) == 0) break;
    at += widthOf(load<u8>(at));
    if ((flags & NEWLINE) != 0) newlineEnd = at;
  }
  return newlineEnd != 0 ? newlineEnd : whitespaceEnd(from, at, to);
}

/** Up to so many numbers. */
function numbersEnd(at: usize, most: i32): usize {
  for (let count = 0; count < most && (classAt(at) & NUMBER) != 0; count++) at += widthOf(load<u8>(at));
  return at;
}

/** The end of 's 't 'm 'd 'll 're 've, whose apostrophe is at `at`, or `at`. */
export function contractionEnd(at: usize, anyCase: bool): usize {
  let first: u32 = load<u8>(at, 1);
  let second: u32 = load<u8>(at, 2);
  if (anyCase) {
    if (first == 0xc5 && second == 0xbf) return at + 3; // ſ, which Rust's (?i:s) matches
    if (first >= 0x80) return at;
    first |= 0x20;
    if (second < 0x80) second |= 0x20;
  }
  if (first == 0x73 || first == 0x74 || first == 0x6d || first == 0x64) return at + 2;
  if (first == 0x6c) return second == 0x6c ? at + 3 : at;
  if (first == 0x72 || first == 0x76) return second == 0x65 ? at + 3 : at;
  return at;
}

/** The end of o200k's word that starts here with a letter or mark, and of the contraction after it. `[upper]*` takes the longest run; if a lower
 *  letter follows, `[lower]+` goes on from there. Else the match backs up to the last character that both classes hold; only a run without one
 *  is matched by the second alternative, whole. */
function wordEnd(at: usize, pattern: i32): usize {
  let sharedEnd: usize = 0;
  while (true) {
    const flags = classAt(at);
    if ((flags & (UPPER | CASELESS | MARK)) == 0) {
      if ((flags & LOWER) != 0) at = runEnd(at, LOWER | CASELESS | MARK);
      else if (sharedEnd != 0) at = sharedEnd;
      return pattern == O200K && load<u8>(at) == 0x27 ? contractionEnd(at, true) : at;
    }
    at += widthOf(load<u8>(at));
    if ((flags & UPPER) == 0) sharedEnd = at;
  }
  return at;
}

function gpt2End(at: usize, to: usize): usize {
  const first: u32 = load<u8>(at);
  if (first == 0x27) {
    const end = contractionEnd(at, false);
    if (end != at) return end;
  }
  const start = first == 0x20 ? at + 1 : at;
  const flags = classAt(start);
  if ((flags & (OTHER | MARK)) != 0) return runEnd(start, OTHER | MARK);
  if ((flags & LETTER) != 0) return runEnd(start, LETTER);
  if ((flags & NUMBER) != 0) return runEnd(start, NUMBER);
  return whitespaceEnd(at, runEnd(at, WHITESPACE), to);
}

function cl100kEnd(pattern: i32, at: usize, to: usize): usize {
  const first: u32 = load<u8>(at);
  const flags = classAt(at);
  if ((flags & NUMBER) != 0) return numbersEnd(at, mostNumbers(pattern));
  if ((flags & LETTER) != 0) return runEnd(at, LETTER);
  if ((flags & NEWLINE) != 0) return lineEnd(at, to);
  if (first == 0x27) {
    const end = contractionEnd(at, true);
    if (end != at) return end;
  }
  let end = at + widthOf(first);
  const next = classAt(end);
  if ((next & LETTER) != 0) return runEnd(end, LETTER);
  if ((flags & SPACE) != 0 && (first != 0x20 || (next & (OTHER | MARK)) == 0)) return lineEnd(at, to);
  if ((next & (OTHER | MARK)) != 0) end = runEnd(end, OTHER | MARK);
  while (load<u8>(end) == 0x0a || load<u8>(end) == 0x0d) end++;
  return end;
}

function o200kEnd(pattern: i32, at: usize, to: usize): usize {
  const first: u32 = load<u8>(at);
  const flags = classAt(at);
  if ((flags & NUMBER) != 0) return numbersEnd(at, mostNumbers(pattern));
  if ((flags & (LETTER | MARK)) != 0) return wordEnd(at, pattern);
  if ((flags & NEWLINE) != 0) return lineEnd(at, to);
  let end = at + widthOf(first);
  const next = classAt(end);
  if ((next & (LETTER | MARK)) != 0) return wordEnd(end, pattern);
  if ((flags & SPACE) != 0 && (first != 0x20 || (next & OTHER) == 0)) return lineEnd(at, to);
  if ((next & OTHER) != 0) end = runEnd(end, OTHER | MARK);
  while (load<u8>(end) == 0x0a || load<u8>(end) == 0x0d || load<u8>(end) == 0x2f) end++;
  return end;
}

/** The end of the piece that starts here; the text ends at `to`. */
export function pieceEnd(pattern: i32, at: usize, to: usize): usize {
  if (pattern == GPT2) return gpt2End(at, to);
  return pattern == O200K || pattern == TEKKEN ? o200kEnd(pattern, at, to) : cl100kEnd(pattern, at, to);
}

/** The constant part of how far a scan reads past the end of a piece (a contraction: three bytes; else one character), and some. */
const lookAhead: usize = 8;

/** Pieces of the text [from, to) that end here or before are the same whatever follows `to`. A piece's scan reads at most `lookAhead` bytes past
 *  its end, or (`\s+(?!\S)`, `\s*[\r\n]+`) to the end of a run of whitespace, or (o200k after a caseless letter) of upper-case letters: so well
 *  before `to` a character must stand that ends the one run, and one that ends the other. `from` if there is none. */
export function settledTo(from: usize, to: usize): usize {
  let seen: u32 = 0;
  for (let at = to - lookAhead; to >= lookAhead && at > from && at < to; at--) {
    if ((load<u8>(at) & 0xc0) == 0x80) continue;
    const flags = classAt(at);
    seen |= <u32>((flags & WHITESPACE) == 0) | ((<u32>((flags & UPPER) == 0)) << 1);
    if (seen == 3) return at;
  }
  return from;
}
