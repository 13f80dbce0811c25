/**
 * What the inspector computes on the GPU, as jobs for `Gpu.run`. The plain references are in core/embeddings; each function here
 * disposes everything it makes, and returns numbers on the CPU.
 */
import {
  add,
  gather,
  matMul,
  mul,
  oneHot,
  reshape,
  slice,
  sub,
  type Tensor,
  type Tensor3D,
  tensor1d,
  tensor2d,
  tidy,
  dispose,
} from "@tensorflow/tfjs-core";
import type { Embedding } from "../../../core/embeddings/embedding.ts";
import type { Gpu, TableOnGpu } from "./gpu.ts";

/** Rows of one window, each [maxLength, embeddingDim], and the shapes of the whole batch they were cut from. */
export interface WindowRows {
  readonly token: Float32Array;
  readonly position: Float32Array;
  readonly input: Float32Array;
  readonly maxLength: number;
  readonly embeddingDim: number;
  readonly shapes: {
    readonly inputs: readonly number[];
    readonly tokenEmbeddings: readonly number[];
    readonly positionalEmbeddings: readonly number[];
    readonly inputEmbeddings: readonly number[];
  };
}

/**
 * inputEmbedding = tokenEmbedding[inputIds] + positionalEmbedding[0 … maxLength) for a whole batch, of which one window is read back.
 * @param inputIds [batchSize, maxLength] flattened  @param row the window's row in the batch
 */
export async function inputRows(
  gpu: Gpu,
  token: Embedding,
  positional: Embedding,
  inputIds: Int32Array,
  maxLength: number,
  row: number,
): Promise<WindowRows> {
  const { embeddingDim } = token;
  const batchSize = inputIds.length / maxLength;
  const tokenTable = gpu.hold(token);
  const positionalTable = gpu.hold(positional);
  const made = tidy(() => {
    const ids = tensor2d(inputIds, [batchSize, maxLength], "int32"); // [batchSize, maxLength]
    const tokenRows = reshape(gatherRows(tokenTable, inputIds), [batchSize, maxLength, embeddingDim]) as Tensor3D; // [batchSize, maxLength, embeddingDim]
    const positionRows = firstRows(positionalTable, maxLength); // [maxLength, embeddingDim]
    const input = add<Tensor3D>(tokenRows, positionRows); // [batchSize, maxLength, embeddingDim]
    const shapes = {
      inputs: ids.shape,
      tokenEmbeddings: tokenRows.shape,
      positionalEmbeddings: positionRows.shape,
      inputEmbeddings: input.shape,
    };
    const cut = (batch: Tensor3D): Tensor => slice(batch, [row, 0, 0], [1, maxLength, embeddingDim]); // [1, maxLength, embeddingDim]
    return { shapes, token: cut(tokenRows), position: positionRows, input: cut(input) };
  });
  try {
    return {
      token: await gpu.read(made.token),
      position: await gpu.read(made.position),
      input: await gpu.read(made.input),
      maxLength,
      embeddingDim,
      shapes: made.shapes,
    };
  } finally {
    dispose([made.token, made.position, made.input]);
  }
}

/** The look-up and the matrix product that is the same. */
export interface LookUpProof {
  /** [length, embeddingDim] */
  readonly rows: Float32Array;
  /** oneHot(ids) × table, [length, embeddingDim] */
  readonly product: Float32Array;
  /** max |rows − product|: 0 as long as the table is finite. */
  readonly largestDifference: number;
}

/** @param ids each a row of the table */
export async function lookUpProof(gpu: Gpu, table: Embedding, ids: Int32Array): Promise<LookUpProof> {
  const { numEmbeddings, embeddingDim, weight } = table;
  const made = tidy(() => {
    const matrix = tensor2d(weight, [numEmbeddings, embeddingDim]); // [numEmbeddings, embeddingDim]
    const index = tensor1d(ids, "int32"); // [length]
    const rows = gather(matrix, index); // [length, embeddingDim]
    const picks = oneHot(index, numEmbeddings, 1, 0, "float32"); // [length, numEmbeddings]
    const product = matMul(reshape(picks, [ids.length, numEmbeddings]), matrix); // [length, embeddingDim]
    return { rows, product, difference: sub(rows, product) };
  });
  try {
    const difference = await gpu.read(made.difference);
    let largestDifference = 0;
    for (const value of difference) largestDifference = Math.max(largestDifference, Math.abs(value));
    return { rows: await gpu.read(made.rows), product: await gpu.read(made.product), largestDifference };
  } finally {
    dispose([made.rows, made.product, made.difference]);
  }
}

/** Rows of a table of one or several blocks. @returns [ids.length, embeddingDim], inside a tidy */
export function gatherRows({ table, blocks }: TableOnGpu, ids: Int32Array): Tensor {
  const [only] = blocks;
  if (only !== undefined && blocks.length === 1) return gather(only.rows, tensor1d(ids, "int32")); // [length, embeddingDim]
  let sum: Tensor | undefined;
  for (const { from, rows } of blocks) {
    const [count] = rows.shape;
    const inside = ids.map((id) => (id >= from && id < from + count ? 1 : 0));
    const local = ids.map((id, i) => (inside[i] === 1 ? id - from : 0));
    const picked = mul(gather(rows, tensor1d(local, "int32")), tensor2d(Float32Array.from(inside), [ids.length, 1])); // [length, embeddingDim]
    sum = sum === undefined ? picked : add(sum, picked);
  }
  if (sum === undefined) throw new RangeError(`A table of ${table.numEmbeddings} rows has no rows to look up.`);
  return sum;
}

/** @returns [count, embeddingDim], inside a tidy; windows are far shorter than a block */
function firstRows({ table, blocks: [first] }: TableOnGpu, count: number): Tensor {
  if (first === undefined || first.rows.shape[0] < count) {
    throw new RangeError(`The window needs ${count} positions and the table holds ${table.numEmbeddings}. Choose a larger contextLength.`);
  }
  return slice(first.rows, [0, 0], [count, table.embeddingDim]); // [count, embeddingDim]
}
