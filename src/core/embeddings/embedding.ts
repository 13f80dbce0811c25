/** Step 4, windows → embeddings: a table of rows looked up by index, as `torch.nn.Embedding`. */

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

/** @throws RangeError when a side is no whole number from 1 on or the table would exceed `tableLengthLimit` values */
export function checkShape({ numEmbeddings, embeddingDim }: EmbeddingShape): void {
  for (const [name, side] of [["rows", numEmbeddings] as const, ["columns", embeddingDim] as const]) {
    if (!Number.isInteger(side) || side < 1) {
      throw new RangeError(`An embedding table cannot have ${side} ${name}: it needs a whole number from 1 on.`);
    }
  }
  if (numEmbeddings * embeddingDim > tableLengthLimit) {
    throw new RangeError(
      `A table of ${numEmbeddings} × ${embeddingDim} has more than the ${tableLengthLimit} values (1 GiB) that Tokenscope holds. Choose fewer rows or a smaller embeddingDim.`,
    );
  }
}

/** @param weight [numEmbeddings, embeddingDim], row-major; kept, not copied  @throws RangeError when its length does not fit the shape */
export function toEmbedding(weight: Float32Array, { numEmbeddings, embeddingDim }: EmbeddingShape): Embedding {
  checkShape({ numEmbeddings, embeddingDim });
  if (weight.length !== numEmbeddings * embeddingDim) {
    throw new RangeError(
      `${weight.length} values do not make a table of ${numEmbeddings} × ${embeddingDim}; that takes ${numEmbeddings * embeddingDim}.`,
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
    throw new RangeError(
      `Index ${index} has no row: the table has ${numEmbeddings}. Choose a table with more rows, or the encoding this checkpoint was trained with.`,
    );
  }
}
