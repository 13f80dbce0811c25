import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEmbeddingTables } from "../../../src/core/checkpoints/embeddingTables.ts";
import { type ReadRequest } from "../../../src/core/checkpoints/reading.ts";
import { readTable, type Table } from "../../../src/core/checkpoints/readTable.ts";
import { readSafetensors } from "../../../src/core/checkpoints/formats/safetensors.ts";
import type { Tensor } from "../../../src/core/checkpoints/tensor.ts";
import { writeSafetensors } from "../../../src/core/checkpoints/formats/writeSafetensors.ts";
import { type Embedding, rowAt, toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { scoreRows } from "../../support/plain/atOnce.ts";
import { checkpointValue, gpt2Shape, makeCheckpoint, smallestError, unitRoundoff } from "../../support/makeCheckpoint.ts";
import { refusalOf } from "../../support/refusal.ts";
import { inputEmbedding } from "../../support/plain/inputEmbedding.ts";
import { neighbours } from "../../support/plain/neighbours.ts";
import { runReadingInMemory } from "../../support/plain/readInMemory.ts";

const embeddingOf = ({ rows, columns, values }: Table): Embedding => toEmbedding(values, { numEmbeddings: rows, embeddingDim: columns });

const queryId = 262;
const exact = exactScores();

/** Plain double precision, from the formula alone: the dot product of each token row with row `queryId`, and Σ|a||b| that bounds its error. */
function exactScores(): { readonly scores: Float64Array; readonly magnitudes: Float64Array } {
  const { vocabSize, embeddingDim } = gpt2Shape;
  const query = Float64Array.from({ length: embeddingDim }, (_, column) => checkpointValue(1, queryId, column));
  const scores = new Float64Array(vocabSize);
  const magnitudes = new Float64Array(vocabSize);
  for (let row = 0; row < vocabSize; row += 1) {
    for (let column = 0; column < embeddingDim; column += 1) {
      const product = checkpointValue(1, row, column) * query[column]!; // column < embeddingDim
      scores[row]! += product;
      magnitudes[row]! += Math.abs(product);
    }
  }
  return { scores, magnitudes };
}

describe.each(["F32", "F16", "BF16"] as const)("readTable on a GPT-2-shaped checkpoint in %s", (dtype) => {
  let tokenEmbedding: Embedding;
  let positionalEmbedding: Embedding;
  beforeAll(() => {
    const file = makeCheckpoint(gpt2Shape, dtype); // 152 MB in F32; let go before the next dtype's is made
    const tables = findEmbeddingTables(runReadingInMemory(readSafetensors(file.length), file));
    tokenEmbedding = embeddingOf(runReadingInMemory(readTable(tables.tokenEmbedding ?? expect.fail("wte")), file));
    positionalEmbedding = embeddingOf(runReadingInMemory(readTable(tables.positionalEmbedding ?? expect.fail("wpe")), file));
  });
  afterAll(() => {
    tokenEmbedding = positionalEmbedding = toEmbedding(new Float32Array(1), { numEmbeddings: 1, embeddingDim: 1 });
  });
  const { embeddingDim } = gpt2Shape;
  /** A value read may differ from the one computed in double precision by its rounding alone. */
  const bound = (value: number): number => Math.abs(value) * unitRoundoff[dtype] + smallestError[dtype];

  it("has the shapes of GPT-2", () => {
    expect([tokenEmbedding.numEmbeddings, tokenEmbedding.embeddingDim]).toEqual([50_257, 768]);
    expect([positionalEmbedding.numEmbeddings, positionalEmbedding.embeddingDim]).toEqual([1_024, 768]);
  });

  it("has every value within its rounding: 2^-24, 2^-11 or 2^-8 of it", () => {
    let wrong = 0;
    for (const [table, { weight, numEmbeddings }] of [[1, tokenEmbedding] as const, [2, positionalEmbedding] as const]) {
      for (let row = 0; row < numEmbeddings; row += 1) {
        for (let column = 0; column < embeddingDim; column += 1) {
          const value = checkpointValue(table, row, column);
          if (!(Math.abs((weight[row * embeddingDim + column] ?? Number.NaN) - value) <= bound(value))) wrong += 1;
        }
      }
    }
    expect(wrong).toBe(0);
  });

  it("gives input rows within the rounding of both terms and of their sum", () => {
    const inputIds = [0, 50_256, 262, 31_373];
    const rows = inputEmbedding({ tokenEmbedding, positionalEmbedding }, inputIds, 2); // [2, 2, 768]
    let wrong = 0;
    for (const [i, row] of rows.entries()) {
      const token = checkpointValue(1, inputIds[Math.floor(i / embeddingDim)] ?? Number.NaN, i % embeddingDim);
      const position = checkpointValue(2, Math.floor(i / embeddingDim) % 2, i % embeddingDim);
      if (!(Math.abs(row - (token + position)) <= bound(token) + bound(position) + 2 ** -24)) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  it("scores every row by dot product within Σ|a||b|·(2u + u²), and lists the true neighbours up to that bound", () => {
    const u = unitRoundoff[dtype];
    /** 2e-12 is for the double-precision sums themselves, 768 terms of at most a quarter. */
    const errorBounds = exact.magnitudes.map(
      (magnitude) => magnitude * (2 * u + u * u) + embeddingDim * smallestError[dtype] * (1 + u) + 2e-12,
    );
    const scores = scoreRows(tokenEmbedding, rowAt(tokenEmbedding, queryId), "dot");
    expect(scores.filter((score, row) => !(Math.abs(score - exact.scores[row]!) <= errorBounds[row]!))).toHaveLength(0); // one score per row
    const ranked = exact.scores.toSorted().reverse();
    const listed = neighbours(tokenEmbedding, rowAt(tokenEmbedding, queryId), { metric: "dot", count: 50 });
    const widest = errorBounds.reduce((largest, errorBound) => Math.max(largest, errorBound));
    expect(listed).toHaveLength(50);
    for (const [place, { index }] of listed.entries())
      expect(Math.abs(exact.scores[index]! - ranked[place]!)).toBeLessThanOrEqual(2 * widest);
  });
});

describe("readTable", () => {
  const small = makeCheckpoint({ vocabSize: 5, contextLength: 2, embeddingDim: 3 }, "F32");
  const [first] = runReadingInMemory(readSafetensors(small.length), small);
  const sound = first ?? expect.fail("two tensors");

  it("asks for the table's own bytes, once each, in chunks, with growing progress", () => {
    const tensor: Tensor = { name: "big", dtype: "F16", shape: [9_000, 1_000], byteFrom: 1_000, byteTo: 18_001_000 };
    const asked: ReadRequest[] = [];
    const reading = readTable(tensor);
    for (let step = reading.next(); !step.done; step = reading.next(new Uint8Array(step.value.byteTo - step.value.byteFrom)))
      asked.push(step.value);
    expect(asked.map(({ byteFrom }) => byteFrom)).toEqual([1_000, ...asked.slice(0, -1).map(({ byteTo }) => byteTo)]);
    expect(asked.at(-1)?.byteTo).toBe(18_001_000);
    expect(asked.map(({ progress }) => progress)).toEqual([...new Set(asked.map(({ progress }) => progress))].toSorted((a, b) => a - b));
    expect(asked.length).toBe(3);
  });

  it("lets NaN and infinities through as values", () => {
    const bytes = Uint8Array.of(0x00, 0x7e, 0x00, 0x7c, 0x00, 0xfc, 0x00, 0x3c);
    const file = writeSafetensors([{ name: "wte.weight", dtype: "F16", shape: [2, 2], bytes }]);
    const [tensor] = runReadingInMemory(readSafetensors(file.length), file);
    expect([...runReadingInMemory(readTable(tensor ?? expect.fail("one tensor")), file).values]).toEqual([
      Number.NaN,
      Infinity,
      -Infinity,
      1,
    ]);
  });

  it.each([
    { about: "a vector", change: { shape: [15] }, says: /has the shape \[15\]; an embedding table has two sides/u },
    { about: "a scalar", change: { shape: [] }, says: /has the shape \[\]/u },
    { about: "three dimensions", change: { shape: [5, 3, 1] }, says: /has the shape \[5, 3, 1\]/u },
    { about: "an empty table", change: { shape: [0, 3] }, says: /none of them 0/u },
    {
      about: "an eight-bit float",
      change: { dtype: "F8_E4M3" as const },
      says: /holds F8_E4M3, which cannot be shown\. Export it as F32, F16 or BF16/u,
    },
    {
      about: "a table beyond 1 GiB",
      change: { shape: [2 ** 20, 2 ** 10] },
      says: /has 1073741824 values; at most 268435456 \(1 GiB\) are held as a whole/u,
    },
  ])("refuses $about with a sentence", ({ change, says }) => {
    expect(refusalOf(readTable({ ...sound, ...change }), small)).toMatch(says);
  });

  const asFloats = (values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
  const strided = (shape: readonly number[], strides: readonly number[], bytes: Uint8Array): Tensor => ({
    name: "strided",
    dtype: "F32",
    shape,
    strides,
    byteFrom: 0,
    byteTo: bytes.length,
  });

  it.each([
    { about: "columns one after another", shape: [2, 3], strides: [1, 2], stored: [1, 4, 2, 5, 3, 6] },
    { about: "the start of longer rows", shape: [2, 3], strides: [4, 1], stored: [1, 2, 3, 0, 4, 5, 6] },
    { about: "the start of longer columns", shape: [2, 3], strides: [1, 3], stored: [1, 4, 0, 2, 5, 0, 3, 6] },
    { about: "rows, spelled out", shape: [2, 3], strides: [3, 1], stored: [1, 2, 3, 4, 5, 6] },
  ])("reads $about", ({ shape, strides, stored }) => {
    const bytes = asFloats(stored);
    expect([...runReadingInMemory(readTable(strided(shape, strides, bytes)), bytes).values]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([{ strides: [1, 700] }, { strides: [1_100, 1] }])("reads tables with strides $strides that take several reads", ({ strides }) => {
    const [rows, columns] = [700, 1_000];
    const [rowStride = 0, columnStride = 0] = strides;
    const stored = new Float32Array((rows - 1) * rowStride + (columns - 1) * columnStride + 1);
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) stored[row * rowStride + column * columnStride] = row * columns + column;
    }
    const bytes = new Uint8Array(stored.buffer);
    const { values } = runReadingInMemory(readTable(strided([rows, columns], strides, bytes)), bytes);
    expect(values.findIndex((value, i) => value !== i)).toBe(-1);
  });

  it.each([
    { about: "every second column", strides: [6, 2] },
    { about: "one row again and again", strides: [0, 1] },
  ])("refuses $about in a sentence", ({ strides }) => {
    const bytes = new Uint8Array(100);
    expect(refusalOf(readTable(strided([2, 3], strides, bytes)), bytes)).toMatch(
      /neither its rows nor its columns .* tensor\.contiguous\(\)/u,
    );
  });
});
