/** Colours in the editor itself: token boundaries, and the selected window's input and target spans. Only what is visible is drawn. */
import * as vscode from "vscode";
import { tintCount } from "../../lens/tints.ts";
import { windowCount } from "../../core/windows/slidingWindow.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { rangeAt } from "../documents/pipelineText.ts";
import { tokenRanges } from "./drawnTokens.ts";

interface DecorationTypes {
  readonly tokens: readonly vscode.TextEditorDecorationType[];
  readonly input: vscode.TextEditorDecorationType;
  readonly target: vscode.TextEditorDecorationType;
}

export class Decorations implements vscode.Disposable {
  readonly #lenses: Lenses;
  readonly #types: DecorationTypes;
  readonly #subscriptions: vscode.Disposable;
  readonly #painted = new WeakSet<vscode.TextEditor>();

  constructor(lenses: Lenses) {
    this.#lenses = lenses;
    const closed = { rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed };
    this.#types = {
      tokens: Array.from({ length: tintCount }, (_, tint) =>
        vscode.window.createTextEditorDecorationType({
          ...closed,
          backgroundColor: new vscode.ThemeColor(`tokenscope.token${tint + 1}`),
          // Colour is never the only sign: the borders show in high contrast, where tints are transparent.
          border: "1px solid",
          borderColor: new vscode.ThemeColor("tokenscope.tokenBorder"),
        }),
      ),
      input: vscode.window.createTextEditorDecorationType({
        ...closed,
        borderColor: new vscode.ThemeColor("tokenscope.inputSpan"),
        borderStyle: "solid",
        borderWidth: "0 0 2px 0",
      }),
      // Below the text itself, so that both lines are seen where the spans overlap: all but their first and last token.
      target: vscode.window.createTextEditorDecorationType({
        ...closed,
        textDecoration: "underline dashed 2px var(--vscode-tokenscope-targetSpan)",
      }),
    };
    this.#subscriptions = vscode.Disposable.from(
      ...this.#types.tokens,
      this.#types.input,
      this.#types.target,
      lenses.onDidChange(({ document }) => this.#paintAll(document)),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#paint(textEditor)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const editor of editors) this.#paint(editor);
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #paintAll(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#paint(editor);
  }

  #paint(editor: vscode.TextEditor): void {
    const lensed = this.#lenses.peek(editor.document);
    const hasColour = lensed !== undefined && (lensed.lens.colours || lensed.lens.windowSpans);
    if (!hasColour && !this.#painted.has(editor)) return;
    if (hasColour) this.#painted.add(editor);
    else this.#painted.delete(editor);
    const ranges = lensed?.lens.colours === true ? tokenRanges(lensed, editor.visibleRanges, editor.selection.active) : [];
    for (const [tint, type] of this.#types.tokens.entries()) editor.setDecorations(type, ranges[tint] ?? []);
    const spans = lensed?.lens.windowSpans === true ? windowSpans(lensed) : undefined;
    editor.setDecorations(this.#types.input, spans === undefined ? [] : [spans.input]);
    editor.setDecorations(this.#types.target, spans === undefined ? [] : [spans.target]);
  }
}

/** A line break has no width: drawn up to the next line's start, it would mark that line's first column. */
function withoutLineEnd(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  let { end } = range;
  while (end.line > range.start.line && end.character === 0) end = document.lineAt(end.line - 1).range.end;
  return range.with({ end });
}

function windowSpans({ document, lens, live }: LensedDocument): { input: vscode.Range; target: vscode.Range } | undefined {
  const text = live.ready?.text;
  const { maxLength, stride } = lens.windows;
  if (text === undefined || lens.selectedWindow >= windowCount(text.tokenCount, lens.windows)) return undefined;
  const first = lens.selectedWindow * stride;
  const span = (tokenFrom: number): vscode.Range =>
    rangeAt(document, live.base + text.tokenAt(tokenFrom).from, live.base + text.tokenAt(tokenFrom + maxLength - 1).to, lens.endOfLine);
  return { input: withoutLineEnd(document, span(first)), target: withoutLineEnd(document, span(first + 1)) };
}
