/** JSON of a file that anyone may have written: bounded in size, and asked for its shape before it is believed. */
import { say, type Sentence } from "../../../sentence.ts";
import { TokenizerFileError } from "../tokenizerFile.ts";

export type JsonRecord = Readonly<Record<string, unknown>>;

/** Bytes; the largest known tokenizer.json has 33 MB. */
const largestFile = 128 * 2 ** 20;

export const isRecord = (value: unknown): value is JsonRecord => typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws TokenizerFileError when it is too large or no JSON object in UTF-8 */
export function parseJson(bytes: Uint8Array, form: string): JsonRecord {
  if (bytes.length > largestFile)
    throw new TokenizerFileError(say`The file has ${bytes.length} bytes; a ${form} has at most ${largestFile}.`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : String(error);
    throw new TokenizerFileError(say`The file is no JSON in UTF-8 (${why}); a ${form} was expected.`);
  }
  if (!isRecord(value)) throw shapeProblem(form, say`the file`, say`an object`, value);
  return value;
}

export const shapeProblem = (form: string, what: string | Sentence, expected: Sentence, found: unknown): TokenizerFileError =>
  new TokenizerFileError(say`In a ${form}, ${what} is ${JSON.stringify(found)?.slice(0, 60) ?? say`missing`}; ${expected} was expected.`);

/** A value as a sentence names it. */
export const describe = (value: unknown): string | Sentence =>
  (typeof value === "string" ? value : JSON.stringify(value))?.slice(0, 60) ?? say`nothing`;
