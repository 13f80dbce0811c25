/** The fixed positions of *Attention Is All You Need* (Vaswani et al. 2017, section 3.5), to set beside learned ones. */

import { checkShape, type Embedding } from "./embedding.ts";

const base = 10_000;

/**
 * PE(position, 2i) = sin(position / 10000^(2i/d)), PE(position, 2i+1) = cos(the same). An odd last column is a sine.
 * @returns [contextLength, embeddingDim], each value within ±1  @throws RangeError when a size is out of range
 */
export function sinusoidalPositions(contextLength: number, embeddingDim: number): Embedding {
  checkShape({ numEmbeddings: contextLength, embeddingDim });
  const weight = new Float32Array(contextLength * embeddingDim); // [contextLength, embeddingDim]
  for (let column = 0; column < embeddingDim; column += 1) {
    const isCosine = column % 2 === 1;
    const wavelength = base ** ((isCosine ? column - 1 : column) / embeddingDim); // of a full turn, in positions / 2π
    for (let position = 0; position < contextLength; position += 1) {
      const angle = position / wavelength;
      weight[position * embeddingDim + column] = isCosine ? Math.cos(angle) : Math.sin(angle);
    }
  }
  return { numEmbeddings: contextLength, embeddingDim, weight };
}
