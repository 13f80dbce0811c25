/** Which two adjacent tokens merge to which: a hash table in one Int32Array. One pair per token is enough: the two tokens that merging the
 *  token's own bytes joins last. Any other pair with the same bytes would first have been merged differently. */

/** A slot is two words: left id + 1 (0: empty) | low 14 bits of the merged id << 18, right id | high bits of the merged id << 18. */
export interface PairTable {
  readonly slots: Int32Array; // [2 · 2^n]
  /** 32 − n: hash >>> shift is a slot. */
  readonly shift: number;
  /** [2^(n − 3)] a bit for each value of hash >>> (shift − 2): not set, there is no such pair. Most pairs asked for do not exist, and this is
   *  small enough to stay in the processor's cache. */
  readonly known: Int32Array;
  /** [65536] the merged id of two bytes (first << 8 | second), or `noPair`. */
  readonly ofBytes: Int32Array;
}

/** More than any id: "these never merge", in a form that a search for the lowest rank skips. */
export const noPair = 0x7fffffff;

const idBits = 18;
const idMask = (1 << idBits) - 1;
const lowBits = 32 - idBits;
const lowMask = (1 << lowBits) - 1;

/** Odd constants without pattern, so that the top bits of the products are spread. */
const leftFactor = 0x9e3779b1;
const rightFactor = 0x85ebca77;

/** An empty table with room for `count` pairs. */
export function createPairTable(count: number): PairTable {
  let bits = 8;
  while (1 << bits < count * 2) bits++;
  return {
    slots: new Int32Array(2 << bits),
    shift: 32 - bits,
    known: new Int32Array((4 << bits) >> 5),
    ofBytes: new Int32Array(0x10000).fill(noPair),
  };
}

/** Adds the pairs of the ids [from, to): `left` and `right` by id, −1 where an id is not merged. None may be in the table.
 *  @throws RangeError when an id is not merged from smaller ones */
export function addPairs(table: PairTable, left: Int32Array, right: Int32Array, byteOfId: Uint8Array, from: number, to: number): void {
  const { slots, shift, known, ofBytes } = table;
  const mask = slots.length - 1;
  for (let id = from; id < to; id++) {
    const leftId = left[id]!;
    if (leftId < 0) continue;
    const rightId = right[id]!;
    if (leftId >= id || rightId >= id)
      throw new RangeError(`The vocabulary file merges token ${id} from later ones. Build the extension again.`);
    const hash = Math.imul(leftId, leftFactor) + Math.imul(rightId, rightFactor);
    const bit = hash >>> (shift - 2);
    known[bit >> 5] = known[bit >> 5]! | (1 << (bit & 31));
    let slot = (hash >>> shift) << 1;
    while (slots[slot] !== 0) slot = (slot + 2) & mask;
    slots[slot] = (leftId + 1) | ((id & lowMask) << idBits);
    slots[slot + 1] = rightId | ((id >> lowBits) << idBits);
    if (leftId < 256 && rightId < 256) ofBytes[(byteOfId[leftId]! << 8) | byteOfId[rightId]!] = id;
  }
}

/** The id that two adjacent ids merge to, or `noPair`. */
export function mergedId(table: PairTable, left: number, right: number): number {
  const { shift, known } = table;
  const hash = Math.imul(left, leftFactor) + Math.imul(right, rightFactor);
  const bit = hash >>> (shift - 2);
  if ((known[bit >> 5]! & (1 << (bit & 31))) === 0) return noPair;
  return find(table.slots, (hash >>> shift) << 1, left, right);
}

function find(slots: Int32Array, slot: number, left: number, right: number): number {
  const mask = slots.length - 1;
  for (;;) {
    const first = slots[slot]!; // slots are masked into the table
    if ((first & idMask) === left + 1) {
      const second = slots[slot + 1]!;
      if ((second & idMask) === right) return (first >>> idBits) | ((second >>> idBits) << lowBits);
    }
    if (first === 0) return noPair;
    slot = (slot + 2) & mask;
  }
}
