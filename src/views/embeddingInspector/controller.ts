/**
 * Every effect of the inspector: looks at each new state, starts what it asks for, and stops what it no longer asks for. Work is named
 * by a key of all it depends on; the same key is never worked on twice.
 */
import { initializeLayers } from "../../core/embeddings/initialize.ts";
import type { LensPatch } from "../../protocol/lens.ts";
import type { viewCommands } from "../../protocol/views.ts";
import { anatomyKey, computeAnatomy, type InspectorHost, positionTable, StaleError } from "./anatomyJob.ts";
import { lookUpProof } from "./compute.ts";
import type { Gpu } from "./gpu.ts";
import { parseIds } from "./playgroundIds.ts";
import { chooseWindow, type InspectorState, type PlaygroundState } from "./state.ts";
import type { Store } from "./store.ts";
import { planTables, type FilePlan, type SeededPlan } from "./tablePlan.ts";
import { makeTables } from "./tables.ts";
import type { WorkerClient } from "./workerClient.ts";

/** After a change of the options, before new tables are drawn: typing 768 asks for 7, 76 and 768. */
const settleMs = 350;

/** One piece of work at a time for one key; a new key stops the old one. */
class Slot {
  #key: string | undefined;
  #controller: AbortController | undefined;

  /** @returns a signal when `key` is new, undefined when it is at work or done */
  enter(key: string): AbortSignal | undefined {
    if (key === this.#key) return undefined;
    this.leave();
    this.#key = key;
    this.#controller = new AbortController();
    return this.#controller.signal;
  }

  /** Stops the work; the next key, even the same, starts it again. */
  leave(): void {
    this.#controller?.abort(new DOMException("Not needed any more.", "AbortError"));
    this.#controller = undefined;
    this.#key = undefined;
  }

  /** Stops the work and keeps its key, so that it does not start again by itself. */
  stop(): void {
    this.#controller?.abort(new DOMException("Cancelled.", "AbortError"));
  }
}

export class Controller {
  readonly #store: Store;
  readonly #host: InspectorHost;
  readonly #gpu: Gpu;
  readonly #worker: WorkerClient;
  readonly #tables = new Slot();
  readonly #anatomy = new Slot();
  readonly #playground = new Slot();

  constructor(store: Store, host: InspectorHost, gpu: Gpu, worker: WorkerClient) {
    this.#store = store;
    this.#host = host;
    this.#gpu = gpu;
    this.#worker = worker;
    store.watch((state) => this.#update(state));
  }

  changeLens(patch: LensPatch): void {
    this.#attempt(this.#host.request("lens/change", patch));
  }

  runCommand(command: (typeof viewCommands)[number]): void {
    this.#attempt(this.#host.request("command/run", { command }));
  }

  copy(text: string): void {
    this.#attempt(this.#host.request("clipboard/write", { text }));
  }

  cancelTables(): void {
    this.#tables.stop();
    this.#store.dispatch({ kind: "tables", tables: { kind: "cancelled" } });
  }

  retryTables(): void {
    this.#tables.leave();
    this.#store.dispatch({ kind: "tables", tables: { kind: "none" } });
  }

  #attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#store.dispatch({ kind: "problem", message: sentence(error) }));
  }

  #update(state: InspectorState): void {
    this.#updateTables(state);
    this.#updateAnatomy(state);
    this.#updatePlayground(state);
  }

  #updateTables(state: InspectorState): void {
    if (state.view === undefined) return;
    const plan = planTables(state.view);
    switch (plan.kind) {
      case "none":
        return;
      case "tooLarge":
        if (this.#tables.enter(plan.key) !== undefined)
          this.#store.dispatch({ kind: "tables", tables: { kind: "failed", message: plan.message } });
        return;
      case "seeded":
      case "file": {
        const signal = this.#tables.enter(plan.key);
        if (signal !== undefined) void this.#loadTables(plan, signal, state.tables.kind === "none" ? 0 : settleMs);
        return;
      }
      default:
        plan satisfies never;
    }
  }

  async #loadTables(plan: SeededPlan | FilePlan, signal: AbortSignal, delayMs: number): Promise<void> {
    const label = plan.kind === "seeded" ? "Drawing" : `Reading ${plan.name}:`;
    const shape = plan.kind === "seeded" ? [plan.vocabSize, plan.embeddingDim] : [plan.token.rows, plan.token.columns];
    const report = (done: number): void => {
      if (!signal.aborted)
        this.#store.dispatch({ kind: "tables", tables: { kind: "loading", label: `${label} [${shape.join(", ")}]`, done } });
    };
    try {
      if (delayMs > 0) await delay(delayMs, signal);
      report(0);
      await this.#gpu.keepOnly([]); // the old tables go before the new ones come
      const tables = await makeTables(plan, this.#worker, report, signal);
      if (!signal.aborted) this.#store.dispatch({ kind: "tables", tables });
    } catch (error) {
      if (!signal.aborted) this.#store.dispatch({ kind: "tables", tables: { kind: "failed", message: sentence(error) } });
    }
  }

  #updateAnatomy(state: InspectorState): void {
    const { view, tables } = state;
    if (view?.text.kind !== "ready" || tables.kind !== "ready") return this.#anatomy.leave();
    const choice = chooseWindow(view);
    if (choice.kind !== "window") return this.#anatomy.leave();
    const { text } = view;
    const key = anatomyKey(view, text, choice.index, tables, state.generation);
    const signal = this.#anatomy.enter(key);
    if (signal === undefined) return;
    const started = performance.now();
    computeAnatomy({ key, view, text, window: choice.index, tables }, this.#host, this.#gpu, signal)
      .then(async (anatomy) => {
        this.#store.dispatch({ kind: "anatomy", anatomy: { kind: "ready", anatomy } });
        this.#store.dispatch({ kind: "computed", ms: performance.now() - started });
        // What was held for other choices (sinusoidal rows, say) is freed.
        const { positional } = positionTable(view, tables);
        await this.#gpu.keepOnly([tables.token, positional, ...(tables.positional === undefined ? [] : [tables.positional])]);
      })
      .catch((error: unknown) => {
        if (signal.aborted || error instanceof StaleError) return;
        this.#store.dispatch({ kind: "anatomy", anatomy: { kind: "failed", message: sentence(error) } });
      });
  }

  #updatePlayground(state: InspectorState): void {
    const options = state.kept.playground;
    const signal = this.#playground.enter(JSON.stringify([options, state.generation]));
    if (signal === undefined) return;
    const show = (playground: PlaygroundState): void => {
      if (!signal.aborted) this.#store.dispatch({ kind: "playground", playground });
    };
    const { vocabSize, embeddingDim, seed } = options;
    const parsed = parseIds(options.ids, vocabSize);
    if (parsed.kind === "wrong") return show({ kind: "failed", message: parsed.sentence });
    const [table] = initializeLayers([{ numEmbeddings: vocabSize, embeddingDim }], seed);
    if (table === undefined) return;
    this.#gpu
      .run(() => lookUpProof(this.#gpu, table, parsed.ids))
      .then((proof) => show({ kind: "ready", table, ids: parsed.ids, proof }))
      .catch((error: unknown) => show({ kind: "failed", message: sentence(error) }));
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
