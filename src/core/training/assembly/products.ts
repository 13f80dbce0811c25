/**
 * The three matrix products of a step, for a block of 32 predictions. They take nearly all of its time, so each keeps eight sums of four values
 * in registers. Every sum has one order, whatever the machine: over the width, over the block's predictions, over the rows from first to last.
 *
 * Names: `hidden` [32][width] is what the model knows of each prediction, `hiddenByColumn` [width][32] the same transposed; `weights` [rows][width];
 * `scores` [rows][32], logits first, then their gradient. `width` is a multiple of 4, `rows` of 2; lengths are counted in values, addresses in bytes.
 */

/** Predictions in a block, and bytes in a row of `scores` and of `hiddenByColumn`. */
export const block: usize = 32;
export const blockBytes: usize = block * 4;
/** Rows whose scores, weights and sums stay in the processor's first cache while dHidden is summed. */
const rowsPerChunk: usize = 64;

function plusProduct(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** scores[v][n] = Σ_j weights[v][j] · hidden[n][j]: two rows by sixteen predictions at a time. */
export function multiplyScores(hiddenByColumn: usize, weights: usize, scores: usize, rows: usize, width: usize): void {
  const rowBytes = width << 2;
  for (let v: usize = 0; v < rows; v += 2) {
    for (let half: usize = 0; half < blockBytes; half += 64) {
      let a0 = f32x4.splat(0),
        a1 = a0,
        a2 = a0,
        a3 = a0;
      let b0 = a0,
        b1 = a0,
        b2 = a0,
        b3 = a0;
      let weight = weights + v * rowBytes;
      const end = weight + rowBytes;
      let column = hiddenByColumn + half;
      while (weight < end) {
        const h0 = v128.load(column),
          h1 = v128.load(column, 16),
          h2 = v128.load(column, 32),
          h3 = v128.load(column, 48);
        const first = v128.load32_splat(weight),
          second = v128.load32_splat(weight + rowBytes);
        a0 = plusProduct(a0, h0, first);
        a1 = plusProduct(a1, h1, first);
        a2 = plusProduct(a2, h2, first);
        a3 = plusProduct(a3, h3, first);
        b0 = plusProduct(b0, h0, second);
        b1 = plusProduct(b1, h1, second);
        b2 = plusProduct(b2, h2, second);
        b3 = plusProduct(b3, h3, second);
        weight += 4;
        column += blockBytes;
      }
      const at = scores + v * blockBytes + half;
      v128.store(at, a0);
      v128.store(at, a1, 16);
      v128.store(at, a2, 32);
      v128.store(at, a3, 48);
      v128.store(at, b0, blockBytes);
      v128.store(at, b1, blockBytes + 16);
      v128.store(at, b2, blockBytes + 32);
      v128.store(at, b3, blockBytes + 48);
    }
  }
}

/** dWeights[v][j] += Σ_n scores[v][n] · hidden[n][j]: two rows by sixteen columns at a time, what is left of the width by four. */
export function addWeightGradient(hidden: usize, scores: usize, gradient: usize, rows: usize, width: usize): void {
  const rowBytes = width << 2;
  const wideBytes = rowBytes & ~63;
  for (let v: usize = 0; v < rows; v += 2) {
    const from = scores + v * blockBytes;
    const end = from + blockBytes;
    for (let offset: usize = 0; offset < wideBytes; offset += 64) {
      let at = gradient + v * rowBytes + offset;
      let a0 = f32x4.splat(0),
        a1 = a0,
        a2 = a0,
        a3 = a0;
      let b0 = a0,
        b1 = a0,
        b2 = a0,
        b3 = a0;
      let row = hidden + offset;
      for (let score = from; score < end; score += 4) {
        const h0 = v128.load(row),
          h1 = v128.load(row, 16),
          h2 = v128.load(row, 32),
          h3 = v128.load(row, 48);
        const first = v128.load32_splat(score),
          second = v128.load32_splat(score, blockBytes);
        a0 = plusProduct(a0, h0, first);
        a1 = plusProduct(a1, h1, first);
        a2 = plusProduct(a2, h2, first);
        a3 = plusProduct(a3, h3, first);
        b0 = plusProduct(b0, h0, second);
        b1 = plusProduct(b1, h1, second);
        b2 = plusProduct(b2, h2, second);
        b3 = plusProduct(b3, h3, second);
        row += rowBytes;
      }
      addTo(at, a0);
      addTo(at + 16, a1);
      addTo(at + 32, a2);
      addTo(at + 48, a3);
      at += rowBytes;
      addTo(at, b0);
      addTo(at + 16, b1);
      addTo(at + 32, b2);
      addTo(at + 48, b3);
    }
    for (let offset = wideBytes; offset < rowBytes; offset += 16) {
      const at = gradient + v * rowBytes + offset;
      let a = f32x4.splat(0),
        b = a;
      let row = hidden + offset;
      for (let score = from; score < end; score += 4) {
        const h = v128.load(row);
        a = plusProduct(a, h, v128.load32_splat(score));
        b = plusProduct(b, h, v128.load32_splat(score, blockBytes));
        row += rowBytes;
      }
      addTo(at, a);
      addTo(at + rowBytes, b);
    }
  }
}

/** dHidden[n][j] += Σ_v scores[v][n] · weights[v][j]: two predictions by sixteen columns at a time, in chunks of rows. */
export function addHiddenGradient(scores: usize, weights: usize, gradient: usize, rows: usize, width: usize): void {
  const rowBytes = width << 2;
  const wideBytes = rowBytes & ~63;
  for (let from: usize = 0; from < rows; from += rowsPerChunk) {
    const to = min(rows, from + rowsPerChunk);
    const end = scores + to * blockBytes;
    for (let n: usize = 0; n < block; n += 2) {
      const first = scores + from * blockBytes + (n << 2);
      for (let offset: usize = 0; offset < wideBytes; offset += 64) {
        let a0 = f32x4.splat(0),
          a1 = a0,
          a2 = a0,
          a3 = a0;
        let b0 = a0,
          b1 = a0,
          b2 = a0,
          b3 = a0;
        let row = weights + from * rowBytes + offset;
        for (let score = first; score < end; score += blockBytes) {
          const w0 = v128.load(row),
            w1 = v128.load(row, 16),
            w2 = v128.load(row, 32),
            w3 = v128.load(row, 48);
          const one = v128.load32_splat(score),
            other = v128.load32_splat(score, 4);
          a0 = plusProduct(a0, w0, one);
          a1 = plusProduct(a1, w1, one);
          a2 = plusProduct(a2, w2, one);
          a3 = plusProduct(a3, w3, one);
          b0 = plusProduct(b0, w0, other);
          b1 = plusProduct(b1, w1, other);
          b2 = plusProduct(b2, w2, other);
          b3 = plusProduct(b3, w3, other);
          row += rowBytes;
        }
        let at = gradient + n * rowBytes + offset;
        addTo(at, a0);
        addTo(at + 16, a1);
        addTo(at + 32, a2);
        addTo(at + 48, a3);
        at += rowBytes;
        addTo(at, b0);
        addTo(at + 16, b1);
        addTo(at + 32, b2);
        addTo(at + 48, b3);
      }
      for (let offset = wideBytes; offset < rowBytes; offset += 16) {
        let a = f32x4.splat(0),
          b = a;
        let row = weights + from * rowBytes + offset;
        for (let score = first; score < end; score += blockBytes) {
          const w = v128.load(row);
          a = plusProduct(a, w, v128.load32_splat(score));
          b = plusProduct(b, w, v128.load32_splat(score, 4));
          row += rowBytes;
        }
        const at = gradient + n * rowBytes + offset;
        addTo(at, a);
        addTo(at + rowBytes, b);
      }
    }
  }
}

/** Adds four values to the four at an address. */
export function addTo(address: usize, values: v128): void {
  v128.store(address, f32x4.add(v128.load(address), values));
}
