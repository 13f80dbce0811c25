/** Generated texts: a few fragments after each other. Text number `index` of a seed is the same on every machine and needs no other text before it. */
import { seededRandom, type SeededRandom } from "../bench/seededRandom.ts";
import { fragments, type Fragment } from "./fragments.ts";

export interface TextGenerator {
  /** The fragments of text number `index`; joined they are the text. */
  fragmentsAt(index: number): string[];
  /** A text of `count` fragments. */
  fragmentsOf(random: SeededRandom, count: number): string[];
}

/** @param vocabulary texts of tokens, not empty: pieces made of them reach deep into the merges */
export function textGenerator(seed: number, vocabulary: readonly string[]): TextGenerator {
  const deck: Fragment[] = fragments(vocabulary).flatMap(({ weight, make }) => Array.from({ length: weight }, () => make));
  const fragmentsOf = (random: SeededRandom, count: number): string[] => Array.from({ length: count }, () => random.pick(deck)(random));
  return {
    fragmentsOf,
    fragmentsAt(index) {
      const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ index);
      return fragmentsOf(random, random.chance(3) ? 10 + random.below(30) : 1 + random.below(6));
    },
  };
}
