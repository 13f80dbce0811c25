/** A count below each cell of a notebook that is looked at. A click shows the notebook's tokens. */
import * as vscode from "vscode";
import type { Encodings } from "../documents/encodings.ts";
import type { Lenses } from "../documents/lenses.ts";
import { counted } from "../editor/statusTooltip.ts";
import { runSliced } from "../slices.ts";
import type { Notebooks } from "./notebooks.ts";

/** Cells are counted again when nothing has changed for so long, in ms: not at each keystroke. */
const quietMs = 200;

export class CellCounts implements vscode.Disposable, vscode.NotebookCellStatusBarItemProvider {
  readonly #notebooks: Notebooks;
  readonly #lenses: Lenses;
  readonly #encodings: Encodings;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  constructor(notebooks: Notebooks, lenses: Lenses, encodings: Encodings) {
    this.#notebooks = notebooks;
    this.#lenses = lenses;
    this.#encodings = encodings;
    const changeSoon = (): void => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#changed.fire(), quietMs);
    };
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.notebooks.registerNotebookCellStatusBarItemProvider("*", this),
      lenses.onDidChange(({ document }) => {
        if (notebooks.isText(document)) changeSoon();
      }),
      lenses.onDidChangeActive(changeSoon),
    );
  }

  async provideCellStatusBarItems(
    cell: vscode.NotebookCell,
    cancellation: vscode.CancellationToken,
  ): Promise<vscode.NotebookCellStatusBarItem[]> {
    const text = this.#notebooks.textOf(cell.notebook);
    const lens = text && this.#lenses.peek(text)?.lens;
    if (lens === undefined) return []; // nobody looks at this notebook
    const encoding = await this.#encodings.get(lens.encoding);
    const { tokenizeTextSteps } = await import("../../core/tokens/document/tokenizedText.ts");
    const signal = new AbortController();
    cancellation.onCancellationRequested(() => signal.abort());
    const content = cell.document.getText().replaceAll("\r\n", "\n");
    const { tokenCount } = await runSliced(tokenizeTextSteps(encoding, content, lens.specialTokens), signal.signal);
    const item = new vscode.NotebookCellStatusBarItem(counted(tokenCount), vscode.NotebookCellStatusBarAlignment.Right);
    item.tooltip = vscode.l10n.t("{0} in this cell, counted with {1}", counted(tokenCount), lens.encoding);
    item.command = "tokenscope.showTokenIds";
    return [item];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }
}
