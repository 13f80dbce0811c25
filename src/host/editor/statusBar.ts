/** The status bar item: the token count of the selection, or of the document. A click picks the encoding. */
import * as vscode from "vscode";
import { tokenizeTextSteps } from "../../core/tokens/document/tokenizedText.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { isCancelled } from "../errors.ts";
import { runSliced } from "../slices.ts";

export class StatusBar implements vscode.Disposable {
  readonly #lenses: Lenses;
  readonly #log: vscode.LogOutputChannel;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable;
  #counting = new AbortController();

  constructor(lenses: Lenses, log: vscode.LogOutputChannel) {
    this.#lenses = lenses;
    this.#log = log;
    this.#item = vscode.window.createStatusBarItem("tokenscope.tokenCount", vscode.StatusBarAlignment.Right, 100);
    this.#item.name = vscode.l10n.t("Token Count");
    this.#item.command = "tokenscope.selectEncoding";
    const update = (): void => void this.#update();
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      lenses.onDidChange(update),
      lenses.onDidChangeActive(update),
      vscode.window.onDidChangeTextEditorSelection(update),
      vscode.window.onDidChangeActiveTextEditor(update),
    );
    update();
  }

  dispose(): void {
    this.#counting.abort();
    this.#subscriptions.dispose();
  }

  async #update(): Promise<void> {
    this.#counting.abort();
    this.#counting = new AbortController();
    const { signal } = this.#counting;
    const editor = vscode.window.activeTextEditor;
    const lensed = editor === undefined ? this.#lenses.active : this.#lenses.peek(editor.document);
    if (lensed === null) {
      this.#item.hide();
      return;
    }
    try {
      const { text, tooltip } = await this.#told(lensed, editor, signal);
      if (signal.aborted) return;
      this.#item.text = text;
      this.#item.tooltip = tooltip;
      this.#item.show();
    } catch (error) {
      if (!isCancelled(error) && !signal.aborted) this.#log.error(`Counting the selection: ${String(error)}`);
    }
  }

  async #told(
    { lens, live }: LensedDocument,
    editor: vscode.TextEditor | undefined,
    signal: AbortSignal,
  ): Promise<{ text: string; tooltip: string }> {
    const { tokens } = live;
    const pick = vscode.l10n.t("{0} · click to select the encoding", lens.encoding);
    switch (tokens.kind) {
      case "tokenizing":
        return { text: vscode.l10n.t("$(loading~spin) {0} %", Math.floor(100 * tokens.done)), tooltip: pick };
      case "failed":
        return { text: vscode.l10n.t("$(error) Tokens"), tooltip: tokens.message };
      case "ready": {
        const whole = counted(tokens.text.tokenCount);
        const selections = editor?.selections.filter((selection) => !selection.isEmpty) ?? [];
        if (editor === undefined || selections.length === 0) return { text: whole, tooltip: pick };
        let selected = 0;
        for (const selection of selections) {
          const raw = editor.document.getText(selection);
          const text = lens.endOfLine === "lf" ? raw.replaceAll("\r\n", "\n") : raw;
          selected += (await runSliced(tokenizeTextSteps(tokens.encoding, text, lens.specialTokens), signal)).tokenCount;
        }
        return { text: vscode.l10n.t("{0} selected", counted(selected)), tooltip: vscode.l10n.t("{0} in all · {1}", whole, pick) };
      }
      default:
        return tokens satisfies never;
    }
  }
}

const counted = (count: number): string =>
  count === 1 ? vscode.l10n.t("1 token") : vscode.l10n.t("{0} tokens", count.toLocaleString(vscode.env.language));
