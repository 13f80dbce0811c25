/** The token view: one webview panel beside the editor, restored with the window. */
import * as vscode from "vscode";
import { endOfTextLimit, tokenViewHostMethods, type TokenRow } from "../../protocol/tokenView.ts";
import type { ReadyTokens } from "../documents/liveText.ts";
import { textsOfTokens } from "../documents/tokenTexts.ts";
import { indexesOf, searchTokens } from "./searchTokens.ts";
import { readyTokens, serveView, tokenSlice, type ViewServices } from "./viewSession.ts";
import { viewsFolder, webviewHtml } from "./webviewHtml.ts";

const viewType = "tokenscope.tokenView";

export class TokenViewPanel implements vscode.Disposable {
  readonly #services: ViewServices;
  readonly #serializer: vscode.Disposable;
  #panel: vscode.WebviewPanel | null = null;

  constructor(services: ViewServices) {
    this.#services = services;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel) => {
        this.#adopt(panel);
        return Promise.resolve();
      },
    });
  }

  /** Shows the panel, beside the editor when it is new; the focus stays in the editor. */
  show(): void {
    if (this.#panel !== null) {
      this.#panel.reveal(undefined, true);
      return;
    }
    this.#adopt(
      vscode.window.createWebviewPanel(
        viewType,
        vscode.l10n.t("Tokens"),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        this.#options(),
      ),
    );
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.dispose();
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [viewsFolder(this.#services.extensionUri)] };
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    const { extensionUri, lenses } = this.#services;
    panel.webview.options = this.#options();
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "media", `tokenscope-${theme}.svg`);
    panel.iconPath = { light: icon("light"), dark: icon("dark") };
    const session = serveView(panel.webview, this.#services, tokenViewHostMethods, {
      "rows/slice": ({ from, to }) => {
        const { ready } = readyTokens(lenses);
        const end = Math.min(to, ready.rows.rowCount);
        const rows: TokenRow[] = [];
        for (let row = from; row < end; row++) rows.push(tokenRow(ready, row));
        return { revision: ready.revision, from, rows };
      },
      "tokens/ranges": ({ ranges }) => ranges.map(({ from, to }) => tokenSlice(readyTokens(lenses).ready, from, to)),
      "tokens/endOfText": async (_, signal) => {
        const { text, encoding, revision } = readyTokens(lenses).ready;
        const id = encoding.vocabulary.specialTokens.endOfText;
        return { revision, indexes: id === undefined ? [] : await indexesOf(text, id, endOfTextLimit, signal) };
      },
      "rows/ofToken": ({ index }) => ({ row: readyTokens(lenses).ready.rows.rowOf(index) }),
      "tokens/search": (query, signal) => searchTokens(readyTokens(lenses).ready, query, signal),
    });
    panel.onDidDispose(() => {
      session.dispose();
      if (this.#panel === panel) this.#panel = null;
    });
    panel.webview.html = webviewHtml(panel.webview, extensionUri, "tokenView");
  }
}

function tokenRow({ text, rows, encoding }: ReadyTokens, row: number): TokenRow {
  const { from, to } = rows.rowAt(row);
  const ids = [...text.ids(from, to)];
  return { from, ids, ...textsOfTokens(encoding.vocabulary, ids) };
}
