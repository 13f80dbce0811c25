/**
 * Where a long text may be cut so that its parts, encoded one by one, give the ids of the whole: after a letter that is followed by
 * whitespace, a digit or punctuation. In the patterns of all encodings a piece that holds a letter ends there whether or not the text goes
 * on, and none looks behind. Not before an apostrophe (contractions), and not inside of what may be a special token.
 */
import { mayHold } from "../specialTokens.ts";
import type { SpecialTokenSet } from "../specialTokens.ts";

/** What may follow beyond ASCII: spaces, and punctuation that ends phrases of Chinese and Japanese. */
const followers = "\u00A0\u2028\u3000\u3001\u3002\uFF01\uFF08\uFF09\uFF0C\uFF1A\uFF1B\uFF1F";
const letterAtEnd = /\p{L}$/u;

/** The last place in (0, text.length) where `text` may be cut, in code units; 0 when there is none. */
export function lastSafeCut(text: string, specialTokens: SpecialTokenSet): number {
  for (let at = text.length - 1; at > 0; at--) {
    if (mayFollow(text, at) && isLetter(text, at - 1) && !mayHold(text, specialTokens, at)) return at;
  }
  return 0;
}

function mayFollow(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit >= 0x80) return followers.includes(text.charAt(at));
  return !isAsciiLetter(unit) && unit !== 0x27; // '
}

function isLetter(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < 0x80 ? isAsciiLetter(unit) : letterAtEnd.test(text.slice(Math.max(0, at - 1), at + 1));
}

const isAsciiLetter = (unit: number): boolean => (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
