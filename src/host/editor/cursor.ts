/** The editor's cursor and the lens's selected token follow each other. */
import * as vscode from "vscode";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { offsetAt, rangeAt } from "../documents/pipelineText.ts";

/** The token's text in the editor: selected, and scrolled into view. The focus stays where it is. */
export class Cursor implements vscode.Disposable {
  readonly #lenses: Lenses;
  readonly #subscription: vscode.Disposable;
  /** The selection we made ourselves last: its event says nothing of what the user wants. */
  #ours: vscode.Selection | undefined;

  constructor(lenses: Lenses) {
    this.#lenses = lenses;
    this.#subscription = vscode.window.onDidChangeTextEditorSelection((event) => this.#follow(event));
  }

  /** Shows the token in an editor of its document, if one is visible. */
  reveal({ document, lens, live }: LensedDocument, tokenIndex: number): void {
    const text = live.ready?.text;
    const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
    if (text === undefined || editor === undefined || tokenIndex >= text.tokenCount) return;
    const token = text.tokenAt(tokenIndex);
    const range = rangeAt(document, live.base + token.from, live.base + token.to, lens.endOfLine);
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

  #follow({ textEditor, selections: [selection] }: vscode.TextEditorSelectionChangeEvent): void {
    if (selection === undefined) return;
    const isOurs = this.#ours?.isEqual(selection) === true;
    this.#ours = undefined;
    const lensed = this.#lenses.peek(textEditor.document);
    if (isOurs || lensed === undefined) return;
    const { document, lens, live } = lensed;
    const text = live.ready?.text;
    if (text === undefined || text.tokenCount === 0) return;
    const offset = offsetAt(document, selection.start, lens.endOfLine) - live.base;
    if (offset < 0 || offset > text.length) return;
    const selectedToken = text.tokenIndexAt(Math.min(offset, text.length - 1));
    if (selectedToken !== lens.selectedToken) this.#lenses.change(document, { selectedToken });
  }
}
