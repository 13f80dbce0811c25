/** The WebAssembly kernel with its memory: the tables of one run, and the three things done with them: learn from a batch, measure a loss, predict. */
import kernelBytes from "./assembly/training.wasm";
import { blockLength, type KernelMemory, type KernelShape, type KernelTable, layOut } from "./kernelMemory.ts";
import { type LessonBatch, previousTargets } from "./lesson.ts";
import type { Kernel } from "./kernelExports.ts";
import type { Moments } from "./plainOptimizer.ts";
import { power } from "./power.ts";
import type { Weights } from "./startWeights.ts";
import { type OptimizerOptions, optimizerConstants } from "./trainingOptions.ts";

/** What a batch loses, in nats. */
export interface Loss {
  /** What is learnt from: the sum of both output layers' mean losses. */
  readonly total: number;
  /** The mean loss of predicting the next token. */
  readonly next: number;
}

export interface TableView {
  readonly values: Float32Array;
  readonly from: number;
  readonly width: number;
  readonly rows: number;
  readonly embeddingDim: number;
}

const pageBytes = 65_536;

/** One table of the model, under the name it has in `Weights`. */
export type TableName = "token" | "position" | "next" | "previous";

export class TrainingKernel {
  readonly memory: KernelMemory;
  readonly #shape: KernelShape;
  readonly #maxLength: number;
  readonly #kernel: Kernel;
  readonly #floats: Float32Array;
  readonly #integers: Int32Array;

  /** The weights are copied. @throws RangeError when the tables are too large, or the machine has no room for them */
  constructor(shape: KernelShape, maxLength: number, weights: Weights) {
    this.#shape = shape;
    this.#maxLength = maxLength;
    this.memory = layOut(shape);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(this.memory.byteLength / pageBytes) });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(kernelBytes), { env: { memory } });
    this.#kernel = instance.exports as Kernel; // assembly/training.ts exports exactly these
    this.#floats = new Float32Array(memory.buffer);
    this.#integers = new Int32Array(memory.buffer);
    this.reset(weights);
  }

  /** Puts the weights in, and lets the optimizer forget. */
  reset(weights: Weights): void {
    for (const { from, count } of this.#stateParts()) this.#floats.fill(0, from, from + count);
    this.#write(this.memory.token, weights.token);
    this.#write(this.memory.position, weights.position);
    if (!this.#shape.tied) this.#write(this.memory.next, weights.next);
    if (this.memory.previous !== undefined && weights.previous !== undefined) this.#write(this.memory.previous, weights.previous);
  }

  get byteLength(): number {
    return this.#floats.byteLength;
  }

  /**
   * One step of the optimizer: loss and gradient of the whole batch, 32 predictions at a time, then the update.
   * @param step 1 for the first  @yields after each block, so that others may go between  @returns the loss before the update
   */
  *learnSteps(batch: LessonBatch, optimizer: OptimizerOptions, step: number): Generator<void, Loss> {
    const tables = this.#tables();
    for (const { gradient, count } of tables) this.#kernel.clear(gradient, count * 4);
    const loss = yield* this.#blocks(batch, true);
    for (const table of tables) this.#update(table, optimizer, step);
    return loss;
  }

  /** What the batch loses, without learning from it. */
  *lossSteps(batch: LessonBatch): Generator<void, Loss> {
    return yield* this.#blocks(batch, false);
  }

  /**
   * Probabilities of the next token after each input of a window, in an array of their own: [inputs][rows].
   * @param inputs at most maxLength rows of the tables
   */
  probabilities(inputs: Int32Array): Float32Array {
    const { scores, sums, next } = this.memory;
    const result = new Float32Array(inputs.length * next.rows);
    for (let from = 0; from < inputs.length; from += blockLength) {
      const count = Math.min(blockLength, inputs.length - from);
      this.#enter(inputs, from, count);
      this.#predict(next, new Int32Array(0));
      for (let n = 0; n < count; n += 1) {
        const sum = this.#floats[sums / 4 + n] ?? Number.NaN; // the block's arrays hold 32 values
        for (let row = 0; row < next.rows; row += 1) {
          result[(from + n) * next.rows + row] = (this.#floats[scores / 4 + row * blockLength + n] ?? Number.NaN) / sum;
        }
      }
    }
    return result;
  }

  /** A table, [rows, embeddingDim], a fresh array; undefined where the model has no such table. */
  read(name: TableName): Float32Array | undefined {
    const table = this.memory[name];
    return table === undefined ? undefined : this.#withoutPadding(table, table.values);
  }

  /** A table where it is, for passes over all of it: row r begins at `from + r · width`. The next step changes the values. */
  viewOf(name: "token" | "next"): TableView {
    const { values, rows } = this.memory[name];
    return { values: this.#floats, from: values / 4, width: this.memory.width, rows, embeddingDim: this.#shape.embeddingDim };
  }

  /** One row of a table, a view of it: the next step changes it. */
  rowAt(name: "token" | "position" | "next", row: number): Float32Array {
    return this.#row(this.memory[name], row);
  }

  /** What the optimizer remembers of a table, [rows, embeddingDim] each, copies; zeros where it remembers nothing. */
  momentsOf(name: TableName): Moments {
    const table = this.memory[name] ?? this.memory.token;
    const of = (address: number): Float32Array =>
      address === 0 ? new Float32Array(table.rows * this.#shape.embeddingDim) : this.#withoutPadding(table, address);
    return { first: of(table.first), second: of(table.second) };
  }

  /** Bytes that `save` takes. */
  get stateByteLength(): number {
    return 4 * this.#stateParts().reduce((sum, { count }) => sum + count, 0);
  }

  /** All that a step changes: the tables and what the optimizer remembers. A copy. */
  save(): Float32Array {
    const parts = this.#stateParts();
    const state = new Float32Array(parts.reduce((sum, { count }) => sum + count, 0));
    let at = 0;
    for (const { from, count } of parts) {
      state.set(this.#floats.subarray(from, from + count), at);
      at += count;
    }
    return state;
  }

  /** Back to what `save` gave. */
  restore(state: Float32Array): void {
    let at = 0;
    for (const { from, count } of this.#stateParts()) {
      this.#floats.set(state.subarray(at, at + count), from);
      at += count;
    }
  }

  #stateParts(): readonly { readonly from: number; readonly count: number }[] {
    return this.#tables().flatMap(({ values, first, second, count }) =>
      [values, first, second].filter((address) => address > 0).map((address) => ({ from: address / 4, count })),
    );
  }

  #tables(): readonly KernelTable[] {
    const { token, position, next, previous } = this.memory;
    return [...new Set([token, position, next]), ...(previous === undefined ? [] : [previous])];
  }

  #withoutPadding({ rows }: KernelTable, address: number): Float32Array {
    const { embeddingDim } = this.#shape;
    const { width } = this.memory;
    const values = new Float32Array(rows * embeddingDim);
    for (let row = 0; row < rows; row += 1) {
      const from = address / 4 + row * width;
      values.set(this.#floats.subarray(from, from + embeddingDim), row * embeddingDim);
    }
    return values;
  }

  #row({ values }: KernelTable, row: number): Float32Array {
    const from = values / 4 + row * this.memory.width;
    return this.#floats.subarray(from, from + this.#shape.embeddingDim);
  }

  #write(table: KernelTable, values: Float32Array): void {
    const { embeddingDim } = this.#shape;
    for (let row = 0; row < table.rows; row += 1) this.#row(table, row).set(values.subarray(row * embeddingDim, (row + 1) * embeddingDim));
  }

  *#blocks({ inputs, targets }: LessonBatch, learns: boolean): Generator<void, Loss> {
    const { next, previous, hiddenGradient, width } = this.memory;
    const before = previous === undefined ? undefined : previousTargets(inputs, this.#maxLength);
    const beforeCount = before?.reduce((count, target) => (target < 0 ? count : count + 1), 0) ?? 0;
    let nextLoss = 0;
    let previousLoss = 0;
    for (let from = 0; from < inputs.length; from += blockLength) {
      const count = Math.min(blockLength, inputs.length - from);
      this.#enter(inputs, from, count);
      if (learns) this.#kernel.clear(hiddenGradient, blockLength * width * 4);
      nextLoss += this.#layer(next, targets.subarray(from, from + count), inputs.length, learns);
      if (previous !== undefined && before !== undefined && beforeCount > 0) {
        previousLoss += this.#layer(previous, before.subarray(from, from + count), beforeCount, learns);
      }
      if (learns) this.#spread(count);
      yield;
    }
    const mean = nextLoss / inputs.length;
    return { next: mean, total: beforeCount === 0 ? mean : mean + previousLoss / beforeCount };
  }

  /** The block's inputs become hidden rows. */
  #enter(inputs: Int32Array, from: number, count: number): void {
    const { token, position, inputs: inputsAt, positions, hidden, hiddenByColumn, width } = this.memory;
    for (let n = 0; n < count; n += 1) {
      this.#integers[inputsAt / 4 + n] = inputs[from + n] ?? 0; // from + count ≤ inputs.length
      this.#integers[positions / 4 + n] = (from + n) % this.#maxLength;
    }
    this.#kernel.sumHidden(token.values, position.values, inputsAt, positions, count, width, hidden, hiddenByColumn);
  }

  /** @returns the summed loss of the block's predictions */
  #layer(layer: KernelTable, targets: Int32Array, predictionCount: number, learns: boolean): number {
    const { hidden, hiddenGradient, scores, width, targets: targetsAt, sums, factors } = this.memory;
    const loss = this.#predict(layer, targets);
    if (learns) {
      this.#kernel.learn(
        hidden,
        layer.values,
        scores,
        layer.paddedRows,
        layer.rows,
        width,
        targetsAt,
        sums,
        factors,
        1 / predictionCount,
        layer.gradient,
        hiddenGradient,
      );
    }
    return loss;
  }

  /** @returns the summed loss of the targets */
  #predict(layer: KernelTable, targets: Int32Array): number {
    const { hiddenByColumn, scores, width, targets: targetsAt, largest, targetScores, sums } = this.memory;
    this.#integers.fill(-1, targetsAt / 4, targetsAt / 4 + blockLength);
    this.#integers.set(targets, targetsAt / 4);
    return this.#kernel.predict(
      hiddenByColumn,
      layer.values,
      scores,
      layer.paddedRows,
      layer.rows,
      width,
      targetsAt,
      largest,
      targetScores,
      sums,
    );
  }

  #spread(count: number): void {
    const { hiddenGradient, inputs, positions, width, token, position } = this.memory;
    this.#kernel.spread(hiddenGradient, inputs, positions, count, width, token.gradient, position.gradient);
  }

  #update({ values, gradient, first, second, count }: KernelTable, { optimizer, learningRate }: OptimizerOptions, step: number): void {
    const { beta1, beta2, epsilon, adagradEpsilon, weightDecay } = optimizerConstants;
    switch (optimizer) {
      case "SGD":
        return this.#kernel.sgd(values, gradient, count, learningRate);
      case "Adam":
      case "AdamW": {
        const kept = optimizer === "AdamW" ? 1 - learningRate * weightDecay : 1;
        const stepSize = learningRate / (1 - power(beta1, step));
        const rootScale = 1 / Math.sqrt(1 - power(beta2, step));
        return this.#kernel.adam(values, gradient, first, second, count, kept, 1 - beta1, beta2, 1 - beta2, stepSize, rootScale, epsilon);
      }
      case "Adagrad":
        return this.#kernel.adagrad(values, gradient, second, count, learningRate, adagradEpsilon);
      default:
        optimizer satisfies never;
    }
  }
}
