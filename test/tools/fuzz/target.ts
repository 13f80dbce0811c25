/** Something that reads foreign input, and how it is fed. */

interface Common {
  readonly name: string;
  /** Whether what was thrown is a refusal: the reader's own error, with a sentence. Anything else is a find. */
  readonly isRefusal: (error: unknown) => boolean;
}

export interface BytesTarget extends Common {
  readonly kind: "bytes";
  /** Sound inputs, a few kilobytes each. */
  readonly corpus: readonly Uint8Array[];
  /** Byte strings (a character each) that mean something to the reader. */
  readonly words: readonly string[];
  readonly run: (bytes: Uint8Array) => void | Promise<void>;
}

export interface ValueTarget extends Common {
  readonly kind: "value";
  readonly corpus: readonly unknown[];
  readonly run: (value: unknown) => void | Promise<void>;
}

export type Target = BytesTarget | ValueTarget;

/** What must not happen, with the input that made it happen. */
export interface Find {
  readonly target: string;
  readonly problem: string;
  readonly input: unknown;
}

/** An error whose message is a sentence that can be shown: not bare, not endless, no control characters. */
export const hasSentence = (error: Error): boolean => /^\P{Cc}{10,2000}$/u.test(error.message);
