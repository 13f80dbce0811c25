/** Softmax, cross entropy and their gradient over the rows of `scores` [rows][32], column by column: each of the 32 predictions is a lane. */
import { exponential } from "./exponential";
import { block, blockBytes } from "./products";

/** Rows summed before their sum is added to the whole: thousands of small values added one by one would lose digits. */
const rowsPerChunk: usize = 64;

/** Writes the largest score of each prediction to `largest` [32]. */
export function findLargest(scores: usize, rows: usize, largest: usize): void {
  for (let lane: usize = 0; lane < blockBytes; lane += 64) {
    let a0 = v128.load(scores + lane),
      a1 = v128.load(scores + lane, 16),
      a2 = v128.load(scores + lane, 32),
      a3 = v128.load(scores + lane, 48);
    const end = scores + rows * blockBytes;
    for (let row = scores + lane + blockBytes; row < end; row += blockBytes) {
      a0 = f32x4.max(a0, v128.load(row));
      a1 = f32x4.max(a1, v128.load(row, 16));
      a2 = f32x4.max(a2, v128.load(row, 32));
      a3 = f32x4.max(a3, v128.load(row, 48));
    }
    const at = largest + lane;
    v128.store(at, a0);
    v128.store(at, a1, 16);
    v128.store(at, a2, 32);
    v128.store(at, a3, 48);
  }
}

/** Turns each score into e^(score − largest) and writes their sums to `sums` [32]. */
export function exponentiate(scores: usize, rows: usize, largest: usize, sums: usize): void {
  for (let lane: usize = 0; lane < blockBytes; lane += 32) {
    const m0 = v128.load(largest + lane),
      m1 = v128.load(largest + lane, 16);
    let total0 = f32x4.splat(0),
      total1 = total0;
    for (let from: usize = 0; from < rows; from += rowsPerChunk) {
      const end = scores + min(rows, from + rowsPerChunk) * blockBytes;
      let sum0 = f32x4.splat(0),
        sum1 = sum0;
      for (let row = scores + from * blockBytes + lane; row < end; row += blockBytes) {
        const e0 = exponential(f32x4.sub(v128.load(row), m0)),
          e1 = exponential(f32x4.sub(v128.load(row, 16), m1));
        v128.store(row, e0);
        v128.store(row, e1, 16);
        sum0 = f32x4.add(sum0, e0);
        sum1 = f32x4.add(sum1, e1);
      }
      total0 = f32x4.add(total0, sum0);
      total1 = f32x4.add(total1, sum1);
    }
    v128.store(sums + lane, total0);
    v128.store(sums + lane, total1, 16);
  }
}

/**
 * Turns e^(score − largest) into the gradient of the mean loss: (probability − 1 at the target) · scale; 0 for predictions without a target.
 * @param targets [32] rows, −1 where there is none
 */
export function turnIntoGradient(scores: usize, rows: usize, sums: usize, targets: usize, factors: usize, scale: f32): void {
  for (let n: usize = 0; n < block; n++) {
    const target = load<i32>(targets + (n << 2));
    const sum = load<f32>(sums + (n << 2));
    store<f32>(factors + (n << 2), target < 0 ? 0 : scale / sum);
    if (target < 0) continue;
    const at = scores + <usize>target * blockBytes + (n << 2);
    store<f32>(at, load<f32>(at) - sum);
  }
  const end = scores + rows * blockBytes;
  for (let lane: usize = 0; lane < blockBytes; lane += 64) {
    const f0 = v128.load(factors + lane),
      f1 = v128.load(factors + lane, 16),
      f2 = v128.load(factors + lane, 32),
      f3 = v128.load(factors + lane, 48);
    for (let row = scores + lane; row < end; row += blockBytes) {
      v128.store(row, f32x4.mul(v128.load(row), f0));
      v128.store(row, f32x4.mul(v128.load(row, 16), f1), 16);
      v128.store(row, f32x4.mul(v128.load(row, 32), f2), 32);
      v128.store(row, f32x4.mul(v128.load(row, 48), f3), 48);
    }
  }
}

/** Σ over the block's targets of ln sum + largest − target's score. The logarithm is AssemblyScript's own, so it too has the same bits everywhere. */
export function summedLoss(sums: usize, largest: usize, targetScores: usize, targets: usize): f64 {
  let loss: f64 = 0;
  for (let at: usize = 0; at < blockBytes; at += 4) {
    if (load<i32>(targets + at) < 0) continue;
    loss += Math.log(<f64>load<f32>(sums + at)) + <f64>load<f32>(largest + at) - <f64>load<f32>(targetScores + at);
  }
  return loss;
}
