/** From bytes to pieces, by the patterns of gpt2, cl100k_base, o200k_base and their kin, 64 bytes at a time: where pieces start is computed for all 64 at
 *  once, from words of 64 bits that say which bytes are letters, numbers, whitespace … (masks.ts). No pattern looks behind, so splitting can begin
 *  anew at any start of a piece.
 *
 *  Names: `x` of this word, `xBefore` its value in the word before (for `follows`, which shifts bits to the byte after). What is rare and hard is
 *  read character by character instead (characters.ts): then `odd` is set, and the pieces of this word are found there. */
import { follows, lastRun, runBelow, write } from "./bits";
import { classAt, contractionEnd, GPT2, mostNumbers, O200K, pieceEnd, TEKKEN } from "./characters";
import {
  blanks,
  caseless,
  classify,
  continuing,
  lower,
  marks,
  newlines,
  NEWLINE,
  numbers,
  quotes,
  slashes,
  SPACE,
  spaces,
  startClassifying,
  upper,
  valid,
  wide,
} from "./masks";
import { pieceEnds, text } from "./memory";

/** Writes the ends of the pieces of text[from, to), as offsets in `text`, to `pieceEnds`; about `words` · 64 bytes of them, or all.
 *  @returns how many. The last piece is among them only if all are: then the last end is `to` */
export function split(pattern: i32, from: u32, to: u32, words: u32): u32 {
  const base = text;
  const end = base + <usize>to;
  let out = pieceEnds;
  let at = base + <usize>from;
  let start = at; // of the piece whose end is looked for
  const stop = at + ((<usize>words) << 6);
  while (at < end) {
    // one stretch of masks, from the start of a piece to an odd word
    startClassifying();
    const odd = pattern == GPT2 ? splitGpt2(at, end, stop, out) : splitLines(pattern, at, end, stop, out);
    out = lastOut;
    if (out > pieceEnds) start = base + <usize>load<u32>(out - 4);
    if (odd == 0) break;
    at = start;
    const next = min(odd + 64, end);
    while (at < next) {
      at = pieceEnd(pattern, at, end);
      store<u32>(out, <u32>(at - base));
      out += 4;
    }
    start = at;
    if (at >= stop) return <u32>((out - pieceEnds) >> 2);
  }
  return <u32>((out - pieceEnds) >> 2);
}

/** Where the stretches leave off in `pieceEnds`. */
let lastOut: usize = 0;

/** gpt2: `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
 *  @returns the first odd word; 0 if there is none before `end` or `stop` */
function splitGpt2(from: usize, end: usize, stop: usize, out: usize): usize {
  const first = out;
  const base = text;
  let lettersBefore: u64 = 0;
  let numbersBefore: u64 = 0;
  let othersBefore: u64 = 0;
  let spacesBefore: u64 = 0;
  let blanksBefore: u64 = 0;
  // of contractions that reach into the next word: where no piece starts, and where one does
  let joined: u64 = 1; // the first piece starts at bit 0: that is no end
  let parted: u64 = 0;
  classify(from, end, false);
  for (let at = from; at < end; at += 64) {
    const l = lower | upper | caseless;
    const n = numbers;
    const s = spaces;
    const blank = blanks;
    const quote = quotes;
    const inText = valid;
    if ((s & wide) != 0) {
      lastOut = out;
      return at;
    }
    classify(at + 64, end, false);
    const o = inText & ~(l | n | s);
    const afterBlank = follows(blank, blanksBefore);
    const o0 = o & ~follows(o, othersBefore);
    let starts = ((l & ~follows(l, lettersBefore)) | (n & ~follows(n, numbersBefore)) | o0) & ~afterBlank;
    // the last of a run of whitespace, if something follows, and the first
    const lastSpace = s & ~((s >> 1) | (spaces << 63)) & ((inText >> 1) | (valid << 63));
    starts |= lastSpace | (s & ~follows(s, spacesBefore));
    let joinedNext: u64 = 0;
    let partedNext: u64 = 0;
    for (let q = quote & o0 & ~afterBlank; q != 0; q &= q - 1) {
      const i = <u32>ctz(q);
      const quoteAt = at + <usize>i;
      const length = <u32>(contractionEnd(quoteAt, false) - quoteAt);
      if (length == 0) continue;
      if (i < 63) joined |= (<u64>2) << i;
      else joinedNext |= 1;
      if (i + length < 64) parted |= (<u64>1) << (i + length);
      else partedNext |= (<u64>1) << (i + length - 64);
    }
    starts = ((starts & ~joined) | parted) & inText;
    out = write(out, starts, <u32>(at - base));
    joined = joinedNext;
    parted = partedNext;
    lettersBefore = l;
    numbersBefore = n;
    othersBefore = o;
    spacesBefore = s;
    blanksBefore = blank;
    if (at + 64 >= stop && out > first) {
      lastOut = out;
      if (at + 64 < end) return 0;
    }
  }
  store<u32>(out, <u32>(end - base));
  lastOut = out + 4;
  return 0;
}

/** cl100k: `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
 *  o200k, in which marks belong to words, case splits them, contractions end them, and "/" may stand among the line breaks after punctuation:
 *  `[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|…|\p{N}{1,3}|
 *   ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
 *  qwen2 and tekken: these two, but each number by itself, and tekken without contractions.
 *  @returns the first odd word; 0 if there is none before `end` or `stop` */
function splitLines(pattern: i32, from: usize, end: usize, stop: usize, out: usize): usize {
  const cased = pattern == O200K || pattern == TEKKEN;
  const first = out;
  const base = text;
  let wordsBefore: u64 = 0;
  let lowerBefore: u64 = 0;
  let sharedBefore: u64 = 0;
  let numbersBefore: u64 = 0;
  let othersBefore: u64 = 0; // with the "/" of tails
  let freeOthersBefore: u64 = 0;
  let spacesBefore: u64 = 0; // without the line breaks of tails
  let newlinesBefore: u64 = 0;
  let padsBefore: u64 = 0;
  let blanksBefore: u64 = 0;
  let tailBefore: u64 = 0;
  let prefix1Before: u64 = 0;
  let prefix2Before: u64 = 0;
  let prefix3Before: u64 = 0;
  let prefix4Before: u64 = 0;
  let groupNext: u64 = 0; // where the next group of three numbers begins in this word, in a run from the word before
  let joined: u64 = 1; // the first piece starts at bit 0: that is no end
  let parted: u64 = 0;
  let contractionTo: usize = 0; // the end of the last contraction after a word
  classify(from, end, cased);
  for (let at = from; at < end; at += 64) {
    const up = upper;
    const low = lower;
    const shared = caseless | (cased ? marks : 0); // in words: letters of no case, and marks
    const w = up | low | shared;
    const n = numbers;
    const s = spaces;
    const newline = newlines;
    const blank = blanks;
    const quote = quotes;
    const slash = slashes;
    const wideHere = wide;
    const within = continuing;
    const inText = valid;
    const mark = marks;
    const o = inText & ~(w | n | s);
    // Odd: spaces and numbers beyond ASCII; in o200k a mark after punctuation, which may belong to either, and an upper-case letter after one
    // that is upper and lower, where what is far away decides.
    let isOdd = ((s | n) & wideHere) != 0;
    if (cased) isOdd = isOdd || (mark & follows(o, othersBefore)) != 0 || (up & ~within & follows(shared, sharedBefore)) != 0;
    if (isOdd) {
      lastOut = out;
      return at;
    }
    classify(at + 64, end, cased);
    // the tail of punctuation: line breaks (and "/") directly after it. Adding the first bit of a run of ones clears the run.
    const fill = cased ? newline | slash : newline;
    const seeds = (newline & follows(o, othersBefore)) | (fill & (tailBefore >> 63));
    const tail = fill & (~(fill + seeds) | seeds);
    const o2 = o & ~tail;
    const s2 = s & ~tail;
    const newline2 = newline & ~tail;
    const pad = s & ~newline;
    const afterBlank = follows(blank, blanksBefore);
    const o0 = o2 & ~follows(o2, freeOthersBefore);
    const w0 = w & ~follows(w, wordsBefore);
    const n0 = n & ~follows(n, numbersBefore);
    // one character of punctuation, not after a blank, is the beginning of the word that follows; so is whitespace, but for line breaks
    const prefix1 = o0 & ~afterBlank;
    let wordPrefix = follows(pad, padsBefore) | follows(prefix1, prefix1Before);
    if ((wideHere | prefix2Before | prefix3Before | prefix4Before) != 0) {
      const prefix2 = follows(prefix1, prefix1Before) & within;
      const prefix3 = follows(prefix2, prefix2Before) & within;
      const prefix4 = follows(prefix3, prefix3Before) & within;
      wordPrefix |= follows(prefix2, prefix2Before) | follows(prefix3, prefix3Before) | follows(prefix4, prefix4Before);
      prefix2Before = prefix2;
      prefix3Before = prefix3;
      prefix4Before = prefix4;
    }
    let starts = (w0 & ~wordPrefix) | prefix1;
    if (cased) starts |= up & ~within & follows(low, lowerBefore);
    // whitespace: the start of a run; the last of one, if something else follows; and what follows the run's last line break
    const padEnd = pad & ~((s >> 1) | (spaces << 63)) & ((inText >> 1) | (valid << 63));
    let indent = pad & follows(newline2, newlinesBefore);
    if (indent != 0) {
      for (let e = (pad + indent) & ~pad & newline; e != 0; e &= e - 1) indent &= ~((<u64>1) << runBelow(pad, <u32>ctz(e)));
      if (pad >> 63 != 0) {
        const last = (<u64>1) << lastRun(pad);
        if ((indent & last) != 0 && lineBreakFollows(at + 64)) indent &= ~last;
      }
    }
    starts |= (s2 & ~follows(s2, spacesBefore)) | padEnd | indent;
    // numbers: each by itself (those beyond ASCII are odd), or in threes, also in a run that goes on from the word before
    let group = n0 | groupNext;
    groupNext = 0;
    if (mostNumbers(pattern) == 1) starts |= n;
    else if (group != 0) {
      let groups = group;
      for (; group != 0; groups |= group) group = (group << 3) & n & (n << 1) & (n << 2);
      starts |= groups;
      // the last group of a run that reaches the end of the word begins in one of its last three bits
      if (n >> 63 != 0) groupNext = groupAfter(at + 64, 2 - <u32>clz(groups));
    }
    // contractions
    let joinedNext: u64 = 0;
    let partedNext: u64 = 0;
    let q = pattern == TEKKEN ? 0 : cased ? quote & follows(w, wordsBefore) : quote & prefix1;
    for (; q != 0; q &= q - 1) {
      const i = <u32>ctz(q);
      const quoteAt = at + <usize>i;
      if (cased && quoteAt == contractionTo) continue; // a word has one contraction
      const length = <u32>(contractionEnd(quoteAt, true) - quoteAt);
      if (length == 0) continue;
      contractionTo = quoteAt + <usize>length;
      if (cased) {
        const bits: u64 = ((<u64>1) << length) - 1;
        joined |= bits << i;
        if (i + length > 64) joinedNext |= bits >> (64 - i);
      }
      if (i + length < 64) parted |= (<u64>1) << (i + length);
      else partedNext |= (<u64>1) << (i + length - 64);
    }
    starts = ((starts & ~joined) | parted) & inText;
    out = write(out, starts, <u32>(at - base));
    joined = joinedNext;
    parted = partedNext;
    wordsBefore = w;
    lowerBefore = low;
    sharedBefore = shared;
    numbersBefore = n;
    othersBefore = o;
    freeOthersBefore = o2;
    spacesBefore = s2;
    newlinesBefore = newline2;
    padsBefore = pad;
    blanksBefore = blank;
    tailBefore = tail;
    prefix1Before = prefix1;
    if (at + 64 >= stop && out > first) {
      lastOut = out;
      if (at + 64 < end) return 0;
    }
  }
  store<u32>(out, <u32>(end - base));
  lastOut = out + 4;
  return 0;
}

/** Bit `i`, if there are numbers up to there from the beginning of the word at `at` on. */
function groupAfter(at: usize, i: u32): u64 {
  for (let k: u32 = 0; k <= i; k++) if (<u32>load<u8>(at + <usize>k) - 0x30 > 9) return 0;
  return (<u64>1) << i;
}

/** Whether the whitespace that goes on here holds a line break. */
function lineBreakFollows(at: usize): bool {
  while (true) {
    const flags = classAt(at);
    if ((flags & NEWLINE) != 0) return true;
    if ((flags & SPACE) == 0) return false;
    at++;
    while ((load<u8>(at) & 0xc0) == 0x80) at++;
  }
  return false;
}
