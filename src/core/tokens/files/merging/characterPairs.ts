/** The pairs of characters that stand next to each other in some token. */
import { codeAt } from "../../pattern/lookAhead.ts";
import type { TokenTables } from "../../engine/tokenTables.ts";
import type { MergeTable } from "./mergeTable.ts";

/** ASCII, and the character that stands for a space: their pairs are in a table. */
const space = 0x2581;
const commonCount = 0x81;
const commonIndex = (code: number): number => (code < 0x80 ? code : code === space ? 0x80 : -1);

export class CharacterPairs {
  readonly #common = new Uint8Array(commonCount * commonCount);
  /** A hash table, half of it free at least: two code points each; 0, which is common, for none. */
  readonly #others: Int32Array;

  /** @param most of the pairs that will be added */
  constructor(most: number) {
    this.#others = new Int32Array(2 * 2 ** Math.ceil(Math.log2(most * 2 + 2)));
  }

  add(first: number, second: number): void {
    const common = commonPlace(first, second);
    if (common >= 0) this.#common[common] = 1;
    else {
      const at = this.#placeOf(first, second);
      this.#others[at] = first;
      this.#others[at + 1] = second;
    }
  }

  has(first: number, second: number): boolean {
    const common = commonPlace(first, second);
    if (common >= 0) return this.#common[common] === 1;
    const at = this.#placeOf(first, second);
    return (this.#others[at]! | this.#others[at + 1]!) !== 0;
  }

  /** Where the pair is, or would go. */
  #placeOf(first: number, second: number): number {
    const others = this.#others;
    const last = others.length - 1;
    const hash = Math.imul(Math.imul(first, 0x9e3779b1) ^ second, 0x85ebca6b);
    for (let at = ((hash ^ (hash >>> 15)) << 1) & last; ; at = (at + 2) & last) {
      const [one, other] = [others[at]!, others[at + 1]!];
      if ((one === first && other === second) || (one | other) === 0) return at;
    }
  }
}

/** In the table of common ones; −1 where it is in the other. */
function commonPlace(first: number, second: number): number {
  const [one, other] = [commonIndex(first), commonIndex(second)];
  return one < 0 || other < 0 ? -1 : one * commonCount + other;
}

/** Entries looked at per step. */
const perStep = 32_768;

/** Of a token that characters are merged to, they are those at which its two parts meet, and those within the parts, which are tokens too. */
export function* characterPairSteps(
  { starts, pool }: TokenTables,
  { left, right, firstMerge, entryCount }: MergeTable,
): Generator<void, CharacterPairs> {
  const pairs = new CharacterPairs(entryCount - firstMerge);
  const first = new Int32Array(entryCount);
  const last = new Int32Array(entryCount);
  for (let entry = 0; entry < firstMerge; entry++) first[entry] = last[entry] = codeAt(pool, starts[entry]!);
  for (let from = firstMerge; from < entryCount; from += perStep) {
    yield;
    for (let entry = from; entry < Math.min(entryCount, from + perStep); entry++) {
      const [leftPart, rightPart] = [left[entry]!, right[entry]!];
      first[entry] = first[leftPart]!;
      last[entry] = last[rightPart]!;
      pairs.add(last[leftPart]!, first[rightPart]!);
    }
  }
  return pairs;
}
