/**
 * One kind of query for everything that takes time: requests to the host, jobs of the GPU, work of a worker.
 *
 * A query is a function of the state that says what is wanted now: a key, which names everything the result depends on, and how to get
 * it. It runs when its key changes. A run that is not wanted any more is aborted, and neither its result nor its error is seen.
 * The same key never runs twice in a row, so an answer that falls short, or fails, is not asked for again and again.
 */
import { sentenceOf } from "../../../core/errors.ts";
import { said } from "../l10n.tsx";

export interface Wanted<Result> {
  /** Equal keys mean equal results. */
  readonly key: string;
  readonly run: (signal: AbortSignal) => Promise<Result>;
  readonly done: (result: Result) => void;
  readonly failed: (error: unknown) => void;
  /**
   * For what moves faster than it is answered (scrolling, arrow keys): as long as this name stays the same, a run under way is finished
   * before the next begins, so that something always arrives. Of what is wanted meanwhile only the latest runs.
   */
  readonly inTurn?: string;
}

export interface Query {
  /** To be called after each change of the state. */
  update(): void;
  /** From now on nothing is wanted unless this holds too. @returns the query itself */
  onlyWhile(condition: () => boolean): Query;
}

interface Run {
  readonly controller: AbortController;
  readonly inTurn: string | undefined;
}

/**
 * @param want what is wanted in the state as it is now. `undefined`: nothing; what runs is aborted and its key forgotten.
 *  `"unchanged"`: not known now; what runs goes on
 */
export function query<Result>(want: () => Wanted<Result> | undefined | "unchanged"): Query {
  let key: string | undefined;
  let running: Run | undefined;
  let isOn = (): boolean => true;

  const abort = (): void => {
    const run = running;
    running = undefined;
    run?.controller.abort(new DOMException("Not needed any more.", "AbortError"));
  };
  const start = async (wanted: Wanted<Result>): Promise<void> => {
    const run = { controller: new AbortController(), inTurn: wanted.inTurn };
    key = wanted.key;
    running = run;
    let settle: () => void;
    try {
      const result = await wanted.run(run.controller.signal);
      settle = () => wanted.done(result);
    } catch (error) {
      settle = () => wanted.failed(error);
    }
    if (running !== run) return; // aborted
    running = undefined;
    settle();
    update();
  };
  const update = (): void => {
    const wanted = isOn() ? want() : undefined;
    if (wanted === "unchanged") return;
    if (wanted === undefined) {
      abort();
      key = undefined;
      return;
    }
    if (wanted.key === key) return;
    if (running !== undefined && wanted.inTurn !== undefined && wanted.inTurn === running.inTurn) return; // asked again when it ends
    abort();
    void start(wanted);
  };
  const itself: Query = {
    update,
    onlyWhile(condition) {
      isOn = condition;
      return itself;
    },
  };
  return itself;
}

/** What to show of an error. */
export const sentence = (error: unknown): string => said(sentenceOf(error));

/** Rejects with the signal's reason when it is aborted meanwhile. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}
