/**
 * How the Embedding Projector (TensorBoard's vz_projector, as of 2024) finds neighbours, written anew from a reading of it, to measure against.
 * A point holds a vector of its own. For a clicked point every other vector is compared by a function of two vectors, which works out the dot
 * product and both lengths anew for each pair, and a bounded heap keeps the nearest. For its t-SNE and UMAP it compares all points with all:
 * the table goes to the GPU, pieces of 256 points follow, and each piece's products come back as nested arrays, a heap for each point.
 */
import { matMul, tensor2d, type Tensor2D } from "@tensorflow/tfjs-core";
import type { Embedding } from "../../../../src/core/embeddings/embedding.ts";

interface Point {
  readonly vector: Float32Array;
}
interface Near {
  readonly index: number;
  readonly distance: number;
}

/** Points in one piece of the comparison of all with all. */
export const pieceLength = 256;

export const toPoints = ({ weight, numEmbeddings, embeddingDim }: Embedding): Point[] =>
  Array.from({ length: numEmbeddings }, (_, row) => ({ vector: weight.slice(row * embeddingDim, (row + 1) * embeddingDim) }));

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!; // equally long
  return sum;
}
const distance = (a: Float32Array, b: Float32Array): number => 1 - product(a, b) / Math.sqrt(product(a, a) * product(b, b));

/** Keeps the `size` nearest of what is added: a heap with the farthest of them on top. */
class NearestHeap {
  readonly #size: number;
  readonly #heap: Near[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  add(near: Near): void {
    const heap = this.#heap;
    if (heap.length === this.#size) {
      if (near.distance >= (heap[0]?.distance ?? 0)) return;
      heap[0] = near;
      this.#sink();
      return;
    }
    heap.push(near);
    for (let at = heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.distance >= heap[at]!.distance) break; // parent and at < length
      [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
      at = parent;
    }
  }

  nearestFirst(): readonly Near[] {
    return this.#heap.toSorted((a, b) => a.distance - b.distance);
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ;) {
      let largest = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && heap[child]!.distance > heap[largest]!.distance) largest = child; // both < length
      }
      if (largest === at) return;
      [heap[at], heap[largest]] = [heap[largest]!, heap[at]!];
      at = largest;
    }
  }
}

/** What a click on a point costs. @returns ids, nearest first */
export function neighboursOfPoint(points: readonly Point[], index: number, count: number): readonly number[] {
  const heap = new NearestHeap(count);
  const { vector } = points[index]!; // the callers ask for points there are
  for (const [other, point] of points.entries()) {
    if (other !== index) heap.add({ index: other, distance: distance(vector, point.vector) });
  }
  return heap.nearestFirst().map((near) => near.index);
}

/** One piece of the comparison of all with all, on the tfjs backend that is on: `columns` points against every point.
 *  @param whole the table as it is kept there, of unit rows  @returns the ids nearest to each of them */
export async function neighboursOfPiece(
  whole: Tensor2D,
  { embeddingDim, weight }: Embedding,
  columns: number,
  count: number,
): Promise<(readonly number[])[]> {
  const piece = tensor2d(weight.slice(0, columns * embeddingDim), [columns, embeddingDim]); // [columns, embeddingDim]
  const products = matMul(whole, piece, false, true); // [numEmbeddings, columns]
  const rows = (await products.array()) as number[][]; // a tensor of two dimensions
  piece.dispose();
  products.dispose();
  return Array.from({ length: columns }, (_, column) => {
    const heap = new NearestHeap(count);
    for (const [index, row] of rows.entries()) if (index !== column) heap.add({ index, distance: 1 - row[column]! }); // [columns] each
    return heap.nearestFirst().map((near) => near.index);
  });
}
