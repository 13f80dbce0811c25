/** Characters that are split over several tokens: an emoji, a letter of a rare script. Their tokens belong together wherever they are shown. */
import { type TokenText, textOfBytes } from "./tokenText.ts";

export interface SplitCharacter {
  /** Of the tokens given: [from, to), two at least. */
  readonly from: number;
  readonly to: number;
  /** What these tokens are together: one character, or several where tokens reach from one into the next. */
  readonly text: string;
}

/** Tokens that one character is spread over at most, and as many more where characters are chained. */
const longest = 16;

/** Runs of tokens that hold only parts of characters, cut wherever the bytes so far are whole characters. */
export function splitCharacters(texts: readonly TokenText[]): readonly SplitCharacter[] {
  const found: SplitCharacter[] = [];
  for (let from = 0; from < texts.length; from += 1) {
    const character = characterAt(texts, from);
    if (character === undefined) continue;
    found.push(character);
    from = character.to - 1;
  }
  return found;
}

function characterAt(texts: readonly TokenText[], from: number): SplitCharacter | undefined {
  const bytes: number[] = [];
  for (let to = from; to < Math.min(texts.length, from + longest); to += 1) {
    const part = texts[to];
    if (part === undefined || "text" in part || part.bytes.length === 0) return undefined;
    bytes.push(...part.bytes);
    const whole = textOfBytes(Uint8Array.from(bytes));
    if ("text" in whole) return { from, to: to + 1, text: whole.text };
  }
  return undefined;
}
