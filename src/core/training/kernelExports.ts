/** What the WebAssembly kernel can do, as assembly/training.ts exports it: parts of a step over its memory. */

/** Addresses in bytes, counts in values. */
export interface Kernel {
  clear(address: number, bytes: number): void;
  sumHidden(
    token: number,
    position: number,
    inputs: number,
    positions: number,
    count: number,
    width: number,
    hidden: number,
    hiddenByColumn: number,
  ): void;
  predict(
    hiddenByColumn: number,
    weights: number,
    scores: number,
    rows: number,
    realRows: number,
    width: number,
    targets: number,
    largest: number,
    targetScores: number,
    sums: number,
  ): number;
  learn(
    hidden: number,
    weights: number,
    scores: number,
    rows: number,
    realRows: number,
    width: number,
    targets: number,
    sums: number,
    factors: number,
    scale: number,
    weightGradient: number,
    hiddenGradient: number,
  ): void;
  spread(
    hiddenGradient: number,
    inputs: number,
    positions: number,
    count: number,
    width: number,
    tokenGradient: number,
    positionGradient: number,
  ): void;
  sgd(parameters: number, gradient: number, count: number, learningRate: number): void;
  adam(
    parameters: number,
    gradient: number,
    means: number,
    squares: number,
    count: number,
    kept: number,
    newMean: number,
    oldSquare: number,
    newSquare: number,
    stepSize: number,
    rootScale: number,
    epsilon: number,
  ): void;
  adagrad(parameters: number, gradient: number, sums: number, count: number, learningRate: number, epsilon: number): void;
}
