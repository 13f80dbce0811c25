/** The embedding inspector: a webview view in the secondary side bar. */
import * as vscode from "vscode";
import type { ViewServices } from "./viewSession.ts";
import { viewsFolder, webviewHtml } from "./webviewHtml.ts";

const viewId = "tokenscope.embeddingInspector";

export function registerEmbeddingInspector(services: ViewServices): vscode.Disposable {
  const { extensionUri, weights } = services;
  return vscode.window.registerWebviewViewProvider(
    viewId,
    {
      async resolveWebviewView(view) {
        void weights.restore();
        view.webview.options = { enableScripts: true, localResourceRoots: [viewsFolder(extensionUri), weights.tablesFolder] };
        let session: vscode.Disposable | undefined;
        let isClosed = false;
        view.onDidDispose(() => {
          isClosed = true;
          session?.dispose();
        });
        const { serveInspector } = await import("./servedViews.ts");
        if (isClosed) return;
        session = serveInspector(view.webview, services);
        view.webview.html = webviewHtml(view.webview, extensionUri, "embeddingInspector");
      },
    },
    { webviewOptions: { retainContextWhenHidden: true } }, // the tables on the GPU take seconds to make again
  );
}
