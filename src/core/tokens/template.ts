/** The tokens that a model expects around a text, which its tokenizer's file names: what Hugging Face's library adds with
 *  `add_special_tokens=True`. They have ids and no text. */
import { say, type Sentence } from "../sentence.ts";

export interface StartAndEnd {
  readonly start: readonly number[];
  readonly end: readonly number[];
}

export type Template =
  | ({ readonly kind: "tokens" } & StartAndEnd)
  /** There are none to add. @property why a sentence that begins with the encoding's label, which `whyNone` puts in */
  | { readonly kind: "none"; readonly why: Sentence };

/** In the place of a label that is not known yet. */
export const itsLabel = "";

export const whyNone = ({ why }: { readonly why: Sentence }, label: string): Sentence => ({
  ...why,
  values: [label, ...why.values.slice(1)],
});

export const builtInTemplate: Template = { kind: "none", why: say`${itsLabel} is tiktoken's, which adds no tokens around a text.` };

/** What is put around each text; undefined: nothing, because nobody asked or there is nothing. */
export const addedTokens = (template: Template | undefined, isWanted: boolean): StartAndEnd | undefined =>
  isWanted && template?.kind === "tokens" ? template : undefined;

export const addedCount = (added: StartAndEnd | undefined): number => (added === undefined ? 0 : added.start.length + added.end.length);
