/** The embedding inspector: a webview view in the secondary side bar. */
import * as vscode from "vscode";
import type { TrainingScriptOptions } from "../../core/datasets/scripts/trainingScript.ts";
import { inspectorHostMethods } from "../../protocol/embeddingInspector.ts";
import { inspectorTokenHandlers } from "../../protocol/tokenHandlers.ts";
import { copyTraining } from "../commands/copy/copyTraining.ts";
import { activeTokens, serveView, type ViewServices } from "./viewSession.ts";
import { viewsFolder, webviewHtml } from "./webviewHtml.ts";

const viewId = "tokenscope.embeddingInspector";

export function registerEmbeddingInspector(services: ViewServices): vscode.Disposable {
  const { extensionUri, lenses, weights } = services;
  return vscode.window.registerWebviewViewProvider(
    viewId,
    {
      resolveWebviewView(view) {
        void weights.restore();
        view.webview.options = { enableScripts: true, localResourceRoots: [viewsFolder(extensionUri), weights.tablesFolder] };
        const own = {
          ...inspectorTokenHandlers(() => activeTokens(lenses).service),
          "training/copyAsPyTorch": (options: TrainingScriptOptions) => copyTraining(lenses, options),
        };
        const session = serveView(view.webview, services, inspectorHostMethods, own, false);
        view.onDidDispose(() => session.dispose());
        view.webview.html = webviewHtml(view.webview, extensionUri, "embeddingInspector");
      },
    },
    { webviewOptions: { retainContextWhenHidden: true } }, // the tables on the GPU take seconds to make again
  );
}
