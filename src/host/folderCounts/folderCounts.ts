/** The tokens of files and folders, counted when asked and kept current while somebody looks: what the tree and the badges show. */
import * as vscode from "vscode";
import type { SkippedFile } from "../../core/datasets/manifest.ts";
import type { ChosenFiles } from "../chosenFiles/chosenFiles.ts";
import { isCancelled, signalOf } from "../errors.ts";
import { nameOf } from "../names.ts";
import type { CountedFile, CountServices, EarlierCounts } from "./countFiles.ts";

/** What was counted. */
export interface CountedFolder {
  /** What was chosen, to be counted again. */
  readonly chosen: readonly vscode.Uri[];
  /** The folder that all paths are relative to. */
  readonly top: vscode.Uri;
  readonly name: string;
  /** What people call it. */
  readonly encoding: string;
  readonly countedAs: string;
  readonly files: readonly CountedFile[];
  readonly skipped: readonly SkippedFile[];
}

/** Changes come in bursts: a checkout, a build. In ms. */
const settleMs = 500;

export class FolderCounts implements vscode.Disposable {
  readonly #services: CountServices;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #counted: CountedFolder | undefined;
  #watching: vscode.Disposable | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller = new AbortController();
  /** Files that changed since they were counted. */
  readonly #stale = new Set<string>();

  constructor(services: CountServices) {
    this.#services = services;
  }

  get counted(): CountedFolder | undefined {
    return this.#counted;
  }

  /** Counts with a notification that can be cancelled; then what was there before stays. */
  async count(chosen: readonly [vscode.Uri, ...vscode.Uri[]]): Promise<void> {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Counting tokens"), cancellable: true },
      async (progress, token) => {
        let shown = 0;
        const found = await this.#find(chosen, signalOf(token));
        const onProgress = (done: number): void => {
          const percent = (100 * done) / found.files.length;
          if (percent - shown < 1 && done < found.files.length) return;
          const message = vscode.l10n.t("{0} of {1} files", done, found.files.length);
          progress.report({ increment: percent - shown, message });
          shown = percent;
        };
        this.#stale.clear();
        await this.#become(chosen, found, undefined, signalOf(token), onProgress);
      },
    );
    this.#watch(chosen);
  }

  clear(): void {
    this.#controller.abort();
    this.#watching?.dispose();
    this.#watching = undefined;
    this.#counted = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
    this.#watching?.dispose();
    this.#changed.dispose();
  }

  async #find(chosen: readonly vscode.Uri[], signal: AbortSignal): Promise<ChosenFiles> {
    const { chosenFiles } = await import("../chosenFiles/chosenFiles.ts");
    return chosenFiles(chosen, { signal, mayPassOver: () => Promise.resolve(false), platform: this.#services.platform });
  }

  async #become(
    chosen: readonly vscode.Uri[],
    found: ChosenFiles,
    earlier: EarlierCounts | undefined,
    signal: AbortSignal,
    onProgress: (done: number) => void,
  ): Promise<void> {
    const { countFiles } = await import("./countFiles.ts");
    const counts = await countFiles(this.#services, found.files, earlier, signal, onProgress);
    this.#counted = { chosen, top: found.top, name: nameOf(found.top), ...counts, skipped: [...found.skipped, ...counts.skipped] };
    this.#changed.fire();
  }

  /** From now on, what changes is counted again. */
  #watch(chosen: readonly vscode.Uri[]): void {
    this.#watching?.dispose();
    const watchers = chosen.map((uri) => vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uri, "**")));
    const onChange = (uri: vscode.Uri): void => {
      this.#stale.add(uri.toString());
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#refresh(), settleMs);
    };
    for (const watcher of watchers) {
      watcher.onDidChange(onChange);
      watcher.onDidCreate(onChange);
      watcher.onDidDelete(onChange);
    }
    this.#watching = vscode.Disposable.from(...watchers);
  }

  async #refresh(): Promise<void> {
    const counted = this.#counted;
    if (counted === undefined) return;
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const stale = new Set(this.#stale);
    this.#stale.clear();
    try {
      const found = await this.#find(counted.chosen, signal);
      const known = new Map(counted.files.flatMap((file) => (stale.has(file.uri.toString()) ? [] : [[file.uri.toString(), file]])));
      await this.#become(counted.chosen, found, { countedAs: counted.countedAs, files: known }, signal, () => undefined);
    } catch (error) {
      for (const uri of stale) this.#stale.add(uri);
      if (!isCancelled(error))
        this.#services.log.warn(`Token counts are not current: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
