import { inEnglish, verbatim } from "../../../src/core/sentence.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffledOrder } from "../../../src/core/random/dataLoaderOrder.ts";
import { makeLesson } from "../../../src/core/training/lesson.ts";
import { LessonOrder, lessonProblem } from "../../../src/core/training/lessonOrder.ts";
import type { LessonOptions } from "../../../src/core/training/trainingOptions.ts";
import { batchAt } from "../../../src/core/windows/batch.ts";
import { smallOptions } from "../../support/trainingRuns.ts";

const lessonOf = (
  tokenCount: number,
  change: Partial<LessonOptions> = {},
): { order: () => LessonOrder; lesson: ReturnType<typeof makeLesson>; options: LessonOptions } => {
  const options = smallOptions({ lesson: change }).lesson;
  const lesson = makeLesson(new Int32Array(tokenCount), options, options.holdOut);
  return { order: () => new LessonOrder(lesson, options), lesson, options };
};
const steps = (order: LessonOrder, count: number): number[][] => Array.from({ length: count }, () => [...order.next()]);

describe("LessonOrder", () => {
  it("visits the batches of the Windows tab, epoch after epoch", () => {
    const { order, lesson, options } = lessonOf(49, { holdOut: false }); // 12 windows, 3 batches of 4
    const expected = [0, 1].flatMap((epoch) =>
      [0, 1, 2].map((batch) => [...batchAt(batch, lesson.windowCount, options, shuffledOrder(lesson.windowCount, options.seed, epoch))]),
    );
    expect(steps(order(), 6)).toEqual(expected);
  });

  it("takes several batches in a step, fewer at the end of an epoch", () => {
    const { order } = lessonOf(49, { holdOut: false, shuffle: false, batchesPerStep: 2 });
    expect(steps(order(), 3)).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [8, 9, 10, 11],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ]);
  });

  it("never gives a window that is not trained on, and all others once an epoch", () => {
    fc.assert(
      fc.property(
        fc.record({
          tokens: fc.integer({ min: 60, max: 400 }),
          maxLength: fc.integer({ min: 1, max: 6 }),
          stride: fc.integer({ min: 1, max: 8 }),
          batchSize: fc.integer({ min: 1, max: 9 }),
          batchesPerStep: fc.integer({ min: 1, max: 5 }),
          shuffle: fc.boolean(),
        }),
        ({ tokens, ...options }) => {
          const { order, lesson } = lessonOf(tokens, { ...options, dropLast: false });
          if (lessonProblem(lesson, smallOptions({ lesson: options }).lesson) !== undefined) return;
          const walk = order();
          const seen: number[] = [];
          while (walk.place.epoch === 0 && seen.length <= lesson.windowCount) seen.push(...walk.next());
          const left = seen.slice(0, lesson.trainedTo).toSorted((a, b) => a - b);
          expect(left).toEqual(Array.from({ length: lesson.trainedTo }, (_, i) => i));
        },
      ),
    );
  });

  it("goes on from a place as if it had never stopped", () => {
    const { order } = lessonOf(200);
    const walk = order();
    walk.next();
    const { place } = walk;
    const expected = steps(walk, 20);
    const again = order();
    again.goTo(place);
    expect(steps(again, 20)).toEqual(expected);
  });
});

describe("lessonProblem", () => {
  it.each([
    { tokens: 3, change: {}, says: "3 tokens and a window needs 5" },
    { tokens: 9, change: { batchSize: 8 }, says: "2 windows and drop last leaves out a batch with fewer than 8" },
    { tokens: 30, change: { maxLength: 20, stride: 1, dropLast: false }, says: "overlap the held-out ones" },
  ])("of $tokens tokens with $change says “$says”", ({ tokens, change, says }) => {
    const { lesson, options, order } = lessonOf(tokens, change);
    expect(inEnglish(lessonProblem(lesson, options) ?? verbatim(""))).toContain(says);
    expect(order).toThrow(says);
  });

  it("is none where there is something to learn from", () => {
    const { lesson, options } = lessonOf(200);
    expect(lessonProblem(lesson, options)).toBeUndefined();
  });
});
