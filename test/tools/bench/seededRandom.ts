/** A small seeded generator for texts and edits: the same seed gives the same material on every machine. Not for statistics. */

export interface SeededRandom {
  /** An integer, 0 ≤ value < 2^32. */
  next(): number;
  /** An integer, 0 ≤ value < bound. */
  below(bound: number): number;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
}

/** A Weyl sequence through a 32-bit finalizer: every seed, also 0, starts a stream of its own. */
export function seededRandom(seed: number): SeededRandom {
  let state = Math.imul(seed ^ 0x5bd1e995, 0x2545f491) >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 0x1_0000_0000) * bound);
  return {
    next,
    below,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError("pick() found an empty list; give it at least one element.");
      return list[below(list.length)] as T; // below() is less than the length
    },
    chance: (percent) => below(100) < percent,
  };
}

/** The list in an order that depends on the seed alone; the list given stays as it is. */
export function shuffled<T>(list: readonly T[], random: SeededRandom): T[] {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [copy[last], copy[other]] = [copy[other] as T, copy[last] as T]; // both indices are within the list
  }
  return copy;
}
