/**
 * What `torch.nn.Embedding` layers hold after `torch.manual_seed(seed)`, on the CPU, when they are made one after the other
 * from the one global generator. Values agree with PyTorch to 5e-7. 50257×768 takes a second or two, so the work is sliced.
 */

import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import { Mt19937 } from "../random/mt19937.ts";
import { finish } from "../steps.ts";
import { normalSteps } from "../random/normal.ts";
import { checkShape, type Embedding, type EmbeddingShape, toEmbedding } from "./embedding.ts";

export interface EmbeddingOptions {
  /** Rows of the token table. */
  readonly vocabSize: number;
  /** Rows of the positional table, in tokens. */
  readonly contextLength: number;
  /** Columns of both. */
  readonly embeddingDim: number;
  readonly seed: number;
}

export interface EmbeddingLayers {
  /** [vocabSize, embeddingDim] */
  readonly tokenEmbedding: Embedding;
  /** [contextLength, embeddingDim] */
  readonly positionalEmbedding: Embedding;
}

/**
 * The token layer, then the positional one, from one generator: `manual_seed(seed)`, `Embedding(vocabSize, …)`, `Embedding(contextLength, …)`.
 * Yields progress 0 … 1 after each slice of about 10 ms, so that a worker can report it, or stop by not asking for more.
 * @throws RangeError naming the size or the seed that is out of range
 */
export function* initializeSteps({ vocabSize, contextLength, embeddingDim, seed }: EmbeddingOptions): Generator<number, EmbeddingLayers> {
  const [tokenEmbedding, positionalEmbedding] = yield* layerSteps(
    [
      { numEmbeddings: vocabSize, embeddingDim },
      { numEmbeddings: contextLength, embeddingDim },
    ],
    seed,
  );
  if (!tokenEmbedding || !positionalEmbedding) throw rangeError(say`Two shapes make two layers.`);
  return { tokenEmbedding, positionalEmbedding };
}

/** Layers of any shapes, in the order given, as after `torch.manual_seed(seed)`. */
export function initializeLayers(shapes: readonly EmbeddingShape[], seed: number): readonly Embedding[] {
  return finish(layerSteps(shapes, seed));
}

function* layerSteps(shapes: readonly EmbeddingShape[], seed: number): Generator<number, readonly Embedding[]> {
  for (const shape of shapes) checkShape(shape);
  const total = shapes.reduce((sum, { numEmbeddings, embeddingDim }) => sum + numEmbeddings * embeddingDim, 0);
  const generator = new Mt19937(seed);
  const layers: Embedding[] = [];
  let done = 0;
  for (const shape of shapes) {
    const weight = new Float32Array(shape.numEmbeddings * shape.embeddingDim); // [numEmbeddings, embeddingDim]
    for (const filled of normalSteps(weight, generator)) yield (done + filled) / total;
    done += weight.length;
    layers.push(toEmbedding(weight, shape));
  }
  return layers;
}
