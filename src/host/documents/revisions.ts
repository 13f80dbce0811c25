/** Numbers for versions of texts, each given once. */
export class Revisions {
  #last = 0;

  next(): number {
    this.#last += 1;
    return this.#last;
  }
}
