/**
 * Where the embedding weights come from: as torch.manual_seed gives them, or two tables of a checkpoint. A table read is laid down as
 * plain float32 in the extension's own storage, where the inspector fetches it; the choice is remembered with the workspace.
 */
import { errorText, said } from "../said.ts";
import * as v from "valibot";
import * as vscode from "vscode";
import type { ReadOptions } from "../../core/checkpoints/reading.ts";
import type { TableSource, WeightsState } from "../../protocol/views.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { nameOf } from "../names.ts";
import { isCancelled } from "../errors.ts";
import type { Platform } from "../platform/platform.ts";
import type { Checkpoint, PlacedTensor } from "./checkpoint.ts";
import { type CheckpointChoice, choiceSchema } from "./checkpointChoice.ts";
import type { LaidTable, LaidTables } from "./laidTables.ts";
import type { ChosenTables, LoadedTables } from "./loadTables.ts";

const key = "tokenscope.checkpoint";

type Loaded = { readonly kind: "none" } | LoadedTables | Extract<WeightsState, { kind: "loading" | "unavailable" }>;

export class Weights implements vscode.Disposable {
  readonly #platform: Platform;
  readonly #state: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #closing = new AbortController();
  #loaded: Loaded = { kind: "none" };
  #isRestored = false;
  /** Readings under way, by the order of their choice; the remembered one is 0. */
  readonly #readings = new Map<number, AbortController>();
  #chosenCount = 0;
  /** Which choice is shown; −1: none yet. */
  #shown = -1;
  readonly onDidChange = this.#changed.event;
  /** The folder that views read tables from; nothing else is in it. */
  readonly tablesFolder: vscode.Uri;

  constructor(platform: Platform, storageUri: vscode.Uri, state: vscode.Memento, log: vscode.LogOutputChannel) {
    this.#platform = platform;
    this.#state = state;
    this.#log = log;
    this.tablesFolder = vscode.Uri.joinPath(storageUri, "tables");
  }

  stateFor(webview: vscode.Webview, lensed: LensedDocument | undefined): WeightsState {
    const loaded = this.#loaded;
    if (loaded.kind === "none") return { kind: "seeded" };
    if (loaded.kind !== "loaded") return loaded;
    const encoding = lensed?.live.ready?.encoding;
    const { vocabSize } = encoding?.vocabulary ?? { vocabSize: 0 };
    const check = encoding && loaded.check({ ...encoding.spec, vocabSize });
    return {
      kind: "file",
      name: loaded.name,
      token: sourceOf(loaded.token, webview),
      positional: loaded.positional === undefined ? null : sourceOf(loaded.positional, webview),
      note:
        [check === undefined || check.kind === "exact" ? "" : said(check.sentence), heldNote(loaded), positionNote(loaded)]
          .join(" ")
          .trim() || null,
      namesFit: check?.fits ?? true,
    };
  }

  /** The token table of the loaded checkpoint, in its file; undefined while none is loaded. */
  get tokenTable() {
    const loaded = this.#loaded;
    return loaded.kind === "loaded" ? { ...loaded.token, name: loaded.name, family: loaded.family } : undefined;
  }

  /**
   * The tables of a choice, read and laid down. When several are read at a time, the last one chosen holds, whichever is ready first.
   * @throws CheckpointError and the like, or the signal's reason; then what was loaded before stays, and nothing else
   */
  load(checkpoint: Checkpoint, tables: ChosenTables, options: ReadOptions): Promise<void> {
    this.#chosenCount += 1;
    return this.#load(this.#chosenCount, checkpoint, tables, options);
  }

  async #load(order: number, checkpoint: Checkpoint, chosen: ChosenTables, options: ReadOptions): Promise<void> {
    if (order < this.#shown) throw overtaken();
    const reading = new AbortController();
    const signal = AbortSignal.any([reading.signal, this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    this.#readings.set(order, reading);
    const { token, positional, wantedIds } = chosen;
    let loaded: LoadedTables;
    try {
      const { loadTables } = await import("./loadTables.ts");
      loaded = await loadTables(await this.#tables(), checkpoint, chosen, { ...options, signal });
      this.#loaded = loaded;
      this.#shown = order;
      this.#isRestored = true;
      for (const [earlier, controller] of this.#readings) if (earlier < order) controller.abort(overtaken());
    } finally {
      this.#readings.delete(order);
      // The last to end clears up for all; before the remembered choice was looked at, its table may lie there.
      if (this.#readings.size === 0 && this.#isRestored && !this.#closing.signal.aborted) await this.#keepShown();
    }
    await this.#state.update(key, {
      uri: checkpoint.uri.toString(),
      token: token.name,
      positional: positional?.name ?? null,
      wantedIds: loaded.token.ids === undefined ? [] : [...wantedIds],
    } satisfies CheckpointChoice);
    this.#changed.fire();
  }

  /** Reads the remembered choice again, once, when the first view needs it. @returns when that choice is shown, said to be missing, or given up */
  async restore(): Promise<void> {
    if (this.#isRestored) return;
    this.#isRestored = true;
    const choice = v.safeParse(choiceSchema, this.#state.get(key));
    if (!choice.success) return;
    const uri = vscode.Uri.parse(choice.output.uri, true);
    const tell = (done: number): void => {
      if (this.#loaded.kind === "loaded") return; // another file was chosen meanwhile
      this.#loaded = { kind: "loading", name: nameOf(uri), done };
      this.#changed.fire();
    };
    tell(0);
    try {
      await this.#reload(uri, choice.output, tell);
    } catch (error) {
      if (isCancelled(error) || this.#loaded.kind === "loaded") return;
      this.#log.warn(`The embedding weights in ${uri.toString()} can't be read: ${String(error)}`);
      this.#loaded = { kind: "unavailable", name: nameOf(uri), message: errorText(error) };
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#closing.abort();
    this.#changed.dispose();
  }

  async #reload(uri: vscode.Uri, choice: CheckpointChoice, onProgress: (done: number) => void): Promise<void> {
    const signal = this.#closing.signal;
    const { readCheckpoint } = await import("./checkpoint.ts");
    const checkpoint = await readCheckpoint(this.#platform, uri, { signal });
    const named = (name: string): PlacedTensor => {
      const tensor = checkpoint.tensors.find((candidate) => candidate.name === name);
      if (tensor === undefined) throw new Error(vscode.l10n.t('There is no tensor "{0}" in {1} any more.', name, nameOf(uri)));
      return tensor;
    };
    const positional = choice.positional === null ? undefined : named(choice.positional);
    await this.#load(0, checkpoint, { token: named(choice.token), positional, wantedIds: choice.wantedIds }, { signal, onProgress });
  }

  /** Loaded on first use, with the readers of checkpoints. */
  async #tables(): Promise<LaidTables> {
    const { LaidTables } = await import("./laidTables.ts");
    return new LaidTables(this.#platform, this.tablesFolder);
  }

  async #keepShown(): Promise<void> {
    const tables = await this.#tables();
    const loaded = this.#loaded;
    await tables.keepOnly(loaded.kind === "loaded" ? [loaded.token, loaded.positional] : []);
  }
}

/** Of a table that is too large. */
const heldNote = ({ token: { rows, totalRows } }: LoadedTables): string =>
  rows === totalRows
    ? ""
    : vscode.l10n.t(
        "Of {0} rows {1} are held: those of the text when the weights were loaded, and the first of the vocabulary. Neighbours and map show these.",
        totalRows.toLocaleString("en-US"),
        rows.toLocaleString("en-US"),
      );

/** Positions that start further down are those of OPT, BART and their kin. */
const positionNote = ({ positional, firstPosition }: LoadedTables): string =>
  positional === undefined || firstPosition === 0 ? "" : vscode.l10n.t("Position 0 is row {0} of {1}.", firstPosition, positional.tensor);

const overtaken = (): DOMException => new DOMException("Another file was chosen meanwhile.", "AbortError");

/** As a webview fetches it. */
const sourceOf = ({ file, ids: _ids, idsFile, ...table }: LaidTable, webview: vscode.Webview): TableSource => ({
  ...table,
  url: webview.asWebviewUri(file).toString(),
  idsUrl: idsFile && webview.asWebviewUri(idsFile).toString(),
});
