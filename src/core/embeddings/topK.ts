/** The k best of many scores without sorting them all: a heap of the k best so far, its worst on top. */

export interface Scored {
  readonly index: number;
  readonly score: number;
}

/**
 * Exact. Equal scores come in the order of their indexes; NaN scores never appear.
 * @param k how many at most  @param order `largest` for similarities, `smallest` for distances  @param excluded indexes left out
 * @returns best first, at most k
 */
export function topK(
  scores: ArrayLike<number>,
  k: number,
  order: "largest" | "smallest",
  excluded: ReadonlySet<number> = new Set(),
): Scored[] {
  const sign = order === "largest" ? 1 : -1;
  const heap: Scored[] = []; // each entry is worse than or equal to its children
  const limit = Math.max(0, Math.min(Math.trunc(k) || 0, scores.length));
  if (limit === 0) return heap;
  for (let index = 0; index < scores.length; index += 1) {
    const score = scores[index]!; // index < length
    const worst = heap[0];
    const isCandidate = heap.length < limit || (worst !== undefined && sign * score > sign * worst.score);
    if (!isCandidate || Number.isNaN(score) || excluded.has(index)) continue;
    if (heap.length < limit) {
      heap.push({ index, score });
      siftUp(heap, sign);
    } else {
      heap[0] = { index, score };
      siftDown(heap, sign);
    }
  }
  return heap.sort((a, b) => (isWorse(a, b, sign) ? 1 : -1));
}

/** Of equal scores the later index is the worse one, so the earlier is kept. */
function isWorse(a: Scored, b: Scored, sign: number): boolean {
  return a.score === b.score ? a.index > b.index : sign * a.score < sign * b.score;
}

// Heap indexes below are bounded by heap.length, so `!` holds.

function siftUp(heap: Scored[], sign: number): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!isWorse(heap[child]!, heap[parent]!, sign)) return;
    swap(heap, child, parent);
    child = parent;
  }
}

function siftDown(heap: Scored[], sign: number): void {
  let parent = 0;
  for (;;) {
    let worst = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && isWorse(heap[child]!, heap[worst]!, sign)) worst = child;
    }
    if (worst === parent) return;
    swap(heap, worst, parent);
    parent = worst;
  }
}

function swap(heap: Scored[], i: number, j: number): void {
  const kept = heap[i]!;
  heap[i] = heap[j]!;
  heap[j] = kept;
}
