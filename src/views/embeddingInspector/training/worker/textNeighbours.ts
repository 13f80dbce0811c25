/** The tokens of the text nearest to one of them, by token rows, output rows or both; and since which step each has been near. */
import { cosine } from "../../../../core/embeddings/similarity.ts";
import { topK } from "../../../../core/embeddings/topK.ts";
import type { CompareBy, TextNeighbour } from "./trainingMessages.ts";

/** A table's row, a view. */
export type RowOf = (name: "token" | "next", row: number) => Float32Array;

export const neighbourCount = 10;

/** @returns nearest first; cosine, or the mean of both cosines, which is that of both rows side by side at unit length each */
export function nearestInText(
  rowOf: RowOf,
  rows: number,
  row: number,
  compareBy: CompareBy,
  count = neighbourCount,
): { row: number; score: number }[] {
  const tables = compareBy === "both" ? (["token", "next"] as const) : ([compareBy === "token" ? "token" : "next"] as const);
  const scores = new Float64Array(rows);
  for (const name of tables) {
    const query = rowOf(name, row);
    for (let other = 0; other < rows; other += 1) scores[other]! += cosine(query, rowOf(name, other)) / tables.length; // other < rows
  }
  return topK(scores, count, "largest", new Set([row])).map(({ index, score }) => ({ row: index, score }));
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
