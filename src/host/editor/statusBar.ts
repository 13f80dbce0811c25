/** The status bar item: the token count of the selection, or of the document. A click picks the encoding. It counts only texts that are
 *  tokenized anyway, and begins nothing. */
import * as vscode from "vscode";
import { encodingLabel } from "../documents/encodingLabel.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import type { ReadyTokens } from "../documents/readyTokens.ts";
import { isCancelled } from "../errors.ts";
import { setting } from "../settings.ts";
import { runSliced, yieldToOthers } from "../slices.ts";
import { counted, number, shareText, statusTooltip, type TextSizes } from "./statusTooltip.ts";

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
    if (lensed === undefined) {
      this.#item.hide();
      return;
    }
    try {
      const { text, tooltip, isOver } = await state(lensed, editor, signal);
      if (signal.aborted) return;
      this.#item.text = text;
      this.#item.tooltip = tooltip;
      this.#item.backgroundColor = isOver === true ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
      this.#item.show();
    } catch (error) {
      if (!isCancelled(error) && !signal.aborted) this.#log.error(`Counting the selection: ${String(error)}`);
    }
  }
}

interface ItemState {
  readonly text: string;
  readonly tooltip: vscode.MarkdownString | string;
  /** The tokens are more than the context window takes. */
  readonly isOver?: boolean;
}

async function state(lensed: LensedDocument, editor: vscode.TextEditor | undefined, signal: AbortSignal): Promise<ItemState> {
  const { document, lens, live } = lensed;
  const { tokens } = live;
  switch (tokens.kind) {
    case "tokenizing":
      await yieldToOthers(); // the first number that a process formats takes some 10 ms: not on top of what goes on now
      return { text: `$(loading~spin) ${vscode.l10n.t("{0} %", number(Math.floor(100 * tokens.done)))}`, tooltip: encodingLabel(lensed) };
    case "failed":
      return { text: `$(error) ${vscode.l10n.t("Tokens")}`, tooltip: tokens.message };
    case "ready": {
      const selected = await selectedSizes(lens, tokens, editor, signal);
      const contextWindow = setting("contextWindow", document) || undefined; // 0: none was chosen
      const { tokenCount } = selected ?? tokens.text;
      const count = selected === undefined ? counted(tokenCount) : vscode.l10n.t("{0} selected", counted(tokenCount));
      return {
        text: contextWindow === undefined ? count : `${count} · ${shareText({ tokenCount, contextWindow })}`,
        tooltip: statusTooltip(lensed, tokens.text, selected, contextWindow),
        isOver: contextWindow !== undefined && tokenCount > contextWindow,
      };
    }
    default:
      return tokens satisfies never;
  }
}

/** The sizes of all selections together; undefined when nothing is selected. */
async function selectedSizes(
  lens: LensedDocument["lens"],
  { encoding }: ReadyTokens,
  editor: vscode.TextEditor | undefined,
  signal: AbortSignal,
): Promise<TextSizes | undefined> {
  const selections = editor?.selections.filter((selection) => !selection.isEmpty) ?? [];
  if (editor === undefined || selections.length === 0) return undefined;
  const { tokenizeTextSteps } = await import("../../core/tokens/document/tokenizedText.ts");
  const sum = { tokenCount: 0, length: 0, byteLength: 0 };
  for (const selection of selections) {
    const raw = editor.document.getText(selection);
    const text = lens.endOfLine === "lf" ? raw.replaceAll("\r\n", "\n") : raw;
    const tokens = await runSliced(tokenizeTextSteps(encoding, text, lens.specialTokens), signal);
    sum.tokenCount += tokens.tokenCount;
    sum.length += tokens.length;
    sum.byteLength += tokens.byteLength;
  }
  return sum;
}
