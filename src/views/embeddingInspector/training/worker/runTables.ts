/** The tables of a run: copied out, and started from rows that were learnt before. */
import type { Lesson } from "../../../../core/training/lesson.ts";
import type { Weights } from "../../../../core/training/startWeights.ts";
import type { TrainingRun } from "../../../../core/training/trainingRun.ts";
import type { EarlierRows, TrainedTables } from "./trainingMessages.ts";

/** The tables as they are now. */
export function copyTables({ kernel }: TrainingRun): TrainedTables {
  const token = kernel.read("token") ?? new Float32Array(); // every model has the first three
  return {
    token,
    position: kernel.read("position") ?? new Float32Array(),
    next: kernel.read("next") ?? new Float32Array(),
    previous: kernel.read("previous"),
  };
}

/** Rows learnt before take the places of the seeded ones with the same ids; positions too, where there are as many. */
export function putIn(weights: Weights, lesson: Lesson, earlier: EarlierRows | undefined): void {
  if (earlier === undefined) return;
  const embeddingDim = weights.token.length / lesson.distinctIds.length;
  if (earlier.tables.token.length !== earlier.distinctIds.length * embeddingDim) return; // of another width
  const rowOf = new Map(Array.from(earlier.distinctIds, (id, row) => [id, row]));
  for (const [row, id] of lesson.distinctIds.entries()) {
    const from = rowOf.get(id);
    if (from === undefined) continue;
    for (const name of ["token", "next", "previous"] as const) {
      const learnt = earlier.tables[name]?.subarray(from * embeddingDim, (from + 1) * embeddingDim);
      if (learnt !== undefined) weights[name]?.set(learnt, row * embeddingDim);
    }
  }
  if (earlier.tables.position.length === weights.position.length) weights.position.set(earlier.tables.position);
}
