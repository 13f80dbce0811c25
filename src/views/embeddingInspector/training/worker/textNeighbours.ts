/** The tokens of the text nearest to one of them, by token rows, output rows or both; and since which step each has been near. */
import { topK } from "../../../../core/embeddings/topK.ts";
import type { TableView } from "../../../../core/training/trainingKernel.ts";
import type { CompareBy, TextNeighbour } from "./trainingMessages.ts";

export const neighbourCount = 10;

/** @returns nearest first; cosine, or the mean of both cosines, which is that of both rows side by side at unit length each */
export function nearestInText(
  tableOf: (name: "token" | "next") => TableView,
  row: number,
  compareBy: CompareBy,
): { readonly row: number; readonly score: number }[] {
  const names = compareBy === "both" ? (["token", "next"] as const) : ([compareBy === "token" ? "token" : "next"] as const);
  const tables = names.map(tableOf);
  const scores = new Float64Array(tables[0]?.rows ?? 0);
  for (const table of tables) addCosines(table, row, scores, 1 / tables.length);
  return topK(scores, neighbourCount, "largest", new Set([row])).map(({ index, score }) => ({ row: index, score }));
}

/** In one pass over the table: it is made for each look at a run. */
function addCosines({ values, from, width, rows, embeddingDim }: TableView, row: number, scores: Float64Array, share: number): void {
  const query = Float64Array.from(values.subarray(from + row * width, from + row * width + embeddingDim));
  const length = Math.hypot(...query);
  for (let other = 0; other < rows; other += 1) {
    const start = from + other * width;
    let product = 0;
    let square = 0;
    for (let j = 0; j < embeddingDim; j += 1) {
      const value = values[start + j]!; // inside the table
      product += value * query[j]!;
      square += value * value;
    }
    const scale = length * Math.sqrt(square);
    scores[other]! += scale === 0 ? 0 : (share * product) / scale; // other < rows
  }
}

/** Mutable: what was near at the last look. A step back, another token or another comparison begins anew. */
export class Arrivals {
  #key = "";
  #step = 0;
  #since = new Map<number, number>();

  /** @param near the nearest rows at `step` */
  note(
    row: number,
    compareBy: CompareBy,
    step: number,
    near: readonly { readonly row: number; readonly score: number }[],
  ): TextNeighbour[] {
    const key = `${row} ${compareBy}`;
    if (key !== this.#key || step < this.#step) this.#since = new Map();
    this.#key = key;
    this.#step = step;
    this.#since = new Map(near.map((each) => [each.row, this.#since.get(each.row) ?? step]));
    return near.map((each) => ({ ...each, since: this.#since.get(each.row) ?? step }));
  }
}
