/** Errors that say a sentence: their message is English, and the sentence itself is kept for those who show it (sentence.ts). */
import { inEnglish, type Sentence, verbatim } from "./sentence.ts";

/** The base of our own kinds of errors. */
export class SentenceError extends Error {
  readonly sentence: Sentence;

  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(inEnglish(sentence), options);
    this.sentence = sentence;
  }
}

/** A RangeError that says a sentence. */
export const rangeError = (sentence: Sentence, options?: ErrorOptions): RangeError & { readonly sentence: Sentence } =>
  Object.assign(new RangeError(inEnglish(sentence), options), { sentence });

/** What an error says: its sentence, or its message where it has none. */
export function sentenceOf(error: unknown): Sentence {
  if (!(error instanceof Error)) return verbatim(String(error));
  return "sentence" in error ? (error.sentence as Sentence) : verbatim(error.message); // only the two above and their kinds have one
}

/** An error as data, for another thread or page. */
export interface ErrorRecord {
  readonly name: string;
  readonly sentence: Sentence;
}

export const toRecord = (error: unknown): ErrorRecord => ({
  name: error instanceof Error ? error.name : "Error",
  sentence: sentenceOf(error),
});

/** The error again: its name and what it says, but not its class. */
export const fromRecord = ({ name, sentence }: ErrorRecord): SentenceError => Object.assign(new SentenceError(sentence), { name });
