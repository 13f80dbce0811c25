/** The classes of 64 bytes as words of 64 bits: bit i says whether byte i is (part of) a character of the class. ASCII comes from comparisons of 16
 *  bytes at once; other characters are looked up one by one. The words of `classify` are left in globals, for there are many. */
import { classes } from "./memory";

export const UPPER: u32 = 1;
export const LOWER: u32 = 2;
export const CASELESS: u32 = 4;
export const MARK: u32 = 8;
export const NUMBER: u32 = 16;
export const SPACE: u32 = 32;
export const NEWLINE: u32 = 64;
export const OTHER: u32 = 128;
export const LETTER: u32 = UPPER | LOWER | CASELESS;
export const WHITESPACE: u32 = SPACE | NEWLINE;

const planes: u32 = 0x40000;
/** Beyond the table there are marks here and nothing else with a class. */
const marksFrom: u32 = 0xe0100;
const marksTo: u32 = 0xe01f0;

/** Upper- and lower-case letters, those without case, marks, numbers, whitespace. */
export let upper: u64 = 0;
export let lower: u64 = 0;
export let caseless: u64 = 0;
export let marks: u64 = 0;
export let numbers: u64 = 0;
export let spaces: u64 = 0;
/** "\r" and "\n"; " "; "'"; "/"; bytes of the text. */
export let newlines: u64 = 0;
export let blanks: u64 = 0;
export let quotes: u64 = 0;
export let slashes: u64 = 0;
export let valid: u64 = 0;
/** Bytes beyond ASCII, and those of them that continue a character. */
export let wide: u64 = 0;
export let continuing: u64 = 0;

/** Of a character that reaches from one word into the next: its bits there, and its class. */
let restBits: u64 = 0;
let restClass: u32 = 0;

/** Before the first word of a stretch, which begins with a character. */
export function startClassifying(): void {
  restBits = 0;
}

// inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(<u32>(i8x16.bitmask(a) | (i8x16.bitmask(b) << 16))) | ((<u64>(<u32>(i8x16.bitmask(c) | (i8x16.bitmask(d) << 16)))) << 32);
}
// inline
function equal(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return bits(i8x16.eq(a, byte), i8x16.eq(b, byte), i8x16.eq(c, byte), i8x16.eq(d, byte));
}
// inline
function below(a: v128, b: v128, c: v128, d: v128, first: v128, count: v128): u64 {
  return bits(
    i8x16.lt_u(i8x16.sub(a, first), count),
    i8x16.lt_u(i8x16.sub(b, first), count),
    i8x16.lt_u(i8x16.sub(c, first), count),
    i8x16.lt_u(i8x16.sub(d, first), count),
  );
}

/** The class flags of the character, of two bytes or more, that starts here; 0 at a byte that starts none. */
export function classOfWide(at: usize): u32 {
  const lead: u32 = load<u8>(at);
  if (lead < 0xe0) return load<u8>(classes + (<usize>((lead & 0x1f) << 6) | (<usize>load<u8>(at, 1) & 0x3f)));
  const code = ((lead & 0xf) << 12) | ((<u32>load<u8>(at, 1) & 0x3f) << 6) | (<u32>load<u8>(at, 2) & 0x3f);
  if (lead < 0xf0) return load<u8>(classes + <usize>code);
  if (lead == 0xff) return 0;
  const far =
    ((lead & 7) << 18) | (((<u32>load<u8>(at, 1) & 0x3f) << 12) | ((<u32>load<u8>(at, 2) & 0x3f) << 6) | (<u32>load<u8>(at, 3) & 0x3f));
  if (far < planes) return load<u8>(classes + <usize>far);
  return far >= marksFrom && far < marksTo ? MARK : OTHER;
}

/** Fills the words for the 64 bytes at `at`, of which those before `to` are text. `at` is where the last call's bytes ended.
 *  @param cased whether the case of ASCII letters matters: else all are `lower` */
export function classify(at: usize, to: usize, cased: bool): void {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);
  const left = <i64>to - <i64>at;
  const inText: u64 = left >= 64 ? ~(<u64>0) : left <= 0 ? 0 : ((<u64>1) << left) - 1;
  const fold = i8x16.splat(0x20);
  const letters = below(v128.or(a, fold), v128.or(b, fold), v128.or(c, fold), v128.or(d, fold), i8x16.splat(0x61), i8x16.splat(26));
  const capitals: u64 = cased ? below(a, b, c, d, i8x16.splat(0x41), i8x16.splat(26)) & inText : 0;
  upper = capitals;
  lower = letters & inText & ~capitals;
  numbers = below(a, b, c, d, i8x16.splat(0x30), i8x16.splat(10)) & inText;
  blanks = equal(a, b, c, d, i8x16.splat(0x20)) & inText;
  newlines = (equal(a, b, c, d, i8x16.splat(0x0a)) | equal(a, b, c, d, i8x16.splat(0x0d))) & inText;
  spaces = blanks | (below(a, b, c, d, i8x16.splat(9), i8x16.splat(5)) & inText);
  quotes = equal(a, b, c, d, i8x16.splat(0x27)) & inText;
  slashes = cased ? equal(a, b, c, d, i8x16.splat(0x2f)) & inText : 0;
  valid = inText;
  caseless = 0;
  marks = 0;
  wide = bits(a, b, c, d) & inText;
  continuing = 0;
  if (wide != 0) classifyWide(at, a, b, c, d);
}

function classifyWide(at: usize, a: v128, b: v128, c: v128, d: v128): void {
  const least = i8x16.splat(-64); // 0xc0: a first byte
  let leads = bits(i8x16.ge_s(a, least), i8x16.ge_s(b, least), i8x16.ge_s(c, least), i8x16.ge_s(d, least)) & wide;
  continuing = wide & ~leads;
  let up: u64 = 0;
  let low: u64 = 0;
  let none: u64 = 0;
  let mark: u64 = 0;
  let number: u64 = 0;
  let space: u64 = 0;
  let bytes: u64 = restBits;
  let flags = restClass;
  restBits = 0;
  while (true) {
    up |= bytes & (0 - <u64>(flags & 1));
    low |= bytes & (0 - <u64>((flags >> 1) & 1));
    none |= bytes & (0 - <u64>((flags >> 2) & 1));
    mark |= bytes & (0 - <u64>((flags >> 3) & 1));
    number |= bytes & (0 - <u64>((flags >> 4) & 1));
    space |= bytes & (0 - <u64>((flags >> 5) & 1));
    if (leads == 0) break;
    const i = <u32>ctz(leads);
    leads &= leads - 1;
    const start = at + <usize>i;
    const lead: u32 = load<u8>(start);
    const width: u32 = 2 + <u32>(lead >= 0xe0) + <u32>(lead >= 0xf0);
    flags = classOfWide(start);
    const all: u64 = ((<u64>1) << width) - 1;
    bytes = all << i;
    if (i + width > 64) {
      restBits = all >> (64 - i);
      restClass = flags;
    }
  }
  upper |= up;
  lower |= low;
  caseless |= none;
  marks |= mark;
  numbers |= number;
  spaces |= space;
}
