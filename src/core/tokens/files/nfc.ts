/** NFC as the reference has it: Hugging Face's library normalizes by Unicode 9. Characters that took part in normalization only later are left
 *  as they are, and end what is normalized before them, so that the result is the same on every runtime, whatever its Unicode. */
import { say } from "../../sentence.ts";
import { categoryOfCode } from "../pattern/characterClass.ts";
import { isHighSurrogate, isLowSurrogate } from "../../text/surrogates.ts";
import { MAY_CHANGE, MAY_MOVE, normalizeStretches, placeInClasses } from "../normalizer.ts";
import { nfcClasses } from "./nfcClasses.ts";
import type { Normalizer } from "../normalizer.ts";
import { TokenizerFileError } from "./tokenizerFile.ts";

/** Half-open ranges of the 193 characters that are newer than Unicode 9 and that some later version normalizes, or orders. */
const newerRanges: readonly (readonly [number, number])[] = [
  [0x7fd, 0x7fe],
  [0x897, 0x8a0],
  [0x8ca, 0x8d4],
  [0x9fe, 0x9ff],
  [0xc3c, 0xc3d],
  [0xd3b, 0xd3d],
  [0xeba, 0xebb],
  [0x1715, 0x1716],
  [0x1abf, 0x1ade],
  [0x1ae0, 0x1aec],
  [0x1df6, 0x1dfb],
  [0xa82c, 0xa82d],
  [0x105c9, 0x105ca],
  [0x105d2, 0x105d3],
  [0x105da, 0x105db],
  [0x105e4, 0x105e5],
  [0x10d24, 0x10d28],
  [0x10d69, 0x10d6e],
  [0x10eab, 0x10ead],
  [0x10efa, 0x10efc],
  [0x10efd, 0x10f00],
  [0x10f46, 0x10f51],
  [0x10f82, 0x10f86],
  [0x11070, 0x11071],
  [0x1133b, 0x1133c],
  [0x11382, 0x11386],
  [0x1138b, 0x1138c],
  [0x1138e, 0x1138f],
  [0x11390, 0x11392],
  [0x113b8, 0x113b9],
  [0x113bb, 0x113bc],
  [0x113c2, 0x113c3],
  [0x113c5, 0x113c6],
  [0x113c7, 0x113ca],
  [0x113ce, 0x113d1],
  [0x1145e, 0x1145f],
  [0x11839, 0x1183b],
  [0x11930, 0x11931],
  [0x11935, 0x11936],
  [0x11938, 0x11939],
  [0x1193d, 0x1193f],
  [0x11943, 0x11944],
  [0x119e0, 0x119e1],
  [0x11a34, 0x11a35],
  [0x11a47, 0x11a48],
  [0x11a99, 0x11a9a],
  [0x11d42, 0x11d43],
  [0x11d44, 0x11d46],
  [0x11d97, 0x11d98],
  [0x11f41, 0x11f43],
  [0x1611e, 0x1612a],
  [0x1612f, 0x16130],
  [0x16d63, 0x16d64],
  [0x16d67, 0x16d6b],
  [0x16ff0, 0x16ff2],
  [0x1e08f, 0x1e090],
  [0x1e130, 0x1e137],
  [0x1e2ae, 0x1e2af],
  [0x1e2ec, 0x1e2f0],
  [0x1e4ec, 0x1e4f0],
  [0x1e5ee, 0x1e5f0],
  [0x1e6e3, 0x1e6e4],
  [0x1e6e6, 0x1e6e7],
  [0x1e6ee, 0x1e6f0],
  [0x1e6f5, 0x1e6f6],
];

const newer = new RegExp(`[${newerRanges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${(to - 1).toString(16)}}`).join("")}]`, "u");
const newerOrNot = new RegExp(`${newer.source}|(?:(?!${newer.source})[^])+`, "gu");

/** The text in NFC of Unicode 9. */
export function toNfc(text: string): string {
  if (!newer.test(text)) return text.normalize("NFC");
  return text.replace(newerOrNot, (part) => (newer.test(part) ? part : part.normalize("NFC")));
}

/** Vowels and final consonants of Hangul, which compose with what is before them. All others that do are marks. */
const isHangulFollower = (code: number): boolean => code >= 0x1160 && code <= 0x11ff;

export const isNfcBoundary = (code: number): boolean => code < 0x300 || (categoryOfCode(code) !== "M" && !isHangulFollower(code));

let shared: Uint8Array | undefined;
const classes = (): Uint8Array => (shared ??= nfcClasses(newerRanges));

/** Whether a text may not be in NFC. */
export function mayChange(text: string): boolean {
  const classOf = classes();
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const found = unit < 0x300 ? 0 : classOf[placeInClasses(isHighSurrogate(unit) ? text.codePointAt(at)! : unit)]!;
    if (found === MAY_CHANGE || (found === MAY_MOVE && before === MAY_MOVE)) return true;
    before = found;
  }
  return false;
}

/** Whether NFC changes the stretch around a place, from one boundary to the next. */
function changesAt(text: string, at: number, from: number, to: number): boolean {
  const begins = (place: number): boolean => !isLowSurrogate(text.charCodeAt(place)) && isNfcBoundary(text.codePointAt(place)!);
  let start = at;
  while (start > from && !begins(start)) start--;
  let end = at + 1;
  while (end < to && !begins(end)) end++;
  const stretch = text.slice(start, end);
  return toNfc(stretch) !== stretch;
}

export const nfc: Normalizer = {
  isBoundary: isNfcBoundary,
  dependsOnStart: false,
  quickCheck: { classes, changesAt },
  apply: (text) => normalizeStretches(text, isNfcBoundary, mayChange, toNfc),
};

/** Texts that become `text` in NFC: each of its characters whole, or as a letter and a mark.
 *  @throws TokenizerFileError where it has more forms than are looked for */
export function formsBeforeNfc(text: string): readonly string[] {
  let forms = [""];
  for (const character of toNfc(text)) {
    const apart = character.normalize("NFD");
    const parts = [...apart].length;
    if (parts > 2 || forms.length > 64)
      throw new TokenizerFileError(say`The added token ${JSON.stringify(text)} is found after NFC and has too many forms before it.`);
    forms = forms.flatMap((form) => (parts === 1 ? [form + apart] : [form + character, form + apart]));
  }
  return forms;
}

/** Whether what follows a place leaves the character that ends there as it is. */
export function endsInNfc(text: string, end: number): boolean {
  let to = end;
  for (let code = text.codePointAt(to); code !== undefined && !isNfcBoundary(code); code = text.codePointAt(to))
    to += code > 0xffff ? 2 : 1;
  if (to === end) return true;
  let from = end - 1;
  while (from > 0 && (isLowSurrogate(text.charCodeAt(from)) || !isNfcBoundary(text.codePointAt(from)!))) from--; // from < text.length
  const stretch = toNfc(text.slice(from, end));
  return toNfc(text.slice(from, to)).startsWith(stretch);
}
