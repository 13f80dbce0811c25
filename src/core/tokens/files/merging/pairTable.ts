/** What two entries merge to, while a tokenizer's merges are put in order: a hash table of the entries by the two that each is made of. */

export class PairTable {
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  /** Half of them are free at least: entries, −1 for none. */
  readonly #slots: Int32Array;

  /** @param left the two parts of each entry, as they come to be known; as many as there will ever be */
  constructor(left: Int32Array, right: Int32Array) {
    this.#left = left;
    this.#right = right;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(left.length * 2 + 2))).fill(-1);
  }

  /** The entry that is made of these two; −1 when there is none. */
  get(left: number, right: number): number {
    return this.#slots[this.#slotOf(left, right)]!;
  }

  /** Takes in an entry, whose parts are known now. */
  add(entry: number): void {
    this.#slots[this.#slotOf(this.#left[entry]!, this.#right[entry]!)] = entry;
  }

  #slotOf(left: number, right: number): number {
    const last = this.#slots.length - 1;
    const hash = Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b);
    for (let slot = (hash ^ (hash >>> 15)) & last; ; slot = (slot + 1) & last) {
      const entry = this.#slots[slot]!;
      if (entry < 0 || (this.#left[entry] === left && this.#right[entry] === right)) return slot;
    }
  }
}
