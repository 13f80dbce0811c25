/** The editor's cursor and the lens's selected token follow each other. */
import * as vscode from "vscode";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import type { Notebooks } from "../notebooks/notebooks.ts";
import { offsetAt, rangeAt } from "../documents/pipelineText.ts";

/** The token's text in the editor: selected, and scrolled into view. The focus stays where it is. */
export class Cursor implements vscode.Disposable {
  readonly #lenses: Lenses;
  readonly #notebooks: Notebooks;
  readonly #subscription: vscode.Disposable;
  /** The selection we made ourselves last: its event says nothing of what the user wants. */
  #ours: vscode.Selection | undefined;

  constructor(lenses: Lenses, notebooks: Notebooks) {
    this.#lenses = lenses;
    this.#notebooks = notebooks;
    this.#subscription = vscode.window.onDidChangeTextEditorSelection((event) => this.#follow(event));
  }

  /** Shows the token in an editor of its document, if one is visible; in a notebook: in its cell. */
  reveal({ document, lens, live }: LensedDocument, tokenIndex: number): void {
    const text = live.ready?.text;
    if (text === undefined || tokenIndex >= text.tokenCount) return;
    const token = text.tokenAt(tokenIndex);
    const from = live.base + token.from;
    const to = live.base + token.to;
    const notebook = this.#notebooks.isText(document) ? this.#notebooks.notebookOf(document) : undefined;
    if (notebook === undefined) return this.#select(document, rangeAt(document, from, to, lens.endOfLine));
    const place = this.#notebooks.cellAt(notebook, from);
    if (place === undefined) return;
    const { cell, unit } = place;
    const cells = new vscode.NotebookRange(cell.index, cell.index + 1);
    const notebookEditor = vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook);
    if (notebookEditor !== undefined) {
      notebookEditor.selections = [cells];
      notebookEditor.revealRange(cells, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
    }
    this.#select(cell.document, rangeAt(cell.document, unit, unit + to - from, "lf"));
  }

  /** As `reveal`, with the focus in the editor, which is opened when it is not. */
  async focus(lensed: LensedDocument, tokenIndex: number): Promise<void> {
    const notebook = this.#notebooks.isText(lensed.document) ? this.#notebooks.notebookOf(lensed.document) : undefined;
    if (notebook === undefined) {
      const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === lensed.document);
      await vscode.window.showTextDocument(lensed.document, visible?.viewColumn);
    } else {
      const visible = vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook);
      await vscode.window.showNotebookDocument(notebook, visible?.viewColumn === undefined ? {} : { viewColumn: visible.viewColumn });
    }
    this.reveal(lensed, tokenIndex);
  }

  #select(document: vscode.TextDocument, range: vscode.Range): void {
    const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
    if (editor === undefined) return;
    const selection = new vscode.Selection(range.start, range.end);
    if (!editor.selection.isEqual(selection)) {
      this.#ours = selection;
      editor.selection = selection;
    }
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #follow({ textEditor, selections: [selection], kind }: vscode.TextEditorSelectionChangeEvent): void {
    // Without a kind nobody chose it: VS Code restores an editor after a reload, or moves its cursor along with an undo.
    if (selection === undefined || kind === undefined) return;
    const isOurs = this.#ours?.isEqual(selection) === true;
    this.#ours = undefined;
    const { document: inEditor } = textEditor;
    const notebook = this.#notebooks.notebookOf(inEditor);
    const lensed = this.#lenses.peek((notebook && this.#notebooks.textOf(notebook)) ?? inEditor);
    if (isOurs || lensed === undefined) return;
    const { document, lens, live } = lensed;
    const text = live.ready?.text;
    if (text === undefined || text.tokenCount === 0) return;
    const cell = notebook?.getCells().find((candidate) => candidate.document === inEditor);
    const place =
      cell === undefined
        ? offsetAt(document, selection.start, lens.endOfLine)
        : this.#notebooks.startOf(cell) + offsetAt(inEditor, selection.start, "lf");
    const offset = place - live.base;
    if (offset < 0 || offset > text.length) return;
    const selectedToken = text.tokenIndexAt(Math.min(offset, text.length - 1));
    if (selectedToken !== lens.selectedToken) this.#lenses.change(document, { selectedToken });
  }
}
