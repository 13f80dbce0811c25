/** The tokens of files and folders, counted when asked and kept current while somebody looks: what the tree and the badges show. */
import * as vscode from "vscode";
import type { LeftOut } from "../../core/datasets/manifest.ts";
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
  readonly skipped: readonly LeftOut[];
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
  /** Ends what is being counted: the next count, or nobody looks any longer. */
  #controller = new AbortController();
  /** Counts that were asked for and are not at their end. */
  #asked = 0;
  /** Files and folders that changed and are not counted again yet, each with the number of its last change. */
  readonly #stale = new Map<string, number>();
  #changeCount = 0;

  constructor(services: CountServices) {
    this.#services = services;
  }

  get counted(): CountedFolder | undefined {
    return this.#counted;
  }

  /** Counts with a notification that can be cancelled; then what was there before stays. */
  async count(chosen: readonly [vscode.Uri, ...vscode.Uri[]]): Promise<void> {
    const watching = this.#watch(chosen); // from before the first file is read: it may change meanwhile
    this.#asked++;
    try {
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Counting tokens"), cancellable: true },
        async (progress, token) => {
          let shown = 0;
          const signal = this.#nextSignal(token);
          const before = this.#changeCount;
          const found = await this.#find(chosen, signal);
          const onProgress = (done: number): void => {
            const percent = (100 * done) / found.files.length;
            if (percent - shown < 1 && done < found.files.length) return;
            const message = vscode.l10n.t("{0} of {1} files", done, found.files.length);
            progress.report({ increment: percent - shown, message });
            shown = percent;
          };
          await this.#become(chosen, found, undefined, signal, onProgress);
          this.#countedUntil(before);
        },
      );
      this.#watching?.dispose();
      this.#watching = watching;
    } catch (error) {
      watching.dispose();
      throw error;
    } finally {
      this.#asked--;
      if (this.#stale.size > 0) this.#refreshSoon();
    }
  }

  clear(): void {
    this.#controller.abort();
    this.#watching?.dispose();
    this.#watching = undefined;
    this.#stale.clear();
    this.#counted = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
    this.#watching?.dispose();
    this.#changed.dispose();
  }

  /** The one count that goes on: what was being counted ends. */
  #nextSignal(token?: vscode.CancellationToken): AbortSignal {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    return token === undefined ? signal : AbortSignal.any([signal, signalOf(token)]);
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
    signal.throwIfAborted();
    this.#counted = { chosen, top: found.top, name: nameOf(found.top), ...counts, skipped: [...found.skipped, ...counts.skipped] };
    this.#changed.fire();
  }

  /** From now on, what changes is counted again. */
  #watch(chosen: readonly vscode.Uri[]): vscode.Disposable {
    const watchers = chosen.map((uri) => vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(uri, "**")));
    const onChange = (uri: vscode.Uri): void => {
      this.#stale.set(uri.toString(), ++this.#changeCount);
      this.#refreshSoon();
    };
    for (const watcher of watchers) {
      watcher.onDidChange(onChange);
      watcher.onDidCreate(onChange);
      watcher.onDidDelete(onChange);
    }
    return vscode.Disposable.from(...watchers);
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), settleMs);
  }

  async #refresh(): Promise<void> {
    const counted = this.#counted;
    if (counted === undefined || this.#asked > 0) return; // a count that was asked for comes back to it at its end
    const signal = this.#nextSignal();
    const before = this.#changeCount;
    try {
      const found = await this.#find(counted.chosen, signal);
      const files = counted.files.flatMap((file) => (this.#isStale(file.uri) ? [] : [[file.uri.toString(), file] as const]));
      await this.#become(counted.chosen, found, { countedAs: counted.countedAs, files: new Map(files) }, signal, () => undefined);
      this.#countedUntil(before);
    } catch (error) {
      if (!isCancelled(error))
        this.#services.log.warn(`Token counts are not current: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Whether the file or a folder above it changed: VS Code tells of a folder that was removed or put in its place, not of the files inside. */
  #isStale(file: vscode.Uri): boolean {
    const uri = file.toString();
    for (let end = uri.length; end > 0; end = uri.lastIndexOf("/", end - 1)) if (this.#stale.has(uri.slice(0, end))) return true;
    return false;
  }

  /** What changed last by then is counted; what changed since stays stale. */
  #countedUntil(change: number): void {
    for (const [uri, last] of this.#stale) if (last <= change) this.#stale.delete(uri);
  }
}
