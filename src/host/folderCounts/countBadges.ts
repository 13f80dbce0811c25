/** Token counts as badges in the explorer, on request: two characters beside a name, the whole number when pointed at. */
import * as vscode from "vscode";
import { badge, type CountNode, countTree } from "./countTree.ts";
import type { FolderCounts } from "./folderCounts.ts";

const setting = "tokenscope.folderCounts.badges";

export class CountBadges implements vscode.Disposable, vscode.FileDecorationProvider {
  readonly #counts: FolderCounts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #byUri = new Map<string, number>();

  constructor(counts: FolderCounts) {
    this.#counts = counts;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.window.registerFileDecorationProvider(this),
      counts.onDidChange(() => this.#refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(setting)) this.#refresh();
      }),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const tokenCount = this.#byUri.get(uri.toString());
    if (tokenCount === undefined) return undefined;
    const { encoding } = this.#counts.counted ?? { encoding: "" };
    return new vscode.FileDecoration(
      badge(tokenCount),
      vscode.l10n.t("{0} tokens of {1}", tokenCount.toLocaleString(vscode.env.language), encoding),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #refresh(): void {
    this.#byUri = new Map();
    const counted = this.#counts.counted;
    if (counted !== undefined && vscode.workspace.getConfiguration().get<boolean>(setting) === true) {
      const visit = ({ path, tokenCount, children }: CountNode): void => {
        this.#byUri.set(vscode.Uri.joinPath(counted.top, path).toString(), tokenCount);
        for (const child of children ?? []) visit(child);
      };
      visit(countTree(counted.name, counted.files));
    }
    this.#changed.fire(undefined);
  }
}
