/**
 * Every effect of the inspector: looks at each new state, starts what it asks for, and stops what it no longer asks for. Work is named
 * by a key of all it depends on; the same key is never worked on twice.
 */
import { initializeLayers } from "../../core/embeddings/initialize.ts";
import type { LensPatch } from "../../protocol/lens.ts";
import type { ReadyText, viewCommands, ViewState } from "../../protocol/views.ts";
import { anatomyKey, computeAnatomy, type InspectorHost, positionTable, StaleError, windowTokens } from "./inputRows/anatomyJob.ts";
import { delay, sentence, Slot, type Tools } from "./effects.ts";
import type { SavedFile } from "./inputRows/exports.ts";
import type { LateGpu } from "./gpu/lateGpu.ts";
import { MapEffects } from "./map/mapEffects.ts";
import { NeighbourEffects } from "./neighbours/neighbourEffects.ts";
import { PositionEffects } from "./positions/positionEffects.ts";
import { parseIds } from "./playground/playgroundIds.ts";
import type { InspectorState, PlaygroundState, TokenLabel } from "./state.ts";
import type { Store } from "./store.ts";
import { planTables, type FilePlan, type SeededPlan } from "./gpu/tablePlan.ts";
import { makeTables } from "./gpu/tables.ts";
import { textKey } from "./textKey.ts";
import { chooseWindow } from "./inputRows/windowChoice.ts";
import type { WorkerClient } from "./worker/workerClient.ts";

/** After a change of the options, before new tables are drawn: typing 768 asks for 7, 76 and 768. */
const settleMs = 350;

export class Controller {
  readonly #store: Store;
  readonly #host: InspectorHost;
  readonly #gpu: LateGpu;
  readonly #worker: WorkerClient;
  readonly #neighbours: NeighbourEffects;
  readonly #map: MapEffects;
  readonly #positions: PositionEffects;
  readonly #tables = new Slot();
  readonly #anatomy = new Slot();
  readonly #windowTokens = new Slot();
  readonly #playground = new Slot();

  constructor(tools: Tools) {
    const { store, host, gpu, worker } = tools;
    this.#store = store;
    this.#host = host;
    this.#gpu = gpu;
    this.#worker = worker;
    this.#neighbours = new NeighbourEffects(tools);
    this.#map = new MapEffects(tools, this.#neighbours);
    this.#positions = new PositionEffects(tools);
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

  /** Saves each file where the user says; what goes wrong while making them is said too. */
  save(make: () => readonly SavedFile[] | Promise<readonly SavedFile[]>): void {
    const saveAll = async (): Promise<void> => {
      for (const { name, bytes } of await make()) if (!(await this.#host.request("file/save", { name, bytes }))) return;
    };
    this.#attempt(saveAll());
  }

  cancelTables(): void {
    this.#tables.stop();
    this.#store.dispatch({ kind: "tables", tables: { kind: "cancelled" } });
  }

  retryTables(): void {
    this.#tables.leave();
    this.#store.dispatch({ kind: "tables", tables: { kind: "none" } });
  }

  /** Shows a token's vector and neighbours; where the text has it, selects it there, and so everywhere. */
  showToken(token: TokenLabel): void {
    this.#attempt(this.#neighbours.show(token));
  }

  searchTokens(query: string, limit: number, signal: AbortSignal): Promise<readonly TokenLabel[]> {
    return this.#neighbours.search(query, limit, signal);
  }

  /** Ends UMAP where it is; its picture so far stays. */
  stopMap(): void {
    this.#map.stop();
  }

  restartMap(): void {
    this.#map.restart();
  }

  /** Asks for the texts of these ids; they arrive in `state.names`. */
  nameTokens(ids: readonly number[]): void {
    this.#attempt(this.#neighbours.name(ids));
  }

  #attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#store.dispatch({ kind: "problem", message: sentence(error) }));
  }

  #update(state: InspectorState): void {
    this.#updateTables(state);
    this.#updateAnatomy(state);
    this.#updatePlayground(state);
    this.#neighbours.update(state);
    this.#map.update(state);
    this.#positions.update(state);
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
    if (view?.text.kind !== "ready") return this.#anatomy.leave();
    const choice = chooseWindow(view);
    if (choice.kind !== "window") return this.#anatomy.leave();
    const { text } = view;
    if (tables.kind !== "ready") {
      this.#anatomy.leave();
      if (state.anatomy.kind === "waiting") this.#nameWindow(view, text, choice.index);
      return;
    }
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

  #nameWindow(view: ViewState, text: ReadyText, window: number): void {
    const { maxLength, stride } = view.lens.windows;
    const signal = this.#windowTokens.enter(JSON.stringify([textKey(view.lens, text), window, maxLength, stride]));
    if (signal === undefined) return;
    windowTokens(view, text, window, this.#host, signal)
      .then((tokens) => {
        if (!signal.aborted) this.#store.dispatch({ kind: "windowTokens", tokens });
      })
      .catch(() => undefined); // the vectors' own request says what is wrong
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
      .run((gpu, work) => work.lookUpProof(gpu, table, parsed.ids), signal)
      .then((proof) => show({ kind: "ready", table, ids: parsed.ids, proof }))
      .catch((error: unknown) => show({ kind: "failed", message: sentence(error) }));
  }
}
