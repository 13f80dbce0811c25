/** A run of training as the page knows it: its worker, what it has said so far, and how it begins and ends. */
import type { HeldOutPoint } from "../../../core/training/stopRule.ts";
import type { TrainingOptions } from "../../../core/training/trainingOptions.ts";
import { idLimit } from "../../../protocol/embeddingInspector.ts";
import { documentKey, hostState, readyText, textName, tokensKey } from "../../shared/state/hostState.ts";
import { t } from "../../shared/l10n.tsx";
import { sentence } from "../../shared/state/query.ts";
import { slice } from "../../shared/state/store.ts";
import type { InspectorView } from "../inspectorView.ts";
import { isTrained, tables } from "../tables/tables.ts";
import { paceOf, runOptions, trainingChoices } from "./trainingChoices.ts";
import { TrainingClient } from "./trainingClient.ts";
import type { EarlierRows, HandStep, Look, RunFacts, TrainingProgress, TrainingRequest, WindowRows } from "./worker/trainingMessages.ts";

/** The training loss of each step so far. Grows in place: who reads it looks at the first `count` values only. */
export interface Losses {
  readonly values: Float32Array;
  readonly count: number;
}

export interface Run {
  /** Names the run on this page. */
  readonly number: number;
  readonly client: TrainingClient;
  readonly ids: Int32Array;
  readonly options: TrainingOptions;
  readonly document: string;
  /** The exact tokens it learns from. */
  readonly tokens: string | undefined;
  readonly textName: string;
  /** Whether it began with rows learnt from the text as it was before. */
  readonly wentOn: boolean;
  readonly startedAt: number;
}

export interface ReadyRun {
  readonly kind: "ready";
  readonly run: Run;
  readonly facts: RunFacts;
  readonly progress: TrainingProgress | undefined;
  readonly losses: Losses;
  readonly heldOut: readonly HeldOutPoint[];
  /** Without its tables, which the other sections have. */
  readonly look: Omit<Look, "tables"> | undefined;
  /** The last step by hand, and the window it was taken on. */
  readonly handStep: { readonly window: number; readonly taken: HandStep } | undefined;
}

export type RunState =
  /** `notice`: why the last run is no more. */
  | { readonly kind: "none"; readonly notice?: string }
  | { readonly kind: "preparing"; readonly done: number; readonly stop: () => void }
  | { readonly kind: "failed"; readonly message: string }
  | ReadyRun;

export const runState = slice<RunState>("training", { kind: "none" });
/** Counts the runs of this page. */
const runCount = slice("trainingRuns", 0);

export function readyRun({ store }: Pick<InspectorView, "store">): ReadyRun | undefined {
  const state = store.get(runState);
  return state.kind === "ready" ? state : undefined;
}

/** Begins a run on the text as it is now. @param earlier rows to go on from */
export function startRun(view: InspectorView, earlier?: EarlierRows): void {
  const { store } = view;
  const { shown } = store.get(hostState);
  const text = readyText(shown);
  if (shown === undefined || text === undefined) return;
  endRun(view);
  const number = store.get(runCount) + 1;
  store.set(runCount, number);
  const preparing = (done: number): void => store.set(runState, { kind: "preparing", done, stop: () => endRun(view) });
  preparing(0);
  const options = runOptions(shown, text.vocabSize, store.get(trainingChoices));
  const begin = async (): Promise<void> => {
    const ids = await idsOf(view, text.tokenCount, text.revision);
    if (store.get(runCount) !== number || store.get(runState).kind !== "preparing") return;
    const pace = paceOf(store.get(trainingChoices).pace, ids.length);
    const started = new TrainingClient(
      view.trainingWorkerUrl,
      { kind: "start", ids, options, pace, earlier },
      {
        onPreparing: preparing,
        onBegun: (facts) => {
          const run: Run = {
            number,
            client: started,
            ids,
            options,
            document: documentKey(shown),
            tokens: tokensKey(shown),
            textName: textName(shown.text) ?? "",
            wentOn: earlier !== undefined,
            startedAt: performance.now(),
          };
          const losses = { values: new Float32Array(1024), count: 0 };
          store.set(runState, {
            kind: "ready",
            run,
            facts,
            progress: undefined,
            losses,
            heldOut: [],
            look: undefined,
            handStep: undefined,
          });
          store.set(isTrained, true);
        },
        onProgress: (progress) => update(view, number, (state) => withProgress(state, progress)),
        onFailed: (message) => {
          endRun(view);
          store.set(runState, { kind: "failed", message });
        },
      },
    );
    store.set(client, started);
  };
  begin().catch((error: unknown) => {
    if (store.get(runCount) === number && store.get(runState).kind === "preparing")
      store.set(runState, { kind: "failed", message: sentence(error) });
  });
}

/** The worker of the run that is under way or still preparing. */
const client = slice<TrainingClient | undefined>("trainingClient", undefined);

/** Ends the run and frees all of it: the worker with its memory, the tables on the GPU. @param notice why, if the user did not ask for it */
export function endRun(view: InspectorView, notice?: string): void {
  view.store.get(client)?.end();
  view.store.set(client, undefined);
  view.store.set(isTrained, false);
  const made = view.store.get(tables);
  if (made.kind === "ready" && made.trained !== undefined) view.store.set(tables, { kind: "none" });
  view.store.set(runState, notice === undefined ? { kind: "none" } : { kind: "none", notice });
}

export function send(view: InspectorView, request: TrainingRequest): void {
  readyRun(view)?.run.client.send(request);
}

/** Changes the run of this number, if it is still there. */
export function update(view: InspectorView, number: number, change: (state: ReadyRun) => ReadyRun): void {
  view.store.update(runState, (state) => (state.kind === "ready" && state.run.number === number ? change(state) : state));
}

/** One step by hand on a window of the run's text. */
export function askHandStep(view: InspectorView, window: WindowRows & { readonly index: number }): void {
  const state = readyRun(view);
  if (state === undefined) return;
  const { number, client } = state.run;
  const { index, inputs, targets } = window;
  const show = (taken: HandStep): void => update(view, number, (now) => ({ ...now, handStep: { window: index, taken } }));
  view.attempt(client.handStep({ inputs, targets }).then(show));
}

function withProgress(state: ReadyRun, progress: TrainingProgress): ReadyRun {
  return {
    ...state,
    progress,
    losses: append(state.losses, progress.losses),
    heldOut: progress.heldOut.length === 0 ? state.heldOut : [...state.heldOut, ...progress.heldOut],
  };
}

export function append({ values, count }: Losses, more: Float32Array): Losses {
  let room = values;
  if (count + more.length > values.length) {
    room = new Float32Array(Math.max(2 * values.length, count + more.length));
    room.set(values.subarray(0, count));
  }
  room.set(more, count);
  return { values: room, count: count + more.length };
}

/** The ids of the whole text, page by page. @throws Error with a sentence when the text changes meanwhile */
async function idsOf({ host }: InspectorView, tokenCount: number, revision: number): Promise<Int32Array> {
  const ids = new Int32Array(tokenCount);
  for (let from = 0; from < tokenCount; from += idLimit) {
    const to = Math.min(tokenCount, from + idLimit);
    const page = await host.request("tokens/ids", { from, to });
    const read = new Int32Array(page.ids.slice().buffer); // a copy begins where an integer may
    if (page.revision !== revision || read.length < to - from) throw new Error(t("The text changed while it was read. Train again."));
    ids.set(read, from);
  }
  return ids;
}
