/** What makes an encoding: its name, the vocabulary file it reads, the scanner of its pattern, and its special tokens. */
import type { PreTokenizer } from "./pattern/preTokenizer.ts";

export type EncodingName = "gpt2" | "r50k_base" | "p50k_base" | "p50k_edit" | "cl100k_base" | "o200k_base";

export interface EncodingDefinition {
  readonly name: EncodingName;
  /** The vocabulary file; encodings with the same ranks share one. */
  readonly ranks: "gpt2" | "p50k_base" | "cl100k_base" | "o200k_base";
  readonly preTokenizer: PreTokenizer;
  readonly specialTokens: readonly (readonly [text: string, id: number])[];
}
