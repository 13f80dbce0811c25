/**
 * The weights a run starts from, as PyTorch makes them after `torch.manual_seed(seed)`, in this order: `nn.Embedding(vocabSize, d)`,
 * `nn.Embedding(contextLength, d)`, `nn.Linear(d, vocabSize, bias=False)` unless tied, and the second output layer's; then the embeddings × 0.02
 * if the start is small. All of each table is drawn, so that what comes after it is right; only the document's rows are made of the draws and kept.
 */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";
import { checkShape } from "../embeddings/embedding.ts";
import { Mt19937 } from "../random/mt19937.ts";
import { blockLength, normalSteps } from "../random/normal.ts";
import { type ModelOptions, smallStart } from "./trainingOptions.ts";

/** The tables of a model. Row r of `token`, `next` and `previous` is that of distinctIds[r]. */
export interface Weights {
  /** [rows, embeddingDim] */
  readonly token: Float32Array;
  /** [contextLength, embeddingDim] */
  readonly position: Float32Array;
  /** Output layer for the next token, [rows, embeddingDim]; the same array as `token` when tied. */
  readonly next: Float32Array;
  /** Output layer for the token before, [rows, embeddingDim]. */
  readonly previous: Float32Array | undefined;
}

/** Values drawn in a step: some milliseconds. */
const valuesPerStep = 2 ** 18;

/**
 * @param distinctIds the rows to keep, ascending
 * @yields how much is drawn, 0 … 1  @throws RangeError when a size is out of range or an id has no row
 */
export function* startWeightsSteps(options: ModelOptions, distinctIds: Int32Array): Generator<number, Weights> {
  const { vocabSize, contextLength, embeddingDim, seed, start, tied, previousToken } = options;
  checkShape({ numEmbeddings: vocabSize, embeddingDim });
  checkShape({ numEmbeddings: contextLength, embeddingDim });
  const largest = distinctIds.at(-1) ?? 0;
  if (largest >= vocabSize) {
    throw rangeError(say`Token id ${largest} has no row: the table has ${vocabSize}. Choose a vocabulary size of at least ${largest + 1}.`);
  }
  const layers = 1 + (tied ? 0 : 1) + (previousToken ? 1 : 0);
  const generator = new Mt19937(seed);
  const whole = new Float32Array(vocabSize * embeddingDim); // [vocabSize, embeddingDim]
  const wanted = blocksOf(distinctIds, embeddingDim, whole.length);
  for (const filled of normalSteps(whole, generator, (block) => wanted[block] === 1)) yield filled / whole.length / layers;
  const token = rowsOf(whole, distinctIds, embeddingDim);
  const position = new Float32Array(contextLength * embeddingDim);
  for (const _ of normalSteps(position, generator)) yield 1 / layers;
  const next = tied ? token : yield* linearRows(options, distinctIds, generator);
  const previous = previousToken ? yield* linearRows(options, distinctIds, generator) : undefined;
  if (start === "small") {
    scale(token, smallStart);
    scale(position, smallStart);
  }
  return { token, position, next, previous };
}

/** 1 for each block of a table's draws that holds some of these rows. */
function blocksOf(ids: Int32Array, embeddingDim: number, length: number): Uint8Array {
  const wanted = new Uint8Array(Math.ceil(length / blockLength));
  for (const id of ids) wanted.fill(1, Math.floor((id * embeddingDim) / blockLength), Math.ceil(((id + 1) * embeddingDim) / blockLength));
  return wanted;
}

/** Rows of a table by id, a fresh array. */
export function rowsOf(table: Float32Array, ids: Int32Array, embeddingDim: number): Float32Array {
  const rows = new Float32Array(ids.length * embeddingDim);
  for (const [r, id] of ids.entries()) rows.set(table.subarray(id * embeddingDim, (id + 1) * embeddingDim), r * embeddingDim);
  return rows;
}

/** `weight` of `nn.Linear(embeddingDim, vocabSize)`: uniform in ±1/√embeddingDim (Kaiming's bound with a = √5), the rows of the document. */
function* linearRows({ vocabSize, embeddingDim }: ModelOptions, ids: Int32Array, generator: Mt19937): Generator<number, Float32Array> {
  const bound = Math.fround(Math.sqrt(3) * (Math.sqrt(2 / (1 + 5)) / Math.sqrt(embeddingDim)));
  const span = Math.fround(bound - -bound);
  const rows = new Float32Array(ids.length * embeddingDim);
  let kept = 0;
  for (let id = 0; id < vocabSize; id += 1) {
    const isKept = ids[kept] === id;
    for (let j = 0; j < embeddingDim; j += 1) {
      const uniform = generator.nextFloat24();
      if (isKept) rows[kept * embeddingDim + j] = uniform * span - bound;
    }
    if (isKept) kept += 1;
    if ((id * embeddingDim) % valuesPerStep < embeddingDim) yield 1;
  }
  return rows;
}

function scale(values: Float32Array, factor: number): void {
  const factor32 = Math.fround(factor);
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) * factor32; // i < length
}
