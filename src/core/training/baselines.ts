/** Losses that a curve is measured against: what a model without any knowledge loses, and one that only knows which tokens are common. */
import type { Lesson } from "./lesson.ts";

export interface Baselines {
  /** ln of the number of distinct tokens: each of them equally likely. */
  readonly uniform: number;
  /** Entropy of the text's own frequencies: the best that can be done without looking at the input. */
  readonly unigram: number;
}

export function baselines({ distinctIds, rows }: Lesson): Baselines {
  const counts = new Int32Array(distinctIds.length);
  for (const row of rows) counts[row] = (counts[row] ?? 0) + 1;
  let entropy = 0;
  for (const count of counts) entropy -= (count / rows.length) * Math.log(count / rows.length);
  return { uniform: Math.log(distinctIds.length), unigram: entropy };
}
