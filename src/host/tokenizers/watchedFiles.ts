/** Files that are in use, watched one by one: also outside of the workspace. */
import * as vscode from "vscode";
import { patternOf } from "../names.ts";

/** A large file is written in several steps. In ms. */
const settleMs = 300;

export class WatchedFiles implements vscode.Disposable {
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** A file that is watched was written, made or removed. */
  readonly onDidChange = this.#changed.event;

  /** From now on, until all are given up. */
  watch(uri: vscode.Uri): void {
    const key = uri.toString();
    if (this.#watchers.has(key)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(patternOf(uri));
    const changed = (): void => {
      clearTimeout(this.#timers.get(key));
      this.#timers.set(
        key,
        setTimeout(() => this.#changed.fire(uri), settleMs),
      );
    };
    watcher.onDidChange(changed);
    watcher.onDidCreate(changed);
    watcher.onDidDelete(changed);
    this.#watchers.set(key, watcher);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const watcher of this.#watchers.values()) watcher.dispose();
    this.#changed.dispose();
  }
}
