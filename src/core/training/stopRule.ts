/** When a run stops by itself: when the held-out loss has not fallen for a while, or when the loss runs away. */

/** The held-out loss after a step. */
export interface HeldOutPoint {
  readonly step: number;
  readonly loss: number;
}

export type Verdict =
  | { readonly kind: "goesOn" }
  /** The least held-out loss came at `best`, long enough ago. */
  | { readonly kind: "noLongerFalls"; readonly best: HeldOutPoint }
  /** The loss is not finite, or twice the first. */
  | { readonly kind: "diverged"; readonly loss: number };

/** A fall smaller than this is noise of rounding. */
const leastFall = 1e-4;

/** Steps without a new least loss after which a run stops: half an epoch, but no fewer than these. */
const leastPatience = 60;
export const patienceOf = (stepsPerEpoch: number): number => Math.max(leastPatience, Math.ceil(stepsPerEpoch / 2));

/** Mutable: remembers the least held-out loss. */
export class StopRule {
  readonly #patience: number;
  #first: number | undefined;
  #best: HeldOutPoint | undefined;
  #patientFrom = 0;

  /** @param patience in steps */
  constructor(patience: number) {
    this.#patience = patience;
  }

  get best(): HeldOutPoint | undefined {
    return this.#best;
  }

  /** @param loss the training loss of a step */
  afterStep(loss: number): Verdict {
    this.#first ??= loss;
    return Number.isFinite(loss) && loss < 2 * this.#first ? { kind: "goesOn" } : { kind: "diverged", loss };
  }

  afterHeldOut(point: HeldOutPoint): Verdict {
    if (this.#best === undefined || point.loss < this.#best.loss - leastFall) this.#best = point;
    const waited = point.step - Math.max(this.#best.step, this.#patientFrom);
    return waited < this.#patience ? { kind: "goesOn" } : { kind: "noLongerFalls", best: this.#best };
  }

  /** The user wants more: no stop for falling no longer before as many steps again. */
  goOn(step: number): void {
    this.#patientFrom = step;
  }
}
