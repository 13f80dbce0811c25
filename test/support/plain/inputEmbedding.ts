/** The model's input: token rows + position rows, in single precision as PyTorch adds them. The CPU reference for the views' GPU code. */

import { type Embedding } from "../../../src/core/embeddings/embedding.ts";
import type { EmbeddingLayers } from "../../../src/core/embeddings/initialize.ts";
import { lookUp } from "./lookUp.ts";

/**
 * inputEmbedding = tokenEmbedding[inputIds] + positionalEmbedding[0 … maxLength).
 * @param inputIds [batchSize, maxLength] flattened, so its length is a multiple of maxLength
 * @returns [batchSize, maxLength, embeddingDim], row-major, a fresh array
 * @throws RangeError when the window is longer than the positional table, an id has no row, or the layers do not fit each other
 */
export function inputEmbedding(layers: EmbeddingLayers, inputIds: ArrayLike<number>, maxLength: number): Float32Array {
  const { tokenEmbedding, positionalEmbedding } = layers;
  checkFit(tokenEmbedding, positionalEmbedding);
  if (!Number.isInteger(maxLength) || maxLength < 1 || inputIds.length % maxLength !== 0) {
    throw new RangeError(`${inputIds.length} ids do not make windows of ${maxLength} tokens. Pass whole windows.`);
  }
  if (maxLength > positionalEmbedding.numEmbeddings) {
    throw new RangeError(
      `A window of ${maxLength} tokens needs as many positions, and the positional table has ${positionalEmbedding.numEmbeddings}. Choose a smaller maxLength or a larger contextLength.`,
    );
  }
  const rows = lookUp(tokenEmbedding, inputIds); // [batchSize, maxLength, embeddingDim]
  const positions = positionalEmbedding.weight;
  const windowLength = maxLength * tokenEmbedding.embeddingDim;
  for (let window = 0; window < rows.length; window += windowLength) {
    for (let i = 0; i < windowLength; i += 1) rows[window + i]! += positions[i]!; // in range: windowLength ≤ positions.length
  }
  return rows;
}

function checkFit(tokenEmbedding: Embedding, positionalEmbedding: Embedding): void {
  if (tokenEmbedding.embeddingDim === positionalEmbedding.embeddingDim) return;
  throw new RangeError(
    `Token rows have ${tokenEmbedding.embeddingDim} values and position rows ${positionalEmbedding.embeddingDim}: they cannot be added. Choose two tables of one embeddingDim.`,
  );
}
