/** Every Unicode code point in several contexts: what class a character has decides where pieces end, before it, after it and beside its like. */

export const codePointCount = 0x110000;

/** Around each code point: alone between spaces, after and before letters of both cases, digits, quotes, line breaks, punctuation, doubled. */
const contexts: readonly ((character: string) => string)[] = [
  (character) => ` ${character} `,
  (character) => `a${character}b`,
  (character) => `A${character}a${character}A`,
  (character) => `1${character}2`,
  (character) => `${character}${character}`,
  (character) => `  ${character}\n${character}\n`,
  (character) => `${character}'s '${character}`,
  (character) => `.${character}.`,
  (character) => ` ${character}1${character}\r\n`,
  (character) => `中${character}ⅷ${character}\u0301`,
];

/** The text of the code points [from, to), surrogates as lone ones. Both the oracle and ours get the whole text, so nothing is lost by joining. */
export function codePointsText(from: number, to: number): string {
  const parts: string[] = [];
  for (let codePoint = from; codePoint < to; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    for (const context of contexts) parts.push(context(character), " x");
  }
  return parts.join("");
}
