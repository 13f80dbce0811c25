/** Long work as a generator of steps: run in slices where others must go between, or to its end without pause. */

export function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
