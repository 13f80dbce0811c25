/** The kernel of training, as WebAssembly with SIMD: parts of a step over memory that src/core/training/kernelMemory.ts lays out. No relaxed instruction
 *  (no fused multiply-add) and one order for every sum, so that a run has the same bits on every machine. The plain form of all of it is plainStep.ts. */
import { addHiddenGradient, addTo, addWeightGradient, block, blockBytes, multiplyScores } from "./products";
import { exponentiate, findLargest, summedLoss, turnIntoGradient } from "./softmax";

export { adagrad, adam, sgd } from "./optimizers";

/** hidden[n] = token[inputs[n]] + position[positions[n]] for the block's predictions, and its transpose; rows from `count` on are zeros. */
export function sumHidden(
  token: usize,
  position: usize,
  inputs: usize,
  positions: usize,
  count: usize,
  width: usize,
  hidden: usize,
  hiddenByColumn: usize,
): void {
  const rowBytes = width << 2;
  for (let n: usize = 0; n < block; n++) {
    const row = hidden + n * rowBytes;
    const column = hiddenByColumn + (n << 2);
    const isThere = n < count;
    const a = token + <usize>load<i32>(inputs + (n << 2)) * rowBytes;
    const b = position + <usize>load<i32>(positions + (n << 2)) * rowBytes;
    for (let j: usize = 0; j < width; j++) {
      const value: f32 = isThere ? load<f32>(a + (j << 2)) + load<f32>(b + (j << 2)) : 0;
      store<f32>(row + (j << 2), value);
      store<f32>(column + j * blockBytes, value);
    }
  }
}

/**
 * Scores of the block, their largest and, once the targets' own scores are kept in `targetScores` [32], e^(score − largest) and its sums.
 * Returns the block's summed loss.
 * @param rows rows of `weights`, a multiple of 2; only the first `realRows` take part
 */
export function predict(
  hiddenByColumn: usize,
  weights: usize,
  scores: usize,
  rows: usize,
  realRows: usize,
  width: usize,
  targets: usize,
  largest: usize,
  targetScores: usize,
  sums: usize,
): f64 {
  multiplyScores(hiddenByColumn, weights, scores, rows, width);
  findLargest(scores, realRows, largest);
  for (let n: usize = 0; n < block; n++) {
    const target = load<i32>(targets + (n << 2));
    if (target >= 0) store<f32>(targetScores + (n << 2), load<f32>(scores + <usize>target * blockBytes + (n << 2)));
  }
  exponentiate(scores, realRows, largest, sums);
  return summedLoss(sums, largest, targetScores, targets);
}

/** After `predict`: adds the gradient of the mean loss to `weightGradient` [rows][width] and `hiddenGradient` [32][width]. @param scale 1 / predictions */
export function learn(
  hidden: usize,
  weights: usize,
  scores: usize,
  rows: usize,
  realRows: usize,
  width: usize,
  targets: usize,
  sums: usize,
  factors: usize,
  scale: f32,
  weightGradient: usize,
  hiddenGradient: usize,
): void {
  turnIntoGradient(scores, realRows, sums, targets, factors, scale);
  memory.fill(scores + realRows * blockBytes, 0, (rows - realRows) * blockBytes);
  addHiddenGradient(scores, weights, hiddenGradient, rows, width);
  addWeightGradient(hidden, scores, weightGradient, rows, width);
}

/** Adds the rows of dHidden to the rows of the tokens and positions they came from: a token that comes twice gets both. */
export function spread(
  hiddenGradient: usize,
  inputs: usize,
  positions: usize,
  count: usize,
  width: usize,
  tokenGradient: usize,
  positionGradient: usize,
): void {
  const rowBytes = width << 2;
  for (let n: usize = 0; n < count; n++) {
    const token = tokenGradient + <usize>load<i32>(inputs + (n << 2)) * rowBytes;
    const position = positionGradient + <usize>load<i32>(positions + (n << 2)) * rowBytes;
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const values = v128.load(hiddenGradient + n * rowBytes + at);
      addTo(token + at, values);
      addTo(position + at, values);
    }
  }
}

/** Zeros. */
export function clear(address: usize, bytes: usize): void {
  memory.fill(address, 0, bytes);
}
