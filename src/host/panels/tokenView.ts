/** The token view: one webview panel beside the editor, restored with the window. */
import * as vscode from "vscode";
import { tokenViewTokenHandlers } from "../../protocol/tokenHandlers.ts";
import { tokenViewHostMethods } from "../../protocol/tokenView.ts";
import { activeTokens, serveView, type ViewServices } from "./viewSession.ts";
import { viewsFolder, webviewHtml } from "./webviewHtml.ts";

const viewType = "tokenscope.tokenView";

export class TokenViewPanel implements vscode.Disposable {
  readonly #services: ViewServices;
  readonly #serializer: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;

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
    if (this.#panel !== undefined) {
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
    const own = tokenViewTokenHandlers(() => activeTokens(lenses).service);
    const session = serveView(panel.webview, this.#services, tokenViewHostMethods, own, true);
    panel.onDidDispose(() => {
      session.dispose();
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.html = webviewHtml(panel.webview, extensionUri, "tokenView");
  }
}
