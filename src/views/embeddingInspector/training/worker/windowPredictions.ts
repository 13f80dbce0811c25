/** What the model expects after each input of a window: at step 0 and now. */
import { topK } from "../../../../core/embeddings/topK.ts";
import { hiddenRow, softmax } from "../../../../core/training/plainStep.ts";
import type { TrainingRun } from "../../../../core/training/trainingRun.ts";
import type { NextToken, TrainedTables, WindowLook, WindowRows } from "./trainingMessages.ts";

const likelyCount = 5;
/** Inputs looked at: a learner reads no more, and each costs a pass over the output layer. */
const placesLookedAt = 8;

/** Mutable: remembers what was expected at step 0, which stays the same as long as the window does. */
export class WindowPredictions {
  #key = "";
  #before: readonly NextToken[] = [];

  /** @param first the tables at step 0 */
  of(run: TrainingRun, first: TrainedTables, { inputs, targets }: WindowRows): WindowLook {
    const { embeddingDim } = run.options;
    const rows = run.lesson.distinctIds.length;
    const places = inputs.subarray(0, placesLookedAt);
    const key = `${places.join()} ${targets.join()}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#before = Array.from(places, (input, place) =>
        nextToken(softmax(first.next, hiddenRow(first, input, place, embeddingDim)).probabilities, targets[place] ?? -1),
      );
    }
    const probabilities = run.kernel.probabilities(places);
    const now = Array.from(places, (_, place) => nextToken(probabilities.subarray(place * rows, (place + 1) * rows), targets[place] ?? -1));
    return { before: this.#before, now };
  }
}

const nextToken = (probabilities: ArrayLike<number>, target: number): NextToken => ({
  likely: topK(probabilities, likelyCount, "largest").map(({ index, score }) => ({ row: index, probability: score })),
  target: probabilities[target] ?? Number.NaN,
});
