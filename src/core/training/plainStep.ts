/**
 * One step of training as a student should read it, in double precision: logits, loss, gradient. The WebAssembly kernel does the same faster
 * (assembly/training.ts) and is tested against this; *One step by hand* shows these numbers.
 *
 * The model: hidden = token[input] + position[place]; logits = hidden · nextᵀ; loss = mean of −ln softmax(logits)[target].
 * With a second output layer: the same for the token before, its mean loss added.
 */
import { dot } from "../embeddings/similarity.ts";
import { type LessonBatch, previousTargets } from "./lesson.ts";
import type { Weights } from "./startWeights.ts";

/** Of the loss, by each table: same shapes. `next` is the same array as `token` when tied. */
export interface Gradient {
  readonly token: Float64Array;
  readonly position: Float64Array;
  readonly next: Float64Array;
  readonly previous: Float64Array | undefined;
}

export interface LossAndGradient {
  /** In nats: the sum of what both output layers lose. */
  readonly loss: number;
  /** What the layer for the next token alone loses. */
  readonly nextLoss: number;
  readonly gradient: Gradient;
}

/** @param batch rows of the tables, [windows, maxLength] flattened */
export function lossAndGradient(weights: Weights, batch: LessonBatch, maxLength: number, embeddingDim: number): LossAndGradient {
  const token = new Float64Array(weights.token.length);
  const next = weights.next === weights.token ? token : new Float64Array(weights.next.length);
  const previous = weights.previous === undefined ? undefined : new Float64Array(weights.previous.length);
  const gradient = { token, position: new Float64Array(weights.position.length), next, previous };
  const nextLoss = addLayer(weights, weights.next, next, batch.inputs, batch.targets, gradient, maxLength, embeddingDim);
  if (weights.previous === undefined || previous === undefined) return { loss: nextLoss, nextLoss, gradient };
  const before = previousTargets(batch.inputs, maxLength);
  const previousLoss = addLayer(weights, weights.previous, previous, batch.inputs, before, gradient, maxLength, embeddingDim);
  return { loss: nextLoss + previousLoss, nextLoss, gradient };
}

/** Adds the gradient of one output layer's mean loss. @param targets −1 where there is none @returns the mean loss */
function addLayer(
  weights: Weights,
  layer: Float32Array,
  layerGradient: Float64Array,
  inputs: Int32Array,
  targets: Int32Array,
  gradient: Gradient,
  maxLength: number,
  embeddingDim: number,
): number {
  const predictionCount = targets.reduce((count, target) => (target < 0 ? count : count + 1), 0);
  let loss = 0;
  for (const [n, input] of inputs.entries()) {
    const target = targets[n] ?? -1; // as many as inputs
    if (target < 0) continue;
    const place = n % maxLength;
    const hidden = hiddenRow(weights, input, place, embeddingDim); // [embeddingDim]
    const { probabilities, logSum, logits } = softmax(layer, hidden); // [rows]
    loss += logSum - (logits[target] ?? Number.NaN);
    const hiddenGradient = new Float64Array(embeddingDim);
    for (const [row, probability] of probabilities.entries()) {
      const scoreGradient = (probability - (row === target ? 1 : 0)) / predictionCount;
      for (let j = 0; j < embeddingDim; j += 1) {
        const at = row * embeddingDim + j; // inside the layer: it has a row for each probability
        hiddenGradient[j]! += scoreGradient * layer[at]!;
        layerGradient[at]! += scoreGradient * hidden[j]!;
      }
    }
    for (let j = 0; j < embeddingDim; j += 1) {
      gradient.token[input * embeddingDim + j]! += hiddenGradient[j]!; // a token that comes twice gets both
      gradient.position[place * embeddingDim + j]! += hiddenGradient[j]!;
    }
  }
  return loss / predictionCount;
}

/** What the model knows of one prediction: [embeddingDim]. */
export function hiddenRow({ token, position }: Weights, input: number, place: number, embeddingDim: number): Float64Array {
  return Float64Array.from(
    { length: embeddingDim },
    (_, j) => (token[input * embeddingDim + j] ?? Number.NaN) + (position[place * embeddingDim + j] ?? Number.NaN),
  );
}

export interface Softmax {
  /** hidden · layerᵀ, [rows] */
  readonly logits: Float64Array;
  /** [rows], their sum is 1. */
  readonly probabilities: Float64Array;
  /** ln Σ e^logit, so that −ln probability = logSum − logit. */
  readonly logSum: number;
}

/** @param layer [rows, embeddingDim]  @param hidden [embeddingDim] */
export function softmax(layer: Float32Array, hidden: Float64Array): Softmax {
  const embeddingDim = hidden.length;
  const rows = layer.length / embeddingDim;
  const logits = Float64Array.from({ length: rows }, (_, row) => dot(layer.subarray(row * embeddingDim, (row + 1) * embeddingDim), hidden));
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity); // subtracted first: e^x overflows from 710 on
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return { logits, probabilities: powers.map((power) => power / sum), logSum: largest + Math.log(sum) };
}
