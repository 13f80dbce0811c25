/**
 * Notebooks as texts. VS Code knows a notebook's cells as documents of their own; here each notebook that is looked at also has one read-only
 * document, in which its cells follow each other as the documents of a dataset do, with an end-of-text token between. Views, counts, searches
 * and exports take that one; places in it are places in cells.
 */
import * as vscode from "vscode";

const scheme = "tokenscope-notebook";
/** What stands between two cells: one token under `specialTokens: allow`, as between the documents of an export. */
export const cellSeparator = "<|endoftext|>";
/** How long a text that VS Code kept is waited for to change, in ms: it does at once, or there was nothing to change. */
const refreshMs = 2000;
/** Changes of cells within this time become one change of the notebook's text, in ms. */
const togetherMs = 50;

export interface CellPlace {
  readonly cell: vscode.NotebookCell;
  /** Code units from the start of the cell, its line breaks counted as one. */
  readonly unit: number;
}

export class Notebooks implements vscode.Disposable {
  readonly #texts = new Map<vscode.NotebookDocument, Promise<vscode.TextDocument>>();
  /** Those whose text is open. */
  readonly #opened = new Map<vscode.NotebookDocument, vscode.TextDocument>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #timers = new Map<vscode.NotebookDocument, ReturnType<typeof setTimeout>>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) =>
          textOf(vscode.workspace.notebookDocuments.find((one) => uriOf(one).toString() === uri.toString())),
      }),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const isOther = contentChanges.length > 0 || cellChanges.some(({ document }) => document !== undefined);
        if (isOther && this.#texts.has(notebook)) this.#changeSoon(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#forget(notebook)),
      // VS Code closes a document that no editor shows after a while; while its notebook is open, it is opened again when it is asked for.
      vscode.workspace.onDidCloseTextDocument((document) => {
        const notebook = document.uri.scheme === scheme ? this.notebookOf(document) : undefined;
        if (notebook !== undefined) this.#forget(notebook);
      }),
    );
  }

  /** The notebook in the active editor, if it is one. */
  get active(): vscode.NotebookDocument | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return vscode.window.activeNotebookEditor?.notebook;
    return vscode.workspace.notebookDocuments.find((notebook) => notebook.getCells().some(({ document }) => document === editor.document));
  }

  /** The notebook's text; opened when it is not open. */
  open(notebook: vscode.NotebookDocument): Promise<vscode.TextDocument> {
    const known = this.#texts.get(notebook);
    if (known !== undefined) return known;
    const opening = this.#openText(notebook);
    this.#texts.set(notebook, opening);
    opening.catch(() => this.#texts.delete(notebook));
    return opening;
  }

  /** The notebook's text if it is open. */
  textOf(notebook: vscode.NotebookDocument): vscode.TextDocument | undefined {
    return this.#opened.get(notebook);
  }

  /** The notebook that the document is the text of, or a cell of. */
  notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
    if (document.uri.scheme !== scheme)
      return vscode.workspace.notebookDocuments.find((notebook) => notebook.getCells().some((cell) => cell.document === document));
    for (const [notebook, text] of this.#opened) if (text === document) return notebook;
    return undefined;
  }

  /** Whether the document is a notebook's text. */
  isText(document: vscode.TextDocument): boolean {
    return document.uri.scheme === scheme;
  }

  /** The cells that a notebook's text is made of; none for any other document. */
  cellsOf(document: vscode.TextDocument): readonly vscode.TextDocument[] {
    const notebook = this.isText(document) ? this.notebookOf(document) : undefined;
    return notebook?.getCells().map((cell) => cell.document) ?? [];
  }

  /** Where a place of the notebook's text is in its cells; in a separator: the end of the cell before. */
  cellAt(notebook: vscode.NotebookDocument, unit: number): CellPlace | undefined {
    let start = 0;
    for (const cell of notebook.getCells()) {
      const { length } = cellText(cell);
      if (unit < start + length + cellSeparator.length) return { cell, unit: Math.min(unit - start, length) };
      start += length + cellSeparator.length;
    }
    return undefined;
  }

  /** Where a cell begins in the notebook's text, in code units. */
  startOf(cell: vscode.NotebookCell): number {
    let start = 0;
    for (const other of cell.notebook.getCells()) {
      if (other === cell) break;
      start += cellText(other).length + cellSeparator.length;
    }
    return start;
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
  }

  async #openText(notebook: vscode.NotebookDocument): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(uriOf(notebook));
    // VS Code keeps a document for a while: it may still hold the text of a notebook that had this address before.
    if (document.getText().replaceAll("\r\n", "\n") !== textOf(notebook)) {
      await new Promise<void>((changed) => {
        const end = (): void => {
          subscription.dispose();
          changed();
        };
        const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
          if (event.document === document) end();
        });
        setTimeout(end, refreshMs);
        this.#changed.fire(document.uri);
      });
    }
    this.#opened.set(notebook, document);
    return document;
  }

  #changeSoon(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.#timers.get(notebook));
    this.#timers.set(
      notebook,
      setTimeout(() => this.#changed.fire(uriOf(notebook)), togetherMs),
    );
  }

  #forget(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.#timers.get(notebook));
    this.#timers.delete(notebook);
    this.#texts.delete(notebook);
    this.#opened.delete(notebook);
  }
}

/** The notebook's own path, so that views name it; its whole address, so that no two have the same. */
const uriOf = (notebook: vscode.NotebookDocument): vscode.Uri =>
  vscode.Uri.from({ scheme, path: notebook.uri.path, query: notebook.uri.toString() });

/** Where a document's source is: of a notebook's text, the notebook; else the document itself. */
export const sourceUri = ({ uri }: vscode.TextDocument): vscode.Uri => (uri.scheme === scheme ? vscode.Uri.parse(uri.query, true) : uri);

const textOf = (notebook: vscode.NotebookDocument | undefined): string => notebook?.getCells().map(cellText).join(cellSeparator) ?? "";

const cellText = ({ document }: vscode.NotebookCell): string => document.getText().replaceAll("\r\n", "\n");
