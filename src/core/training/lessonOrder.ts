/** The order in which a run visits the windows: the batches of the Windows tab, epoch after epoch, without the windows that are held out. */
import { rangeError } from "../errors.ts";
import { say, type Sentence } from "../sentence.ts";
import { shuffledOrder } from "../random/dataLoaderOrder.ts";
import { batchAt, batchCount } from "../windows/batch.ts";
import type { Lesson } from "./lesson.ts";
import type { LessonOptions } from "./trainingOptions.ts";

/** Where the next step begins. */
export interface LessonPlace {
  readonly epoch: number;
  /** Index of the batch in its epoch. */
  readonly batch: number;
}

/** Mutable: each step moves it on. */
export class LessonOrder {
  readonly #lesson: Lesson;
  readonly #options: LessonOptions;
  /** Batches of an epoch. */
  readonly batchCount: number;
  #place: LessonPlace = { epoch: 0, batch: 0 };
  #order: { readonly epoch: number; readonly windows: Int32Array | undefined } | undefined;

  /** @throws RangeError with a sentence for the user when there is no window to learn from */
  constructor(lesson: Lesson, options: LessonOptions) {
    const problem = lessonProblem(lesson, options);
    if (problem !== undefined) throw rangeError(problem);
    this.#lesson = lesson;
    this.#options = options;
    this.batchCount = batchCount(lesson.windowCount, options);
  }

  get place(): LessonPlace {
    return this.#place;
  }

  goTo(place: LessonPlace): void {
    this.#place = place;
  }

  /** The windows that the next step learns from, in the order of their batches: at least one. The last step of an epoch may have fewer. */
  next(): Int32Array {
    for (;;) {
      const windows = this.#take().filter((window) => window < this.#lesson.trainedTo);
      if (windows.length > 0) return windows;
    }
  }

  #take(): Int32Array {
    const { windowCount } = this.#lesson;
    const { epoch, batch } = this.#place;
    const to = Math.min(this.batchCount, batch + this.#options.batchesPerStep);
    this.#place = to === this.batchCount ? { epoch: epoch + 1, batch: 0 } : { epoch, batch: to };
    const order = this.#orderOf(epoch);
    const batches = Array.from({ length: to - batch }, (_, i) => batchAt(batch + i, windowCount, this.#options, order));
    const windows = new Int32Array(batches.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of batches) {
      windows.set(part, at);
      at += part.length;
    }
    return windows;
  }

  #orderOf(epoch: number): Int32Array | undefined {
    if (this.#order?.epoch !== epoch) {
      const { shuffle, seed } = this.#options;
      this.#order = { epoch, windows: shuffle ? shuffledOrder(this.#lesson.windowCount, seed, epoch) : undefined };
    }
    return this.#order.windows;
  }
}

/** Why there is nothing to learn from, as a sentence to show, or `undefined`. */
export function lessonProblem({ windowCount, trainedTo, rows, windows }: Lesson, options: LessonOptions): Sentence | undefined {
  const { batchSize, shuffle } = options;
  if (windowCount === 0) {
    return say`The text has ${rows.length} tokens and a window needs ${windows.maxLength + 1}: there is nothing to learn from. Type more, or choose a smaller max_length.`;
  }
  const batches = batchCount(windowCount, options);
  if (batches === 0) {
    return say`The text gives ${windowCount} windows and drop last leaves out a batch with fewer than ${batchSize}: there is no batch to learn from. Choose a smaller batch_size, or keep the last batch.`;
  }
  // Shuffled, each window comes up in some epoch; in document order the same ones are left out every time.
  if (trainedTo === 0) {
    return say`All ${windowCount} windows overlap the held-out ones: there is nothing to learn from. Choose a smaller max_length, or hold nothing out.`;
  }
  if (!shuffle && Math.min(trainedTo, batches * batchSize) === 0) {
    return say`No batch has a window to learn from. Choose a smaller batch_size.`;
  }
  return undefined;
}
