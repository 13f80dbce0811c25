/** The training worker's logic, run in Node: what it posts, and what it does between messages. */
import { fromRecord } from "../../../../src/core/errors.ts";
import { describe, expect, it } from "vitest";
import type { TrainingOptions } from "../../../../src/core/training/trainingOptions.ts";
import { Trainer } from "../../../../src/views/embeddingInspector/training/worker/trainer.ts";
import type {
  EarlierRows,
  Look,
  Pace,
  TrainingProgress,
  TrainingReply,
} from "../../../../src/views/embeddingInspector/training/worker/trainingMessages.ts";
import { patternIds, smallOptions } from "../../../support/trainingRuns.ts";

const ids = patternIds(600, 60);

/** A trainer with all it has posted. */
async function begun(change: { options?: TrainingOptions; pace?: Pace; earlier?: EarlierRows } = {}): Promise<{
  trainer: Trainer;
  replies: TrainingReply[];
  until: (is: (progress: TrainingProgress) => boolean) => Promise<TrainingProgress>;
}> {
  const replies: TrainingReply[] = [];
  const scope = {
    post: (reply: TrainingReply) => void replies.push(reply),
    pause: (ms: number) => new Promise<void>((resolve) => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve))),
    now: () => performance.now(),
  };
  const { options = smallOptions(), pace = "full", earlier } = change;
  const trainer = new Trainer(scope, { kind: "start", ids, options, pace, earlier });
  await trainer.begin();
  const until = async (is: (progress: TrainingProgress) => boolean): Promise<TrainingProgress> => {
    for (;;) {
      const failed = replies.find((reply) => reply.kind === "failed");
      if (failed !== undefined) throw fromRecord(failed.error);
      const last = replies.findLast((reply) => reply.kind === "progress");
      if (last !== undefined && is(last.progress)) return last.progress;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  return { trainer, replies, until };
}

const everything = { tables: true, row: 3, compareBy: "both", window: undefined } as const;
const isPaused = ({ mode }: TrainingProgress): boolean => mode === "paused";
const lossesOf = (replies: readonly TrainingReply[]): number[] => {
  const all: number[] = [];
  for (const reply of replies) {
    if (reply.kind !== "progress") continue;
    expect(reply.progress.lossFrom).toBe(all.length); // each loss once, in order
    all.push(...reply.progress.losses);
  }
  return all;
};

describe("the trainer", () => {
  it("says what the run is made of, then trains until the held-out loss no longer falls", async () => {
    const { replies, until } = await begun();
    const end = await until(isPaused);
    const facts = replies.find((reply) => reply.kind === "begun")?.facts ?? expect.fail("it begins");
    expect(facts.distinctIds).toHaveLength(new Set(ids).size);
    expect(facts.baselines.uniform).toBeCloseTo(Math.log(facts.distinctIds.length), 10);
    expect(end.verdict.kind).toBe("noLongerFalls");
    const losses = lossesOf(replies);
    expect(losses).toHaveLength(end.lastStep);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
  });

  it("goes on when asked, and stops again", async () => {
    const { trainer, until } = await begun();
    const { lastStep } = await until(isPaused);
    trainer.train();
    const later = await until((progress) => isPaused(progress) && progress.lastStep > lastStep);
    expect(later.verdict.kind).toBe("noLongerFalls");
  });

  it("pauses between two steps and takes one step at a time", async () => {
    const { trainer, until } = await begun({ pace: "watch" });
    trainer.pause();
    const { step } = await until(isPaused);
    trainer.oneStep();
    const after = await until((progress) => isPaused(progress) && progress.step > step);
    expect(after.step).toBe(step + 1);
  });

  it("has the same bits at a step that is gone back to, at step 0, and at the end again", async () => {
    const { trainer, until } = await begun();
    const seen = new Map<number, Look>();
    const { lastStep } = await until(isPaused);
    const goTo = async (step: number): Promise<Look> => {
      trainer.goTo(step);
      await until((progress) => isPaused(progress) && progress.step === step);
      return trainer.look(everything);
    };
    for (const step of [lastStep, 0, 1, 73, Math.floor(lastStep / 2)]) seen.set(step, await goTo(step));
    for (const [step, look] of seen) expect((await goTo(step)).tables, `step ${step}`).toEqual(look.tables);
    expect(seen.get(0)?.token?.now).toEqual(seen.get(0)?.token?.before);
    const again = await begun();
    await again.until(isPaused);
    again.trainer.goTo(73);
    await again.until((progress) => isPaused(progress) && progress.step === 73);
    expect(again.trainer.look(everything).tables).toEqual(seen.get(73)?.tables);
  });

  it("trains on from the end, wherever the run is looked back at", async () => {
    const { trainer, until, replies } = await begun();
    const { lastStep } = await until(isPaused);
    trainer.goTo(5);
    await until((progress) => isPaused(progress) && progress.step === 5);
    trainer.train();
    await until((progress) => progress.step > lastStep);
    trainer.pause();
    const end = await until(isPaused);
    expect(lossesOf(replies)).toHaveLength(end.lastStep);
  });

  it("stops when the loss runs away, and lets one go back", async () => {
    const { trainer, until } = await begun({ options: smallOptions({ optimizer: "SGD", learningRate: 1e6 }) });
    const end = await until(isPaused);
    expect(end.verdict.kind).toBe("diverged");
    trainer.train();
    trainer.oneStep();
    expect((await until(isPaused)).lastStep).toBe(end.lastStep);
    trainer.goTo(0);
    await until((progress) => isPaused(progress) && progress.step === 0);
    expect(trainer.look(everything).tables?.token.every(Number.isFinite)).toBe(true);
  });

  it("takes one step a frame when it is to be watched", async () => {
    const { until } = await begun({ pace: "watch" });
    const started = performance.now();
    const { step } = await until((progress) => progress.step >= 10);
    expect(performance.now() - started).toBeGreaterThan((step - 1) * 12);
  });

  it("says since when a neighbour has been near", async () => {
    const { trainer, until } = await begun();
    const { lastStep } = await until(isPaused);
    trainer.goTo(0);
    await until((progress) => isPaused(progress) && progress.step === 0);
    const first = trainer.look(everything).token?.neighbours ?? [];
    expect(first.every(({ since }) => since === 0)).toBe(true);
    trainer.goTo(lastStep);
    await until((progress) => isPaused(progress) && progress.step === lastStep);
    const last = trainer.look(everything).token?.neighbours ?? [];
    for (const { row, since } of last) expect(since).toBe(first.some((each) => each.row === row) ? 0 : lastStep);
    expect(last.some(({ since }) => since === lastStep)).toBe(true);
  });

  it("predicts the next tokens of a window before and after, and they get better", async () => {
    const { trainer, until } = await begun();
    await until(isPaused);
    trainer.train(); // by heart
    await until(({ lastStep }) => lastStep > 400);
    trainer.pause();
    await until(isPaused);
    const distinct = [...new Set(ids)].toSorted((a, b) => a - b);
    const rows = ids.map((id) => distinct.indexOf(id));
    const window = trainer.look({ ...everything, window: { inputs: rows.subarray(8, 12), targets: rows.subarray(9, 13) } }).window;
    expect(window?.now).toHaveLength(4);
    const mean = (list: readonly { target: number }[] = []): number => list.reduce((sum, { target }) => sum + target, 0) / list.length;
    expect(mean(window?.now)).toBeGreaterThan(2 * mean(window?.before));
  });

  it("takes one step by hand without keeping it: the loss of the window falls, the run stays as it is", async () => {
    const { trainer, until } = await begun();
    await until(isPaused);
    const before = trainer.look(everything).tables;
    const {
      losses,
      loss,
      lossAfter,
      rows,
      before: rowsBefore,
      gradient,
      after,
    } = trainer.handStep({
      inputs: Int32Array.of(1, 2, 1, 3),
      targets: Int32Array.of(2, 1, 3, 4),
    });
    expect(losses).toHaveLength(4);
    expect([...rows]).toEqual([1, 2, 3]);
    expect(lossAfter).toBeLessThan(loss);
    expect(gradient.some((value) => value !== 0)).toBe(true);
    expect(after).not.toEqual(rowsBefore);
    expect(trainer.look(everything).tables).toEqual(before);
  });

  it("starts with the rows of an earlier text where the same ids come again", async () => {
    const first = await begun();
    await first.until(isPaused);
    const { tables } = first.trainer.look(everything);
    const distinctIds = Int32Array.from(new Set(ids)).toSorted();
    const earlier = {
      distinctIds: distinctIds.slice(10),
      tables: { ...(tables ?? expect.fail()), token: tables?.token.slice(80) ?? expect.fail() },
    };
    const second = await begun({ earlier: { ...earlier, tables: { ...earlier.tables, next: earlier.tables.next.slice(80) } } });
    second.trainer.goTo(0);
    await second.until((progress) => isPaused(progress) && progress.step === 0);
    const start = second.trainer.look(everything).tables;
    expect(start?.token.slice(80)).toEqual(tables?.token.slice(80));
    expect(start?.token.slice(0, 80)).not.toEqual(tables?.token.slice(0, 80));
  });

  it("refuses a text without a window, with a sentence", async () => {
    await expect(begun({ options: smallOptions({ lesson: { maxLength: 4, batchSize: 10_000 } }) })).rejects.toThrow(
      "there is no batch to learn from",
    );
  });
});
