/** The token view: one webview panel beside the editor, restored with the window. */
import * as vscode from "vscode";
import type { ViewServices } from "./viewSession.ts";
import { viewsFolder, webviewHtml } from "./webviewHtml.ts";

const viewType = "tokenscope.tokenView";

export class TokenViewPanel implements vscode.Disposable {
  readonly #services: ViewServices;
  readonly #serializer: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;

  constructor(services: ViewServices) {
    this.#services = services;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel) => this.#adopt(panel),
    });
  }

  /** Shows the panel, beside the editor when it is new; the focus stays in the editor. */
  async show(): Promise<void> {
    if (this.#panel !== undefined) {
      this.#panel.reveal(undefined, true);
      return;
    }
    await this.#adopt(
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

  async #adopt(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    this.#panel = panel;
    let session: vscode.Disposable | undefined;
    let isClosed = false;
    panel.onDidDispose(() => {
      isClosed = true;
      session?.dispose();
      if (this.#panel === panel) this.#panel = undefined;
    });
    const { extensionUri } = this.#services;
    panel.webview.options = this.#options();
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "media", `tokenscope-${theme}.svg`);
    panel.iconPath = { light: icon("light"), dark: icon("dark") };
    const { serveTokenView } = await import("./servedViews.ts");
    if (isClosed) return;
    session = serveTokenView(panel.webview, this.#services);
    panel.webview.html = webviewHtml(panel.webview, extensionUri, "tokenView");
  }
}
