/** Which tensors of a checkpoint are the embedding tables. */

import { say, type Sentence } from "../sentence.ts";
import { quoted } from "../files/quoted.ts";
import { isNamed, isOutputName, positionalNames, tokenNames } from "./families.ts";
import { isInteger, unpackedName, whyUnusable } from "./packedTables.ts";
import type { Tensor } from "./tensor.ts";

/** What `Load Embedding Weights…` takes by itself, and what it offers in its picker. */
export interface EmbeddingTables<T extends Tensor> {
  readonly tokenEmbedding: T | undefined;
  readonly positionalEmbedding: T | undefined;
  /** Every other table that can be read: two-dimensional, not empty, not packed. Output layers first, then by name. */
  readonly candidates: readonly T[];
  /** Why the tensor with a token table's name can't be read, as a sentence for the user; undefined when there is no such tensor. */
  readonly unusable: Sentence | undefined;
}

/**
 * A positional table is taken only if its rows are as long as the token table's; of several names the best known, then the shortest.
 * @param names all tensors of the checkpoint, where `tensors` are those of some of its files
 */
export function findEmbeddingTables<T extends Tensor>(
  tensors: readonly T[],
  names: readonly string[] = tensors.map(({ name }) => name),
): EmbeddingTables<T> {
  const all = new Set(names);
  const tables = tensors.filter((tensor) => whyUnusable(tensor, all) === undefined);
  const embeddings = tables.filter(({ dtype }) => !isInteger(dtype));
  const tokenEmbedding = bestNamed(embeddings, tokenNames);
  const fitting = embeddings.filter(({ shape }) => !tokenEmbedding || shape[1] === tokenEmbedding.shape[1]);
  const positionalEmbedding = bestNamed(fitting, positionalNames);
  const named = tokenEmbedding === undefined ? bestNamed(tensors, tokenNames) : undefined;
  return {
    tokenEmbedding,
    positionalEmbedding,
    candidates: tables
      .filter((table) => table !== tokenEmbedding && table !== positionalEmbedding && table !== named)
      .sort((a, b) => Number(isOutputName(b.name)) - Number(isOutputName(a.name)) || (a.name < b.name ? -1 : 1)),
    unusable: named && (whyUnusable(named, all) ?? integersFor(named)),
  };
}

const integersFor = ({ name, dtype }: Tensor): Sentence =>
  say`Tensor ${quoted(name)} holds ${dtype}, whole numbers, and embeddings are none: it is packed in a way that is not known here. Choose a checkpoint of this model in F32, F16 or BF16.`;

function bestNamed<T extends Tensor>(tensors: readonly T[], endings: readonly string[]): T | undefined {
  for (const ending of endings) {
    const named = tensors.filter(({ name }) => isNamed(unpackedName(name), [ending])).sort((a, b) => a.name.length - b.name.length);
    if (named[0]) return named[0];
  }
  return undefined;
}
