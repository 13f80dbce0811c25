/**
 * The Mersenne Twister (MT19937, Matsumoto and Nishimura 1998) with the derived draws of PyTorch's CPU generator
 * (`at::CPUGeneratorImpl`): the same seed gives the same words, floats and doubles as `torch.manual_seed(seed)`.
 */
import { rangeError } from "../errors.ts";
import { say } from "../sentence.ts";

const stateLength = 624;
const middle = 397;
const upperMask = 0x80000000;
const lowerMask = 0x7fffffff;
const twistMatrix = 0x9908b0df;
const initMultiplier = 1812433253;
const two32 = 2 ** 32;
const two24 = 2 ** 24;
const two53 = 2 ** 53;

/** Mutable by nature: each draw moves the state on. `!` below: every index is bounded by `stateLength`, the state's own length. */
export class Mt19937 {
  /** The second normal value of a pair, kept for the next request as PyTorch keeps `next_double_normal_sample`. */
  keptNormal: number | undefined;
  readonly #state = new Int32Array(stateLength);
  #next = stateLength;

  /** @param seed any safe integer; as in PyTorch only its low 32 bits count  @throws RangeError when it is no safe integer */
  constructor(seed: number) {
    this.manualSeed(seed);
  }

  /** Starts over from a seed and drops the kept normal value. */
  manualSeed(seed: number): void {
    if (!Number.isSafeInteger(seed)) {
      throw rangeError(say`The seed is ${seed}; it must be a whole number between −(2^53−1) and 2^53−1. Choose one like 123.`);
    }
    const state = this.#state;
    state[0] = (seed % two32) | 0;
    for (let i = 1; i < stateLength; i += 1) {
      const previous = state[i - 1]!;
      state[i] = (Math.imul(initMultiplier, previous ^ (previous >>> 30)) + i) | 0;
    }
    this.#next = stateLength;
    this.keptNormal = undefined;
  }

  /** The next word, 0 … 2^32−1. */
  next32(): number {
    if (this.#next === stateLength) this.#twist();
    let word = this.#state[this.#next]!;
    this.#next += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** The low 32 bits of PyTorch's `random64()`, which draws the high word first. Two words are used up. */
  next64Low32(): number {
    this.next32();
    return this.next32();
  }

  /** A multiple of 2^−24 in [0, 1): PyTorch's uniform float. */
  nextFloat24(): number {
    return (this.next32() & 0xffffff) / two24;
  }

  /** A multiple of 2^−53 in [0, 1) from the low 53 bits of `random64()`: PyTorch's uniform double. */
  nextDouble53(): number {
    const high = this.next32() & 0x1fffff;
    return (high * two32 + this.next32()) / two53;
  }

  /** Fills target[from … to) with `nextFloat24`. The same values, in one loop. */
  fillFloat24(target: Float32Array, from: number, to: number): void {
    for (let i = from; i < to; i += 1) target[i] = (this.next32() & 0xffffff) / two24;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < stateLength; i += 1) {
      const following = i + 1 < stateLength ? i + 1 : 0;
      const distant = i + middle < stateLength ? i + middle : i + middle - stateLength;
      const mixed = (state[i]! & upperMask) | (state[following]! & lowerMask);
      state[i] = state[distant]! ^ (mixed >>> 1) ^ (mixed & 1 ? twistMatrix : 0);
    }
    this.#next = 0;
  }
}
