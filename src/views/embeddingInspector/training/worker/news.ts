/** What has happened in a run since the page heard of it last: the losses of new steps, new measurements, the rate of learning. */
import type { HeldOutPoint } from "../../../../core/training/stopRule.ts";
import { TokenRate } from "./tokenRate.ts";
import type { TrainingProgress } from "./trainingMessages.ts";

/** Between two messages of progress: two frames. */
const reportMs = 33;

/** Mutable: forgets what it has given away. */
export class News {
  readonly rate = new TokenRate();
  #losses: number[] = [];
  #lossFrom = 0;
  #heldOut: HeldOutPoint[] = [];
  #givenAt = 0;

  addLoss(loss: number): void {
    this.#losses.push(loss);
  }

  addHeldOut(point: HeldOutPoint): void {
    this.#heldOut.push(point);
  }

  isDue(now: number): boolean {
    return now - this.#givenAt >= reportMs;
  }

  take(now: number): Pick<TrainingProgress, "lossFrom" | "losses" | "heldOut" | "tokensPerSecond"> {
    const losses = Float32Array.from(this.#losses);
    const news = { lossFrom: this.#lossFrom, losses, heldOut: this.#heldOut, tokensPerSecond: this.rate.at(now) };
    this.#lossFrom += losses.length;
    this.#losses = [];
    this.#heldOut = [];
    this.#givenAt = now;
    return news;
  }
}
