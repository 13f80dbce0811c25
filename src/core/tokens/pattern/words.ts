/** What words are made of, and white space, as the regexes of Rust see them: `\w`, and `\s`, which is White_Space. */
import { categoryOfCode, characterClasses, classOfCode, WHITESPACE } from "./characterClass.ts";
import { otherWordRanges } from "./unicodeClasses.ts";

/** Letters, marks and decimal numbers; see `classOfLetter` of characterClass.ts. */
const inWords = "UTLDBMN";

/** @param code undefined or NaN: the end of the text */
export function isWord(code: number | undefined): boolean {
  if (code === undefined || Number.isNaN(code)) return false;
  return inWords.includes(categoryOfCode(code)) || otherWordRanges.some(([from, to]) => code >= from && code < to);
}

/** @param code undefined or NaN: the end of the text */
export const isSpace = (code: number | undefined): boolean =>
  code !== undefined && !Number.isNaN(code) && (classOfCode(characterClasses(), code) & WHITESPACE) !== 0;
