/** Colours in the editor itself: token boundaries, and the selected window's input and target spans. Only what is visible is drawn, and VS Code is told
 *  only what changed: it takes longer over thousands of ranges than we do. */
import * as vscode from "vscode";
import { tintCount } from "../../lens/tints.ts";
import { windowCount } from "../../core/windows/slidingWindow.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { rangeAt } from "../documents/pipelineText.ts";
import type { ReadyTokens } from "../documents/readyTokens.ts";
import { tokenRanges } from "./drawnTokens.ts";

interface DecorationTypes {
  readonly tokens: readonly vscode.TextEditorDecorationType[];
  readonly input: vscode.TextEditorDecorationType;
  readonly target: vscode.TextEditorDecorationType;
}

/** What the tints of an editor were made of. */
interface Tints {
  readonly visible: readonly vscode.Range[];
  /** Undefined: the caret made no difference. */
  readonly caret: vscode.Position | undefined;
}

interface Painted {
  /** With any edit VS Code moves what it has, so other tokens are painted anew even where they have the same places. */
  readonly tokens: ReadyTokens | undefined;
  /** Undefined: none are shown. */
  readonly tints: Tints | undefined;
  readonly spans: Spans | undefined;
}

interface Spans {
  readonly input: vscode.Range;
  readonly target: vscode.Range;
}

export class Decorations implements vscode.Disposable {
  readonly #lenses: Lenses;
  readonly #types: DecorationTypes;
  readonly #subscriptions: vscode.Disposable;
  readonly #painted = new WeakMap<vscode.TextEditor, Painted>();

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
    const tokens = lensed?.live.ready;
    const painted = this.#painted.get(editor);
    const before = painted?.tokens === tokens ? painted : undefined;
    const tints = lensed?.lens.colours === true ? this.#paintTints(editor, lensed, before?.tints) : undefined;
    if (tints === undefined && painted?.tints !== undefined) for (const type of this.#types.tokens) editor.setDecorations(type, []);
    const spans = lensed?.lens.windowSpans === true ? windowSpans(lensed) : undefined;
    const wereMoved = before === undefined && spans !== undefined;
    if (wereMoved || !areSameSpans(painted?.spans, spans)) {
      editor.setDecorations(this.#types.input, spans === undefined ? [] : [spans.input]);
      editor.setDecorations(this.#types.target, spans === undefined ? [] : [spans.target]);
    }
    if (tints === undefined && spans === undefined) this.#painted.delete(editor);
    else this.#painted.set(editor, { tokens, tints, spans });
  }

  #paintTints(editor: vscode.TextEditor, lensed: LensedDocument, before: Tints | undefined): Tints {
    const { visibleRanges: visible, selection } = editor;
    const isSame =
      before !== undefined &&
      (before.caret?.isEqual(selection.active) ?? true) &&
      before.visible.length === visible.length &&
      before.visible.every((range, at) => visible[at]?.isEqual(range) === true);
    if (isSame) return before;
    const { ranges, isAboutCaret } = tokenRanges(lensed, visible, selection.active);
    for (const [tint, type] of this.#types.tokens.entries()) editor.setDecorations(type, ranges[tint] ?? []);
    return { visible, caret: isAboutCaret ? selection.active : undefined };
  }
}

const areSameSpans = (one: Spans | undefined, other: Spans | undefined): boolean =>
  one === undefined || other === undefined ? one === other : one.input.isEqual(other.input) && one.target.isEqual(other.target);

/** A line break has no width: drawn up to the next line's start, it would mark that line's first column. */
function withoutLineEnd(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
  let { end } = range;
  while (end.line > range.start.line && end.character === 0) end = document.lineAt(end.line - 1).range.end;
  return range.with({ end });
}

function windowSpans({ document, lens, live }: LensedDocument): Spans | undefined {
  const text = live.ready?.text;
  const { maxLength, stride } = lens.windows;
  if (text === undefined || lens.selectedWindow >= windowCount(text.tokenCount, lens.windows)) return undefined;
  const first = lens.selectedWindow * stride;
  const span = (tokenFrom: number): vscode.Range =>
    rangeAt(document, live.base + text.tokenAt(tokenFrom).from, live.base + text.tokenAt(tokenFrom + maxLength - 1).to, lens.endOfLine);
  return { input: withoutLineEnd(document, span(first)), target: withoutLineEnd(document, span(first + 1)) };
}
