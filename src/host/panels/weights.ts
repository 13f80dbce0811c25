/** Where the embedding weights come from, for the views: as torch.manual_seed gives them. */
import * as vscode from "vscode";
import type { WeightsState } from "../../protocol/views.ts";

export class Weights implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  /** The folder views read tables from. */
  readonly tablesFolder: vscode.Uri;

  constructor(storageUri: vscode.Uri) {
    this.tablesFolder = vscode.Uri.joinPath(storageUri, "tables");
  }

  stateFor(_webview: vscode.Webview): WeightsState {
    return { kind: "seeded" };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
