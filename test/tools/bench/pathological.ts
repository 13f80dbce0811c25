/** Texts without a break: what makes a tokenizer with quadratic merges hang. Every text is made afresh for its size and seed. */
import { seededRandom } from "./seededRandom.ts";

export interface PathologicalText {
  readonly name: string;
  /** Exactly `length` UTF-16 code units, well-formed. */
  make(length: number, seed: number): string;
}

const chunk = 4096;
/** Builds a long string from pieces without a quadratic number of copies. */
function built(length: number, next: () => string): string {
  const parts: string[] = [];
  let part = "";
  for (let total = 0; total < length;) {
    const piece = next();
    part += piece;
    total += piece.length;
    if (part.length > chunk) {
      parts.push(part);
      part = "";
    }
  }
  parts.push(part);
  const text = parts.join("").slice(0, length);
  return text.isWellFormed() ? text : `${text.slice(0, -1)}.`;
}

const randomOf =
  (alphabet: readonly string[]): PathologicalText["make"] =>
  (length, seed) => {
    const random = seededRandom(seed);
    return built(length, () => random.pick(alphabet));
  };

const codePoints = (from: number, count: number): string[] => Array.from({ length: count }, (_, at) => String.fromCodePoint(from + at));
const base64 = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"];

export const pathologicalTexts: readonly PathologicalText[] = [
  { name: "one letter", make: (length) => "a".repeat(length) },
  { name: "random letters", make: randomOf([..."abcdefghijklmnopqrstuvwxyz"]) },
  { name: "mixed case", make: randomOf([..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]) },
  { name: "spaces", make: (length) => " ".repeat(length) },
  { name: "newlines", make: (length) => "\n".repeat(length) },
  { name: "one digit", make: (length) => "7".repeat(length) },
  { name: "random digits", make: randomOf([..."0123456789"]) },
  { name: "one emoji", make: (length) => built(length, () => "😀") },
  { name: "random emoji", make: randomOf(codePoints(0x1f600, 64)) },
  { name: "one ideograph", make: (length) => "中".repeat(length) },
  { name: "random CJK", make: randomOf(codePoints(0x4e00, 3000)) },
  { name: "combining marks", make: (length, seed) => `e${randomOf(codePoints(0x300, 0x60))(length - 1, seed)}` },
  { name: "base64", make: randomOf(base64) },
  { name: "punctuation", make: randomOf([..."!#$%&()*+,-./:;<=>?@[]^_{|}~"]) },
];
