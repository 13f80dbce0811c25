/**
 * Where the embedding weights come from: as torch.manual_seed gives them, or two tables of a checkpoint. A table read is laid down as
 * plain float32 in the extension's own storage, where the inspector fetches it; the choice is remembered with the workspace.
 */
import * as v from "valibot";
import * as vscode from "vscode";
import { checkVocabulary } from "../../core/checkpoints/checkVocabulary.ts";
import { type Family, familyOf, firstPositionRow } from "../../core/checkpoints/families.ts";
import type { ReadOptions } from "../../core/checkpoints/reading.ts";
import { withoutRows } from "../../core/checkpoints/tensor.ts";
import type { TableSource, WeightsState } from "../../protocol/views.ts";
import type { LensedDocument } from "../documents/lenses.ts";
import { nameOf } from "../names.ts";
import { isCancelled } from "../errors.ts";
import type { Platform } from "../platform/platform.ts";
import {
  type Checkpoint,
  type CheckpointChoice,
  choiceSchema,
  type PlacedTensor,
  readCheckpoint,
  readPlacedTable,
  statOf,
} from "./checkpoint.ts";

const key = "tokenscope.checkpoint";

/** A table as the inspector can fetch it. */
interface LaidTable extends Omit<TableSource, "url"> {
  readonly file: vscode.Uri;
}

/** The tensors of a checkpoint to take. */
export interface ChosenTables {
  readonly token: PlacedTensor;
  /** As the file has it; rows before that of position 0 are left out. */
  readonly positional: PlacedTensor | undefined;
}

interface LoadedTables {
  readonly kind: "loaded";
  readonly name: string;
  readonly token: LaidTable;
  readonly positional: LaidTable | undefined;
  /** What the tensors' names say of the model. */
  readonly family: Family | undefined;
  /** Row of the positional tensor that is position 0. */
  readonly firstPosition: number;
}

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
  /** The folder views read tables from; nothing else is in it. */
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
    const source = ({ file, ...table }: LaidTable): TableSource => ({ ...table, url: webview.asWebviewUri(file).toString() });
    const encoding = lensed?.live.ready?.encoding;
    const { vocabSize } = encoding?.vocabulary ?? { vocabSize: 0 };
    const check = encoding && checkVocabulary({ rows: loaded.token.rows, family: loaded.family }, { ...encoding.spec, vocabSize });
    return {
      kind: "file",
      name: loaded.name,
      token: source(loaded.token),
      positional: loaded.positional === undefined ? null : source(loaded.positional),
      note: [check?.kind === "exact" ? "" : (check?.sentence ?? ""), positionNote(loaded)].join(" ").trim() || null,
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

  async #load(order: number, { uri, names }: Checkpoint, { token, positional }: ChosenTables, options: ReadOptions): Promise<void> {
    if (order < this.#shown) throw overtaken();
    const reading = new AbortController();
    const signal = AbortSignal.any([reading.signal, this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    const share = (from: number, to: number): ReadOptions => ({
      signal,
      onProgress: (done) => options.onProgress?.(from + (to - from) * done),
    });
    this.#readings.set(order, reading);
    try {
      const tokenTable = await this.#layDown(token, share(0, positional === undefined ? 1 : 0.95));
      const firstPosition = positional === undefined ? 0 : firstPositionRow(positional.name, positional.shape[0] ?? 0);
      const positionalTable = positional && (await this.#layDown(withoutRows(positional, firstPosition), share(0.95, 1)));
      signal.throwIfAborted();
      const family = familyOf(token.name, names);
      this.#loaded = { kind: "loaded", name: nameOf(uri), token: tokenTable, positional: positionalTable, family, firstPosition };
      this.#shown = order;
      this.#isRestored = true;
      for (const [earlier, controller] of this.#readings) if (earlier < order) controller.abort(overtaken());
    } finally {
      this.#readings.delete(order);
      // The last to end clears up for all; before the remembered choice was looked at, its table may lie there.
      if (this.#readings.size === 0 && this.#isRestored && !this.#closing.signal.aborted) await this.#sweep();
    }
    await this.#state.update(key, {
      uri: uri.toString(),
      token: token.name,
      positional: positional?.name ?? null,
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
      const message = error instanceof Error ? error.message : String(error);
      this.#log.warn(`The embedding weights in ${uri.toString()} can't be read: ${message}`);
      this.#loaded = { kind: "unavailable", name: nameOf(uri), message };
      this.#changed.fire();
    }
  }

  dispose(): void {
    this.#closing.abort();
    this.#changed.dispose();
  }

  async #reload(uri: vscode.Uri, choice: CheckpointChoice, onProgress: (done: number) => void): Promise<void> {
    const signal = this.#closing.signal;
    const checkpoint = await readCheckpoint(this.#platform, uri, { signal });
    const named = (name: string): PlacedTensor => {
      const tensor = checkpoint.tensors.find((candidate) => candidate.name === name);
      if (tensor === undefined) throw new Error(vscode.l10n.t('There is no tensor "{0}" in {1} any more.', name, nameOf(uri)));
      return tensor;
    };
    const positional = choice.positional === null ? undefined : named(choice.positional);
    await this.#load(0, checkpoint, { token: named(choice.token), positional }, { signal, onProgress });
  }

  /** The table as float32 in our own storage; one that is there from before is not read again. */
  async #layDown(tensor: PlacedTensor, options: ReadOptions): Promise<LaidTable> {
    const { mtime, size } = await statOf(tensor.file);
    const identity = new TextEncoder().encode(
      JSON.stringify([tensor.file.toString(), mtime, size, tensor.name, tensor.dtype, tensor.shape]),
    );
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", identity));
    const file = vscode.Uri.joinPath(this.tablesFolder, `${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}.f32`);
    const [rows = 0, columns = 0] = tensor.shape;
    const laid = { file, rows, columns, tensor: tensor.name, dtype: tensor.dtype };
    if ((await sizeOf(file)) === rows * columns * Float32Array.BYTES_PER_ELEMENT) return laid;
    const { values } = await readPlacedTable(this.#platform, tensor, options);
    await vscode.workspace.fs.createDirectory(this.tablesFolder);
    const target = await this.#platform.createFile(file);
    try {
      await target.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      await target.commit();
    } finally {
      await target.discard();
    }
    return laid;
  }

  /** Removes tables that are not shown any more: each is as large as a checkpoint's largest tensor. */
  async #sweep(): Promise<void> {
    const loaded = this.#loaded;
    if ((await sizeOf(this.tablesFolder)) === null) return;
    const shown = loaded.kind === "loaded" ? [loaded.token, loaded.positional] : [];
    const kept = new Set(shown.map((table) => (table === undefined ? "" : nameOf(table.file))));
    for (const [name] of await vscode.workspace.fs.readDirectory(this.tablesFolder)) {
      if (!kept.has(name)) await vscode.workspace.fs.delete(vscode.Uri.joinPath(this.tablesFolder, name));
    }
  }
}

/** Positions that start further down are those of OPT, BART and their kin. */
const positionNote = ({ positional, firstPosition }: LoadedTables): string =>
  positional === undefined || firstPosition === 0 ? "" : vscode.l10n.t("Position 0 is row {0} of {1}.", firstPosition, positional.tensor);

const overtaken = (): DOMException => new DOMException("Another file was chosen meanwhile.", "AbortError");

async function sizeOf(uri: vscode.Uri): Promise<number | null> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    return null; // not there
  }
}
