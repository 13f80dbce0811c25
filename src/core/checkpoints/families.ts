/**
 * Families of models by the names of their tensors: which tensor is the token table, which the positional one and where its position 0 is,
 * and whose ids the rows belong to. Names are those that the families' own code saves, with any prefix.
 */

import { type KnownVocabulary, vocabularies } from "./vocabularies.ts";

export interface Family {
  /** To follow "says", e.g. "GPT-NeoX". */
  readonly label: string;
  /** The token table's name, without its prefixes. */
  readonly token: string;
  /** The end of another tensor's name that tells this family from others with the same table name. */
  readonly beside?: string;
  /** Absent: models of this family come with many vocabularies. */
  readonly vocabulary?: KnownVocabulary;
}

/** The first that fits is taken: those with `beside` before those without. Best known names first: several may be in one file. */
const families: readonly Family[] = [
  { label: "MPT", token: "wte.weight", beside: "attn.Wqkv.weight", vocabulary: vocabularies.neoX },
  { label: "OLMo", token: "wte.weight", beside: "att_proj.weight", vocabulary: vocabularies.neoX },
  { label: "CodeGen", token: "wte.weight", beside: "attn.qkv_proj.weight", vocabulary: vocabularies.codeGen },
  { label: "Qwen", token: "wte.weight", beside: "mlp.w2.weight", vocabulary: vocabularies.qwen },
  { label: "LitGPT", token: "wte.weight", beside: "attn.attn.weight" },
  { label: "LitGPT", token: "wte.weight", beside: "attn.qkv.weight" },
  { label: "GPT-2", token: "wte.weight", vocabulary: vocabularies.gpt2 },
  { label: "Build a Large Language Model (From Scratch)", token: "tok_emb.weight", vocabulary: vocabularies.gpt2 },
  { label: "Whisper", token: "embed_tokens.weight", beside: "encoder.conv1.weight" },
  {
    label: "OPT or BART",
    token: "decoder.embed_tokens.weight",
    beside: "decoder.layers.0.self_attn.out_proj.weight",
    vocabulary: vocabularies.opt,
  },
  { label: "Llama and its kin", token: "embed_tokens.weight" },
  { label: "BERT and its kin", token: "word_embeddings.weight" },
  { label: "GPT-NeoX", token: "embed_in.weight", vocabulary: vocabularies.neoX },
  { label: "Llama, as Meta saves it", token: "tok_embeddings.weight" },
  { label: "Mamba", token: "backbone.embedding.weight", vocabulary: vocabularies.neoX },
  { label: "Mamba", token: "backbone.embeddings.weight", vocabulary: vocabularies.neoX },
  { label: "GPT-1", token: "tokens_embed.weight", vocabulary: vocabularies.gpt1 },
  { label: "CLIP and Whisper, as OpenAI saves them", token: "token_embedding.weight" },
  { label: "T5, BART", token: "shared.weight" },
];

/** Without their prefixes; best known first. */
const positionalNames = [
  "wpe.weight",
  "pos_emb.weight",
  "embed_positions.weight",
  "position_embeddings.weight",
  "positions_embed.weight",
  "position_embedding.weight",
  "positional_embedding",
  "positional_embedding.weight",
];
/** Output layers are often the token table itself, saved under this name only; so they head the candidates. */
const outputNames = ["lm_head.weight", "out_head.weight", "embed_out.weight"];

const hasName = (name: string, ending: string): boolean => name === ending || name.endsWith(`.${ending}`);

/** The names of token tables, each once, best known first. */
export const tokenNames: readonly string[] = [...new Set(families.map(({ token }) => token))];
export const isNamed = (name: string, endings: readonly string[]): boolean => endings.some((ending) => hasName(name, ending));
export const isOutputName = (name: string): boolean => isNamed(name, outputNames);
export { positionalNames };

/** Whether a tensor of this name is taken for a token or positional table. */
export const isTableName = (name: string): boolean => isNamed(name, tokenNames) || isNamed(name, positionalNames);

/** @param names all tensors of the checkpoint  @returns undefined when the table has no known name */
export function familyOf(tokenTable: string, names: readonly string[]): Family | undefined {
  return families.find(
    ({ token, beside }) => hasName(tokenTable, token) && (beside === undefined || names.some((name) => name.endsWith(beside))),
  );
}

/** Lengths that models are trained for are multiples of this; tables of this many rows more start with rows for padding. */
const lengthMultiple = 64;

/**
 * The row of position 0. OPT, BART and their kin (`embed_positions`) start at row 2, after their padding id 1; so do RoBERTa and its kin, of
 * whose `position_embeddings` only the rows tell them from BERT's: 514 and not 512. Whisper, BlenderBot and Marian have `embed_positions` of a
 * whole length, 448 or 512, and start at row 0.
 */
export function firstPositionRow(name: string, rows: number): number {
  const skipped = 2;
  if (rows <= skipped || rows % lengthMultiple === 0) return 0;
  if (isNamed(name, ["embed_positions.weight"])) return skipped;
  return isNamed(name, ["position_embeddings.weight"]) && rows % lengthMultiple === skipped ? skipped : 0;
}
