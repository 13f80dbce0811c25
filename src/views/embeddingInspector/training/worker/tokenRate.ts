/** Tokens learnt from in a second, over the last quarter of one at least. */

const leastMs = 250;

export class TokenRate {
  #rate = 0;
  #tokens = 0;
  #since = 0;

  restart(now: number): void {
    this.#tokens = 0;
    this.#since = now;
  }

  add(tokens: number): void {
    this.#tokens += tokens;
  }

  at(now: number): number {
    if (now - this.#since > leastMs) {
      this.#rate = (1000 * this.#tokens) / (now - this.#since);
      this.restart(now);
    }
    return this.#rate;
  }
}
