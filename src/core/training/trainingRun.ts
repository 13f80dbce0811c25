/**
 * A run of training: a text, options, and the steps taken so far. The same text and options give the same run, bit for bit: what a step does depends on
 * nothing else, so a step that was seen can be gone back to from any saved state before it.
 */
import { rangeError } from "../errors.ts";
import { heldOutSample, type Lesson, lessonBatch, makeLesson } from "./lesson.ts";
import { LessonOrder, type LessonPlace } from "./lessonOrder.ts";
import { startWeightsSteps, type Weights } from "./startWeights.ts";
import { type Loss, TrainingKernel } from "./trainingKernel.ts";
import { type TrainingOptions, trainingOptionsProblem } from "./trainingOptions.ts";

/** Enough to go on from a step as if it had just been taken. */
export interface SavedState {
  readonly step: number;
  readonly place: LessonPlace;
  readonly values: Float32Array;
}

/** Held-out predictions that one measurement takes: about as long as 5 % of the steps between two of them. */
const sampledPredictions = 512;

export class TrainingRun {
  readonly options: TrainingOptions;
  readonly lesson: Lesson;
  readonly kernel: TrainingKernel;
  readonly #order: LessonOrder;
  readonly #heldOut: Int32Array;
  #step = 0;

  private constructor(options: TrainingOptions, lesson: Lesson, order: LessonOrder, weights: Weights) {
    this.options = options;
    this.lesson = lesson;
    this.#order = order;
    const { contextLength, embeddingDim, tied, previousToken, optimizer } = options;
    const shape = { rows: lesson.distinctIds.length, contextLength, embeddingDim, tied, previousToken, optimizer };
    this.kernel = new TrainingKernel(shape, options.lesson.maxLength, weights);
    this.#heldOut = heldOutSample(lesson, sampledPredictions);
  }

  /**
   * @param change what to do with the seeded weights before the first step, such as putting rows learnt before in their places
   * @yields how much is ready, 0 … 1  @throws RangeError with a sentence for the user when text or options give nothing to learn from
   */
  static *startSteps(
    ids: Int32Array,
    options: TrainingOptions,
    change?: (weights: Weights, lesson: Lesson) => void,
  ): Generator<number, TrainingRun> {
    const problem = trainingOptionsProblem(options);
    if (problem !== undefined) throw rangeError(problem);
    const lesson = makeLesson(ids, options.lesson, options.lesson.holdOut);
    const order = new LessonOrder(lesson, options.lesson);
    const weights = yield* startWeightsSteps(options, lesson.distinctIds);
    change?.(weights, lesson);
    return new TrainingRun(options, lesson, order, weights);
  }

  /** Steps taken so far. */
  get step(): number {
    return this.#step;
  }

  /** Passes over the data so far: 1.5 is half of the second. */
  get epochs(): number {
    const { epoch, batch } = this.#order.place;
    return epoch + batch / this.#order.batchCount;
  }

  get stepsPerEpoch(): number {
    return Math.ceil(this.#order.batchCount / this.options.lesson.batchesPerStep);
  }

  get hasHeldOut(): boolean {
    return this.#heldOut.length > 0;
  }

  /** Predictions that one measurement of the held-out loss takes. */
  get heldOutPredictions(): number {
    return this.#heldOut.length * this.options.lesson.maxLength;
  }

  /** The windows of the step that `stepSteps` would take next, which it leaves where it is. */
  peek(): Int32Array {
    const { place } = this.#order;
    const windows = this.#order.next();
    this.#order.goTo(place);
    return windows;
  }

  /** Takes one step. @yields within it, so that a large batch holds up nobody  @returns the loss before it, and how many predictions it learnt from */
  *stepSteps(): Generator<void, Loss & { readonly predictions: number }> {
    const batch = lessonBatch(this.lesson, this.#order.next());
    const loss = yield* this.kernel.learnSteps(batch, this.options, this.#step + 1);
    this.#step += 1;
    return { ...loss, predictions: batch.inputs.length };
  }

  /** The mean loss of the next token over the held-out windows: the same windows every time. */
  *heldOutLossSteps(): Generator<void, number> {
    const { next } = yield* this.kernel.lossSteps(lessonBatch(this.lesson, this.#heldOut));
    return next;
  }

  save(): SavedState {
    return { step: this.#step, place: this.#order.place, values: this.kernel.save() };
  }

  /** Back to step 0. @param weights as they were there */
  restart(weights: Weights): void {
    this.kernel.reset(weights);
    this.#order.goTo({ epoch: 0, batch: 0 });
    this.#step = 0;
  }

  restore({ step, place, values }: SavedState): void {
    this.kernel.restore(values);
    this.#order.goTo(place);
    this.#step = step;
  }
}
