/** Training and validation: by document, spread evenly and known as documents arrive, or by token, the end of the stream as nanoGPT's prepare.py takes it. */
import { say, type Sentence } from "../sentence.ts";

export type Split = "train" | "validation";

export interface SplitOptions {
  readonly by: "none" | "document" | "token";
  /** Part of the documents or tokens kept for validation, 0 … 1; 0 with `none`. */
  readonly validationFraction: number;
}

/** What is wrong with the options, as a sentence to show at the control, or `undefined`. */
export function splitProblem({ by, validationFraction }: SplitOptions, documentCount: number): Sentence | undefined {
  if (by === "none") return undefined;
  if (!(validationFraction > 0 && validationFraction < 1)) {
    return say`The part for validation is ${validationFraction}; it must be between 0 and 1. Enter 0.1 for a tenth.`;
  }
  if (by === "document" && Math.floor(documentCount * validationFraction) === 0) {
    return documentCount === 1
      ? say`1 document gives none for validation at a part of ${validationFraction}. Choose a greater part, or split by token.`
      : say`${documentCount} documents give none for validation at a part of ${validationFraction}. Choose a greater part, or split by token.`;
  }
  return undefined;
}

/** Of n documents ⌊n·fraction⌋ are for validation, evenly spread: the same ones each time, whatever comes after them. */
export function splitOfDocument(index: number, { by, validationFraction }: SplitOptions): Split {
  if (by !== "document") return "train";
  return Math.floor((index + 1) * validationFraction) > Math.floor(index * validationFraction) ? "validation" : "train";
}

/** The first token for validation in a stream of `tokenCount`: `int(tokenCount · (1 − fraction))`, tokenCount when there is none. */
export function validationFrom(tokenCount: number, { by, validationFraction }: SplitOptions): number {
  return by === "token" ? Math.floor(tokenCount * (1 - validationFraction)) : tokenCount;
}

/** Cuts the next ids of a stream at token `cut`. @param tokenFrom index in the stream of ids[0]  @returns views, possibly empty */
export function splitIds(ids: Int32Array, tokenFrom: number, cut: number): Readonly<Record<Split, Int32Array>> {
  const at = Math.min(Math.max(0, cut - tokenFrom), ids.length);
  return { train: ids.subarray(0, at), validation: ids.subarray(at) };
}
