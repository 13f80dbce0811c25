/** A tokenizer as its maker's file describes it, whatever the form of the file. */
import { SentenceError } from "../../errors.ts";
import type { Sentence } from "../../sentence.ts";
import type { PatternName } from "../pattern/patterns.ts";
import type { Template } from "../template.ts";

/** Thrown for a file that is damaged, or that asks for what is not followed exactly. The message is one sentence for people: controls that
 *  words of the file bring along are replaced, for they could break it or turn it around. */
export class TokenizerFileError extends SentenceError {
  override readonly name = "TokenizerFileError";

  constructor(sentence: Sentence) {
    super(withoutControls(sentence));
  }
}

const withoutControls = ({ template, values }: Sentence): Sentence => ({
  template,
  values: values.map((value) =>
    typeof value === "string" ? value.replaceAll(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\uFFFD") : withoutControls(value),
  ),
});

/** The form of Hugging Face's own files. */
export const tokenizerJsonForm = "Hugging Face tokenizer.json";

/** Whether a file, by its name, holds ranks alone: its pattern is for the user to say. */
export const needsPattern = (name: string): boolean => name.toLowerCase().endsWith(".tiktoken");

/** One token of the model: its bytes as a string of one character per byte. */
export interface FileToken {
  readonly bytes: string;
  readonly id: number;
}

export interface AddedToken {
  readonly text: string;
  readonly id: number;
  /** Skipped in decoded text, as the file says; it is found like the others. */
  readonly isSpecial: boolean;
  /** Found in the text after the normalizer, where no other kind of token is. */
  readonly isNormalized: boolean;
  readonly isWord: boolean;
  readonly takesSpaceBefore: boolean;
  readonly takesSpaceAfter: boolean;
}

/** How the text is split (not at all where characters are merged): with a scanner that is written for the regex, or by following it. */
export type FileSplit = { readonly kind: "named"; readonly name: PatternName } | { readonly kind: "regex"; readonly regex: string };

export type FileMerges =
  /** Pairs of ids and the id that each becomes, lowest rank first. */
  | { readonly kind: "pairs"; readonly left: Int32Array; readonly right: Int32Array; readonly merged: Int32Array }
  /** Two parts merge when their bytes together are a token; the lower id first. */
  | { readonly kind: "ranks" };

export interface TokenizerFile {
  /** "Hugging Face tokenizer.json", "tiktoken ranks", "Mistral tekken.json". */
  readonly form: string;
  /** The ids of single bytes, where characters are merged and a character without a token falls back to its bytes (SentencePiece's BPE). In
   *  tokens "▁" then stands for a space. Undefined: bytes are merged. */
  readonly byteFallback: Int32Array | undefined;
  readonly tokens: readonly FileToken[];
  readonly merges: FileMerges;
  /** A piece that is a token is that token, whatever merging would make of it. */
  readonly wholePiecesFirst: boolean;
  readonly normalizer: "none" | "nfc" | "spaces" | "spacesAndOneBefore";
  readonly splits: readonly FileSplit[];
  readonly added: readonly AddedToken[];
  /** Tokens with a name that no text is read as. */
  readonly unfound: readonly { readonly text: string; readonly id: number }[];
  readonly template: Template;
}
