/**
 * Principal components by subspace iteration: the products with the rows run on tfjs, the small orthonormalizations in double precision
 * here. Seeded, so the same rows give the same picture.
 */
import { add, dispose, matMul, mul, type Tensor, type Tensor2D, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { dot } from "../../../core/embeddings/similarity.ts";
import { Mt19937 } from "../../../core/random/mt19937.ts";
import type { Gpu } from "../gpu/gpu.ts";

export interface Components {
  /** Orthonormal, strongest first: `count` vectors of [embeddingDim]. */
  readonly axes: readonly Float64Array[];
  /** Mean of the rows, [embeddingDim]. */
  readonly mean: Float64Array;
  /** Variance along each axis as a share of the whole, 0 … 1. */
  readonly shares: readonly number[];
}

const iterations = 16;
/** Directions carried along beyond those wanted; they make the wanted ones converge sooner. */
const spare = 6;
const startSeed = 42;

/** Inside a job. @param rows [count, embeddingDim]; stays the caller's  @param signal checked between iterations */
export async function principalComponents(gpu: Gpu, rows: Tensor2D, wanted: number, signal: AbortSignal): Promise<Components> {
  const [count, length] = rows.shape;
  const width = Math.min(wanted + spare, length, Math.max(1, count));
  const mean = await columnMeans(gpu, rows);
  const centred = tidy(() =>
    add<Tensor2D>(
      rows,
      tensor2d(
        Float32Array.from(mean, (value) => -value),
        [1, length],
      ),
    ),
  ); // [count, length]
  try {
    const generator = new Mt19937(startSeed);
    let basis = orthonormalize(Array.from({ length: width }, () => Float64Array.from({ length }, () => generator.nextDouble53() - 0.5)));
    let gains: number[] = [];
    for (let i = 0; i < iterations; i += 1) {
      signal.throwIfAborted();
      const image = await timesCovariance(gpu, centred, basis);
      gains = image.map((vector, k) => dot(vector, basis[k] ?? vector)); // Rayleigh quotients: variances along the basis
      basis = orthonormalize(image);
    }
    const total = await totalVariance(gpu, centred);
    const { axes, variances } = await rotateToAxes(gpu, centred, basis, gains.length);
    return {
      axes: axes.slice(0, wanted),
      mean,
      shares: variances.slice(0, wanted).map((variance) => (total === 0 ? 0 : variance / total)),
    };
  } finally {
    dispose(centred);
  }
}

/** @returns for each vector v: XᵀX·v / count */
async function timesCovariance(gpu: Gpu, centred: Tensor2D, basis: readonly Float64Array[]): Promise<Float64Array[]> {
  const [count, length] = centred.shape;
  const values = await read(gpu, () => {
    const columns = tensor2d(interleave(basis), [length, basis.length]); // [length, width]
    return matMul(centred, matMul(centred, columns), true); // [length, width]
  });
  return basis.map((_, k) => Float64Array.from({ length }, (_unused, i) => (values[i * basis.length + k] ?? 0) / count));
}

/** Within the span found, the axes themselves: eigenvectors of the small matrix BᵀCB. */
async function rotateToAxes(
  gpu: Gpu,
  centred: Tensor2D,
  basis: readonly Float64Array[],
  width: number,
): Promise<{ axes: Float64Array[]; variances: number[] }> {
  const image = await timesCovariance(gpu, centred, basis);
  const small = basis.map((row) => image.map((column) => dot(row, column))); // [width, width], symmetric
  const { values, vectors } = eigenSymmetric(small);
  const order = values.map((_, k) => k).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const axes = order.slice(0, width).map((k) =>
    withSign(
      combine(
        basis,
        vectors.map((row) => row[k] ?? 0),
      ),
    ),
  );
  return { axes, variances: order.map((k) => Math.max(0, values[k] ?? 0)) };
}

async function columnMeans(gpu: Gpu, rows: Tensor2D): Promise<Float64Array> {
  const [count] = rows.shape;
  const sums = await read(gpu, () => matMul(tensor2d(new Float32Array(count).fill(1), [1, count]), rows)); // [1, length]
  return Float64Array.from(sums, (sum) => sum / count);
}

async function totalVariance(gpu: Gpu, centred: Tensor2D): Promise<number> {
  const [count] = centred.shape;
  const sums = await read(gpu, () => matMul(tensor2d(new Float32Array(count).fill(1), [1, count]), mul<Tensor2D>(centred, centred))); // [1, length]
  return sums.reduce((sum, value) => sum + value, 0) / count;
}

/** @returns [count, axes.length]: the rows seen along the axes */
export async function project(gpu: Gpu, rows: Tensor2D, { axes, mean }: Components): Promise<Float32Array> {
  const offsets = Float32Array.from(axes, (axis) => -dot(axis, mean));
  return read(gpu, () => add(matMul(rows, tensor2d(interleave(axes), [mean.length, axes.length])), tensor2d(offsets, [1, axes.length])));
}

async function read(gpu: Gpu, make: () => Tensor): Promise<Float32Array> {
  const tensor = tidy(make);
  try {
    return await gpu.read(tensor);
  } finally {
    dispose(tensor);
  }
}

// All vectors below have one length, so the fallbacks of indexed reads are never taken.

/** Vectors as columns: [length, width], row-major. */
function interleave(vectors: readonly Float64Array[]): Float32Array {
  const width = vectors.length;
  const values = new Float32Array((vectors[0]?.length ?? 0) * width);
  for (const [k, vector] of vectors.entries()) {
    for (let i = 0; i < vector.length; i += 1) values[i * width + k] = vector[i] ?? 0;
  }
  return values;
}

/** Gram–Schmidt, twice, which is enough for double precision. A vector that vanishes stays zero. */
function orthonormalize(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const next = Float64Array.from(vector);
    for (const before of [...done, ...done]) {
      const share = dot(next, before);
      for (let i = 0; i < next.length; i += 1) next[i]! -= share * (before[i] ?? 0); // i < length
    }
    const length = Math.sqrt(dot(next, next));
    done.push(length > 1e-30 ? next.map((value) => value / length) : next.fill(0));
  }
  return done;
}

function combine(vectors: readonly Float64Array[], factors: readonly number[]): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const [k, vector] of vectors.entries()) {
    for (let i = 0; i < sum.length; i += 1) sum[i]! += (factors[k] ?? 0) * (vector[i] ?? 0); // i < length
  }
  return sum;
}

/** An axis has no direction of its own: its largest value is made positive, so that pictures do not flip. */
function withSign(axis: Float64Array): Float64Array {
  let largest = 0;
  for (const value of axis) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? axis.map((value) => -value) : axis;
}

const sweeps = 30;

/** Jacobi's method. @returns vectors[i][k]: the i-th entry of the k-th eigenvector */
function eigenSymmetric(matrix: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_unused, j) => (i === j ? 1 : 0)));
  const rotate = (rows: number[][], p: number, q: number, cos: number, sin: number): void => {
    for (const row of rows) {
      const [x, y] = [row[p] ?? 0, row[q] ?? 0];
      row[p] = cos * x - sin * y;
      row[q] = sin * x + cos * y;
    }
  };
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        const off = a[p]?.[q] ?? 0;
        if (off === 0) continue;
        const angle = 0.5 * Math.atan2(2 * off, (a[q]?.[q] ?? 0) - (a[p]?.[p] ?? 0));
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        rotate(a, p, q, cos, sin);
        const [rowP, rowQ] = [a[p] ?? [], a[q] ?? []];
        for (let k = 0; k < size; k += 1) {
          const [x, y] = [rowP[k] ?? 0, rowQ[k] ?? 0];
          rowP[k] = cos * x - sin * y;
          rowQ[k] = sin * x + cos * y;
        }
        rotate(vectors, p, q, cos, sin);
      }
    }
  }
  return { values: a.map((row, i) => row[i] ?? 0), vectors };
}
