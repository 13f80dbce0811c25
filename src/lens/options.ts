/**
 * What one document is looked at with, but for what is selected in it (selection.ts). Options come from the settings, and the user
 * changes them document by document. Defaults are those of the notebook *How LLMs Embed Input Tokens*.
 *
 * `null` says "none chosen" here: options travel as JSON and in patches, where an entry that is absent means "as it was".
 */
import type { EncodingId } from "../core/tokens/encodingSpec.ts";
import type { SpecialTokenPolicy } from "../core/tokens/specialTokens.ts";

/** Window and batch options, named as `GPTDatasetV1` and `DataLoader` name them. Lengths and strides in tokens. */
export interface WindowSettings {
  readonly maxLength: number;
  readonly stride: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  /** 0 is the first pass over the data. */
  readonly epoch: number;
  readonly dropLast: boolean;
}

export interface EmbeddingSettings {
  /** Rows of the token table; null: as many as the encoding has. */
  readonly vocabSize: number | null;
  readonly embeddingDim: number;
  /** Rows of the positional table; null: `maxLength`, as in the notebook. */
  readonly contextLength: number | null;
  readonly seed: number;
  /** `seeded`: as torch.manual_seed gives them. `file`: read from the checkpoint chosen by Load Embedding Weights…. */
  readonly weights: "seeded" | "file";
  /** `learned`: rows of the positional table. `sinusoidal`: the fixed ones of *Attention Is All You Need*. */
  readonly positions: "learned" | "sinusoidal";
}

/** A part of the document, [from, to) in UTF-16 code units of the text the pipeline sees (line endings as the options say). */
export interface Scope {
  readonly from: number;
  readonly to: number;
}

export interface LensOptions {
  readonly encoding: EncodingId;
  readonly specialTokens: SpecialTokenPolicy;
  /** Whether the start and end tokens that the tokenizer's file names are put around the text, as Hugging Face's library does by that name. */
  readonly addSpecialTokens: boolean;
  readonly endOfLine: "lf" | "document";
  readonly windows: WindowSettings;
  readonly embedding: EmbeddingSettings;
  /** Which part is looked at; null: the whole document. */
  readonly scope: Scope | null;
  /** The token view's tab. */
  readonly tab: "tokens" | "windows" | "compare";
  /** The encodings that the text is compared under, beside its own. */
  readonly compared: readonly EncodingId[];
  /** Whether the editor shows token boundaries, and the selected window's spans. */
  readonly colours: boolean;
  readonly windowSpans: boolean;
}

/** The notebook's own settings. */
export const defaultOptions: LensOptions = {
  encoding: "gpt2",
  specialTokens: "allow",
  addSpecialTokens: false,
  endOfLine: "lf",
  windows: { maxLength: 4, stride: 4, batchSize: 8, shuffle: false, seed: 123, epoch: 0, dropLast: true },
  embedding: { vocabSize: null, embeddingDim: 256, contextLength: null, seed: 123, weights: "seeded", positions: "learned" },
  scope: null,
  tab: "tokens",
  compared: ["cl100k_base", "o200k_base"],
  colours: false,
  windowSpans: false,
};
