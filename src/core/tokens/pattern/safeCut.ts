/**
 * Where a long text may be cut so that its parts, encoded one by one, give the ids of the whole: after a letter that is followed by
 * whitespace, a digit or punctuation. In the patterns of all encodings a piece that holds a letter ends there whether or not the text goes
 * on, and none looks behind. Not before an apostrophe (contractions), and not inside of what may be a special token.
 */
import { isHighSurrogate, isLowSurrogate } from "../../text/surrogates.ts";
import type { Normalizer } from "../normalizer.ts";
import { characterClasses, classOfCode, LETTER } from "./characterClass.ts";
import type { Pattern } from "./pattern.ts";
import { isSpace } from "./words.ts";
import { mayHold } from "../specialTokens.ts";
import type { SpecialTokenSet } from "../specialTokens.ts";

/** What may follow beyond ASCII: spaces, and punctuation that ends phrases of Chinese and Japanese. */
const followers = "\u00A0\u2028\u3000\u3001\u3002\uFF01\uFF08\uFF09\uFF0C\uFF1A\uFF1B\uFF1F";

/** The last place in (0, text.length) where `text` may be cut, in code units; 0 when there is none. */
export function lastSafeCut(text: string, specialTokens: SpecialTokenSet): number {
  for (let at = text.length - 1; at > 0; at--) {
    if (mayFollow(text, at) && isLetter(codeBefore(text, at)) && !mayHold(text, specialTokens, at)) return at;
  }
  return 0;
}

function mayFollow(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit >= 0x80) return followers.includes(text.charAt(at));
  return !isAsciiLetter(unit) && unit !== 0x27; // '
}

/** A letter to the patterns: the JavaScript engine's own `\p{L}` holds letters of later versions of Unicode too. */
function isLetter(code: number): boolean {
  return code < 0x80 ? isAsciiLetter(code) : (classOfCode(characterClasses(), code) & LETTER) !== 0;
}

const isAsciiLetter = (unit: number): boolean => (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;

/** As `lastSafeCut`, for an encoding of any pattern and normalizer: between two characters that its pattern never takes together. */
export function lastCutOf(text: string, pattern: Pattern, normalizer: Normalizer | undefined, specialTokens: SpecialTokenSet): number {
  if (normalizer?.dependsOnStart === true) return 0;
  const hasRules = specialTokens.rules !== undefined || specialTokens.after?.rules !== undefined;
  for (let at = text.length - 1; at > 0; at--) {
    if (isLowSurrogate(text.charCodeAt(at)) && isHighSurrogate(text.charCodeAt(at - 1))) continue;
    const before = encodedCode(codeBefore(text, at));
    const after = encodedCode(text.codePointAt(at)!); // at is within
    // Which white space a token takes along, and whether it is a word, is told from what is beside it.
    if (hasRules && (isSpace(before) || specialTokens.firstUnits.has(text.charCodeAt(at)))) continue;
    if (normalizer !== undefined && !(normalizer.isBoundary(before) && normalizer.isBoundary(after))) continue;
    const [first = before, second = after] = normalizer === undefined ? [] : normalizedPair(normalizer, before, after);
    if (pattern.mayCut(first, second) && !mayHold(text, specialTokens, at)) return at;
  }
  return 0;
}

/** A surrogate without its other half is encoded as U+FFFD. */
const encodedCode = (code: number): number => (code >= 0xd800 && code < 0xe000 ? 0xfffd : code);

function codeBefore(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1);
  return isLowSurrogate(unit) && at > 1 && isHighSurrogate(text.charCodeAt(at - 2)) ? text.codePointAt(at - 2)! : unit; // at > 1
}

/** What two characters that are normalized each for itself become: the end of the first, the beginning of the second. */
function normalizedPair({ apply }: Normalizer, before: number, after: number): readonly number[] {
  const normalized = (code: number): number[] => {
    const character = String.fromCodePoint(code);
    return [...(apply(character, false)?.text ?? character)].map((each) => each.codePointAt(0)!); // none is empty
  };
  return [normalized(before).at(-1) ?? before, normalized(after)[0] ?? after];
}
