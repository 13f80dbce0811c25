/**
 * Trains in slices between which messages come in: the worker's logic, without the worker. One run at a time. The run goes on by itself until it is
 * paused, its held-out loss no longer falls, or its loss runs away; whatever happens, a step that was seen can be gone back to.
 */
import { toRecord } from "../../../../core/errors.ts";
import { finish } from "../../../../core/steps.ts";
import { baselines } from "../../../../core/training/baselines.ts";
import { patienceOf, StopRule, type Verdict } from "../../../../core/training/stopRule.ts";
import { TrainingRun } from "../../../../core/training/trainingRun.ts";
import { wholeTablesSteps } from "../../../../core/training/wholeTables.ts";
import { takeHandStep } from "./handStep.ts";
import { News } from "./news.ts";
import { copyTables, putIn } from "./runTables.ts";
import { SavedStates } from "./savedStates.ts";
import { Arrivals, nearestInText } from "./textNeighbours.ts";
import type {
  Look,
  LookRequest,
  Pace,
  TrainedTables,
  TrainingMode,
  TrainingReply,
  TrainingRequest,
  WholeTables,
} from "./trainingMessages.ts";
import { WindowPredictions } from "./windowPredictions.ts";

/** Work between two looks at the messages. */
const sliceMs = 12;
/** One step a frame. */
const watchedStepMs = 16;
/** For states to go back to, beside the kernel's own memory: a whole vocabulary has no room for any, and is trained again from the seed. */
const stateBytes = 96 * 2 ** 20;
const memoryBytes = 150 * 2 ** 20;
/** Steps between two states at first: a second or less to go through again. */
const stepsApart = 50;
/** Measuring takes this share of the time of training, as one step's forward pass is a third of it. */
const measuringShare = 0.05;

export interface TrainerScope {
  readonly post: (reply: TrainingReply, transfer: readonly ArrayBufferView[]) => void;
  /** Lets waiting messages in, and resolves after `ms` milliseconds or more. */
  readonly pause: (ms: number) => Promise<void>;
  readonly now: () => number;
}

type StartRequest = Extract<TrainingRequest, { kind: "start" }>;

export class Trainer {
  readonly #scope: TrainerScope;
  readonly #start: StartRequest;
  #run: TrainingRun | undefined;
  /** The tables before the first step. */
  #first: TrainedTables | undefined;
  #states = new SavedStates(stateBytes, stepsApart);
  #rule = new StopRule(1);
  readonly #arrivals = new Arrivals();
  readonly #predictions = new WindowPredictions();
  #measureEvery = 1;
  #mode: TrainingMode = "paused";
  #target = 0;
  #lastStep = 0;
  #pace: Pace;
  #verdict: Verdict = { kind: "goesOn" };
  #isWorking = false;
  #measuredTo = -1;
  readonly #news = new News();

  constructor(scope: TrainerScope, start: StartRequest) {
    this.#scope = scope;
    this.#start = start;
    this.#pace = start.pace;
  }

  /** Draws the start and begins to train. @throws RangeError with a sentence for the user */
  async begin(): Promise<void> {
    const run = await this.#prepare();
    const { lesson, options, stepsPerEpoch } = run;
    const predictionsPerStep = options.lesson.batchSize * options.lesson.batchesPerStep * options.lesson.maxLength;
    this.#measureEvery = Math.max(1, Math.ceil(run.heldOutPredictions / (3 * predictionsPerStep) / measuringShare));
    this.#rule = new StopRule(Math.max(patienceOf(stepsPerEpoch), 6 * this.#measureEvery));
    this.#states = new SavedStates(Math.min(stateBytes, Math.max(0, memoryBytes - run.kernel.byteLength)), stepsApart);
    this.#first = copyTables(run);
    const { distinctIds, rows, windowCount, trainedTo, heldOutFrom } = lesson;
    this.#scope.post(
      {
        kind: "begun",
        facts: { distinctIds, tokenCount: rows.length, windowCount, trainedTo, heldOutFrom, stepsPerEpoch, baselines: baselines(lesson) },
      },
      [],
    );
    this.#measureNow(run);
    this.train();
  }

  /** Trains on from the last step there was. */
  train(): void {
    if (this.#verdict.kind === "diverged") return;
    if (this.#verdict.kind === "noLongerFalls") this.#rule.goOn(this.#lastStep);
    this.#verdict = { kind: "goesOn" };
    this.#target = Infinity;
    this.#go("training");
  }

  pause(): void {
    this.#mode = "paused";
    this.#report();
  }

  oneStep(): void {
    if (this.#run === undefined || this.#verdict.kind === "diverged") return;
    this.#target = this.#run.step + 1;
    this.#go("training");
  }

  /** To a step there was: from the nearest state before it, or from the seed, through the steps between. */
  goTo(step: number): void {
    if (this.#run === undefined) return;
    this.#target = Math.max(0, Math.min(step, this.#lastStep));
    this.#go("seeking");
  }

  setPace(pace: Pace): void {
    this.#pace = pace;
  }

  /** @throws RangeError before the run has begun */
  look({ tables, row, compareBy, window }: LookRequest): Look {
    const run = this.#begun();
    const { kernel, options, lesson } = run;
    const first = this.#first;
    const { embeddingDim } = options;
    const rowCount = lesson.distinctIds.length;
    const hasRow = row !== undefined && row < rowCount && first !== undefined;
    const near = hasRow ? nearestInText((name) => kernel.viewOf(name), row, compareBy) : [];
    return {
      step: run.step,
      tables: tables ? copyTables(run) : undefined,
      token: hasRow
        ? {
            row,
            before: first.token.slice(row * embeddingDim, (row + 1) * embeddingDim),
            now: kernel.rowAt("token", row).slice(),
            neighbours: this.#arrivals.note(row, compareBy, run.step, near),
          }
        : undefined,
      window: window === undefined || first === undefined ? undefined : this.#predictions.of(run, first, window),
    };
  }

  /** @throws RangeError before the run has begun */
  handStep(window: Extract<TrainingRequest, { kind: "handStep" }>["window"]): ReturnType<typeof takeHandStep> {
    const run = this.#begun();
    return takeHandStep(run, copyTables(run), window);
  }

  /** The tables with a row for each id of the vocabulary, as PyTorch has them. @throws RangeError before the run has begun */
  async wholeTables(): Promise<WholeTables> {
    const { options, lesson, step } = this.#begun();
    const tables = copyTables(this.#begun());
    const steps = wholeTablesSteps(options, lesson.distinctIds, options.tied ? { ...tables, next: tables.token } : tables, step);
    return { step, tables: await this.#drive(steps) };
  }

  #begun(): TrainingRun {
    if (this.#run === undefined) throw new RangeError("The run has not begun yet.");
    return this.#run;
  }

  async #prepare(): Promise<TrainingRun> {
    const { ids, options, earlier } = this.#start;
    const steps = TrainingRun.startSteps(ids, options, (weights, lesson) => putIn(weights, lesson, earlier));
    return (this.#run = await this.#drive(steps, (done) => this.#scope.post({ kind: "preparing", done }, [])));
  }

  /** Runs sliced work to its end, with others between. */
  async #drive<Result>(steps: Generator<number, Result>, onProgress: (done: number) => void = () => undefined): Promise<Result> {
    for (let since = this.#scope.now(); ;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (this.#scope.now() - since < sliceMs) continue;
      onProgress(step.value);
      await this.#scope.pause(0);
      since = this.#scope.now();
    }
  }

  #go(mode: TrainingMode): void {
    this.#mode = mode;
    if (this.#isWorking) return;
    this.#isWorking = true;
    this.#news.rate.restart(this.#scope.now());
    void this.#work()
      .catch((error: unknown) => {
        this.#mode = "paused";
        this.#scope.post({ kind: "failed", job: undefined, error: toRecord(error) }, []);
      })
      .finally(() => {
        this.#isWorking = false;
        this.#report();
      });
  }

  async #work(): Promise<void> {
    let since = this.#scope.now();
    while (this.#mode !== "paused") {
      if (!this.#arrive()) break;
      const from = this.#scope.now();
      const steps = this.#begun().stepSteps();
      let step = steps.next();
      while (step.done !== true) {
        if (this.#scope.now() - since >= sliceMs) {
          await this.#breathe(0);
          since = this.#scope.now();
        }
        step = steps.next();
      }
      this.#note(step.value.next, step.value.predictions);
      const isWatched = this.#pace === "watch" && this.#mode === "training";
      if (isWatched || this.#scope.now() - since >= sliceMs) {
        await this.#breathe(isWatched ? Math.max(0, watchedStepMs - (this.#scope.now() - from)) : 0);
        since = this.#scope.now();
      }
    }
  }

  /** Brings the run to where the next step begins: between two steps. @returns whether there is one to take */
  #arrive(): boolean {
    const run = this.#begun();
    if (this.#mode === "seeking" && run.step === this.#lastStep && run.kernel.stateByteLength <= this.#states.byteLimit) this.#keep(run);
    const aim = Math.min(this.#target, this.#lastStep);
    const state = this.#states.before(aim);
    if (state !== undefined && (run.step > aim || state.step > run.step)) run.restore(state);
    else if (run.step > aim && this.#first !== undefined) run.restart(this.#first);
    if (run.step < this.#target) return true;
    this.#mode = "paused";
    return false;
  }

  /** After a step: what it lost, whether to go on. A step taken again says nothing new. */
  #note(loss: number, predictions: number): void {
    const run = this.#begun();
    this.#news.rate.add(predictions);
    if (this.#states.wants(run.step, run.kernel.stateByteLength)) this.#keep(run);
    if (run.step <= this.#lastStep) return;
    this.#lastStep = run.step;
    this.#news.addLoss(loss);
    this.#decide(this.#rule.afterStep(loss));
    if (run.step % this.#measureEvery === 0) this.#measureNow(run);
  }

  #measureNow(run: TrainingRun): void {
    if (!run.hasHeldOut || run.step <= this.#measuredTo) return;
    this.#measuredTo = run.step;
    const point = { step: run.step, loss: finish(run.heldOutLossSteps()) };
    this.#news.addHeldOut(point);
    this.#decide(this.#rule.afterHeldOut(point));
  }

  #decide(verdict: Verdict): void {
    if (verdict.kind === "goesOn" || this.#verdict.kind === "diverged") return;
    this.#verdict = verdict;
    if (this.#target === Infinity || verdict.kind === "diverged") this.#mode = "paused";
  }

  #keep(run: TrainingRun): void {
    if (!this.#states.steps.includes(run.step)) this.#states.add(run.save());
  }

  async #breathe(ms: number): Promise<void> {
    if (this.#news.isDue(this.#scope.now())) this.#report();
    await this.#scope.pause(ms);
  }

  #report(): void {
    const run = this.#run;
    if (run === undefined) return;
    const news = this.#news.take(this.#scope.now());
    const progress = {
      ...news,
      mode: this.#mode,
      step: run.step,
      lastStep: this.#lastStep,
      epochs: run.epochs,
      tokensPerSecond: this.#mode === "paused" ? 0 : news.tokensPerSecond,
      verdict: this.#verdict,
    };
    this.#scope.post({ kind: "progress", progress }, [news.losses]);
  }
}
