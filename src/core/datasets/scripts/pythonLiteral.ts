/** Values as Python source text. Whatever a string holds, the literal stays one line and one expression, so nothing in it can run. */
import { rangeError } from "../../errors.ts";
import { say } from "../../sentence.ts";

/** A double-quoted `str` literal that Python reads back as the same text; a lone surrogate, which no file can hold, becomes U+FFFD. */
export function pythonString(text: string): string {
  const escaped = text.replaceAll(/["\\]|[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, escapeCharacter);
  return `"${escaped}"`;
}

export const pythonBoolean = (value: boolean): string => (value ? "True" : "False");

/** @throws RangeError when the value is not a safe integer: it would not be the number that is on the screen */
export function pythonInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw rangeError(say`${value} is not a whole number that a script can hold. Pass a safe integer.`);
  return String(value);
}

const named = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0; // the pattern matches one character: never empty
  const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff;
  const hex = (isLoneSurrogate ? 0xfffd : code).toString(16);
  return named.get(character) ?? (code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`);
}
