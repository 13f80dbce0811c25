/** States of a run to go back to: at even distances, fewer the longer the run, within a budget of memory. */
import type { SavedState } from "../../../../core/training/trainingRun.ts";

export class SavedStates {
  readonly byteLimit: number;
  readonly #states: SavedState[] = [];
  #apart: number;

  /** @param apart steps between two states at first */
  constructor(byteLimit: number, apart: number) {
    this.byteLimit = byteLimit;
    this.#apart = apart;
  }

  /** Whether a state of this step is worth its memory. */
  wants(step: number, bytes: number): boolean {
    return bytes <= this.byteLimit && step > 0 && step % this.#apart === 0 && !this.#states.some((state) => state.step === step);
  }

  /** Keeps a state. When the budget is full, every other one goes, and from then on they are twice as far apart. */
  add(state: SavedState): void {
    this.#states.push(state);
    this.#states.sort((a, b) => a.step - b.step);
    while (this.bytes > this.byteLimit && this.#states.length > 1) {
      this.#apart *= 2;
      const kept = this.#states.filter(({ step }) => step % this.#apart === 0);
      this.#states.splice(0, this.#states.length, ...(kept.length < this.#states.length ? kept : this.#states.slice(1)));
    }
  }

  /** The last state at or before a step. */
  before(step: number): SavedState | undefined {
    return this.#states.findLast((state) => state.step <= step);
  }

  get bytes(): number {
    return this.#states.reduce((sum, { values }) => sum + values.byteLength, 0);
  }

  get steps(): readonly number[] {
    return this.#states.map(({ step }) => step);
  }
}
