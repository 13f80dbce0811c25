/** Which tensors of a checkpoint are the embedding tables, and whether a table fits an encoding. */

import type { Tensor } from "./tensor.ts";
import { isReadableDtype } from "./toFloat32.ts";

/**
 * Names without their prefixes: GPT-2 of Hugging Face and nanoGPT (`transformer.wte.weight`, `_orig_mod.transformer.wte.weight`),
 * the book *Build a Large Language Model (From Scratch)* (`tok_emb.weight`), Llama and its kin, BERT, GPT-NeoX. Best known first.
 */
const tokenNames = [
  "wte.weight",
  "tok_emb.weight",
  "embed_tokens.weight",
  "word_embeddings.weight",
  "embed_in.weight",
  "tok_embeddings.weight",
];
const positionalNames = ["wpe.weight", "pos_emb.weight", "embed_positions.weight", "position_embeddings.weight"];
/** Output layers are often the token table itself, saved under this name only; so they head the candidates. */
const outputNames = ["lm_head.weight", "out_head.weight"];

const hasName = (name: string, ending: string): boolean => name === ending || name.endsWith(`.${ending}`);
const isOutput = ({ name }: Tensor): boolean => outputNames.some((ending) => hasName(name, ending));

/** Whether a tensor of this name is taken for a token or positional table. */
export const isTableName = (name: string): boolean => [...tokenNames, ...positionalNames].some((ending) => hasName(name, ending));

/** What `Load Embedding Weights…` takes by itself, and what it offers in its picker. */
export interface EmbeddingTables<T extends Tensor> {
  readonly tokenEmbedding: T | undefined;
  readonly positionalEmbedding: T | undefined;
  /** Every other table that can be read: two-dimensional, not empty. Output layers first, then by name. */
  readonly candidates: readonly T[];
}

/** A positional table is taken only if its rows are as long as the token table's; of several names the best known, then the shortest. */
export function findEmbeddingTables<T extends Tensor>(tensors: readonly T[]): EmbeddingTables<T> {
  const tables = tensors.filter(isTable);
  const tokenEmbedding = bestNamed(tables, tokenNames);
  const fitting = tables.filter(({ shape }) => !tokenEmbedding || shape[1] === tokenEmbedding.shape[1]);
  const positionalEmbedding = bestNamed(fitting, positionalNames);
  const candidates = tables
    .filter((table) => table !== tokenEmbedding && table !== positionalEmbedding)
    .sort((a, b) => Number(isOutput(b)) - Number(isOutput(a)) || (a.name < b.name ? -1 : 1));
  return { tokenEmbedding, positionalEmbedding, candidates };
}

function isTable({ shape, dtype }: Tensor): boolean {
  return shape.length === 2 && !shape.includes(0) && isReadableDtype(dtype);
}

function bestNamed<T extends Tensor>(tables: readonly T[], endings: readonly string[]): T | undefined {
  for (const ending of endings) {
    const named = tables.filter(({ name }) => hasName(name, ending)).sort((a, b) => a.name.length - b.name.length);
    if (named[0]) return named[0];
  }
  return undefined;
}

export interface VocabularyCheck {
  /** `exact`: a row per id. `padded`: a few rows more, never looked up. `tooFew`, `tooMany`: another vocabulary's table. */
  readonly kind: "exact" | "padded" | "tooFew" | "tooMany";
  /** For the user. */
  readonly sentence: string;
}

/** Training code rounds the vocabulary up to a multiple of 64 or more for speed: GPT-2's 50257 become 50304. */
const paddingMultiple = 64;
const paddingLimit = 1_024;

/** Whether a token table of `rows` rows can belong to an encoding of `vocabSize` tokens. */
export function checkVocabulary(rows: number, encodingName: string, vocabSize: number): VocabularyCheck {
  const table = `The token table has ${rows} rows and ${encodingName} has ${vocabSize} tokens`;
  if (rows === vocabSize) return { kind: "exact", sentence: `${table}: a row for each.` };
  if (rows < vocabSize) {
    return { kind: "tooFew", sentence: `${table}: ids from ${rows} on have no row. Choose the encoding this checkpoint was trained with.` };
  }
  const extra = rows - vocabSize;
  if (rows % paddingMultiple === 0 && extra < paddingLimit) {
    return { kind: "padded", sentence: `${table}: the last ${extra} rows are padding that no token uses.` };
  }
  return { kind: "tooMany", sentence: `${table}: ${extra} rows belong to no token. Choose the encoding this checkpoint was trained with.` };
}
