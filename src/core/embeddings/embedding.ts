/** Step 4, windows → embeddings: a table of rows looked up by index, as `torch.nn.Embedding`. */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";

/** Invariant: weight.length = numEmbeddings · embeddingDim, row-major, so row r is weight[r·embeddingDim … (r+1)·embeddingDim). */
export interface Embedding {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly weight: Float32Array;
}

export interface EmbeddingShape {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
}

/** The largest table we hold: 2^28 values, 1 GiB. Five times the largest GPT-2's token table. */
export const tableLengthLimit = 2 ** 28;

const isSide = (length: number): boolean => Number.isInteger(length) && length >= 1;

/** @throws RangeError when a side is no whole number from 1 on or the table would exceed `tableLengthLimit` values */
export function checkShape({ numEmbeddings, embeddingDim }: EmbeddingShape): void {
  if (!isSide(numEmbeddings))
    throw rangeError(say`An embedding table cannot have ${numEmbeddings} rows: it needs a whole number from 1 on.`);
  if (!isSide(embeddingDim))
    throw rangeError(say`An embedding table cannot have ${embeddingDim} columns: it needs a whole number from 1 on.`);
  if (numEmbeddings * embeddingDim > tableLengthLimit) {
    throw rangeError(
      say`A table of ${numEmbeddings} × ${embeddingDim} has more than the ${tableLengthLimit} values (1 GiB) that Tokenscope holds. Choose fewer rows or a smaller embeddingDim.`,
    );
  }
}

/** @param weight [numEmbeddings, embeddingDim], row-major; kept, not copied  @throws RangeError when its length does not fit the shape */
export function toEmbedding(weight: Float32Array, { numEmbeddings, embeddingDim }: EmbeddingShape): Embedding {
  checkShape({ numEmbeddings, embeddingDim });
  if (weight.length !== numEmbeddings * embeddingDim) {
    throw rangeError(
      say`${weight.length} values do not make a table of ${numEmbeddings} × ${embeddingDim}; that takes ${numEmbeddings * embeddingDim}.`,
    );
  }
  return { numEmbeddings, embeddingDim, weight };
}

/** @returns [embeddingDim], a view: it changes when the table does  @throws RangeError when the table has no such row */
export function rowAt(embedding: Embedding, index: number): Float32Array {
  checkIndex(embedding, index);
  const { embeddingDim, weight } = embedding;
  return weight.subarray(index * embeddingDim, (index + 1) * embeddingDim);
}

function checkIndex({ numEmbeddings }: Embedding, index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= numEmbeddings) {
    throw rangeError(
      say`Index ${index} has no row: the table has ${numEmbeddings}. Choose a table with more rows, or the encoding this checkpoint was trained with.`,
    );
  }
}
