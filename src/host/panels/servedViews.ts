/** Both views of a live text, each connected with the methods it has. Loaded with the first view. */
import type * as vscode from "vscode";
import type { TrainingScriptOptions } from "../../core/datasets/scripts/trainingScript.ts";
import { inspectorHostMethods } from "../../protocol/embeddingInspector.ts";
import { inspectorTokenHandlers, tokenViewTokenHandlers } from "../../protocol/tokenHandlers.ts";
import { tokenViewHostMethods } from "../../protocol/tokenView.ts";
import { activeTokens, serveView, type ViewServices } from "./viewSession.ts";

export function serveTokenView(webview: vscode.Webview, services: ViewServices): vscode.Disposable {
  const own = tokenViewTokenHandlers(() => activeTokens(services.lenses).service);
  return serveView(webview, services, tokenViewHostMethods, own, true);
}

export function serveInspector(webview: vscode.Webview, services: ViewServices): vscode.Disposable {
  const { lenses } = services;
  const own = {
    ...inspectorTokenHandlers(() => activeTokens(lenses).service),
    "training/copyAsPyTorch": async (options: TrainingScriptOptions) => {
      const { copyTraining } = await import("../commands/copy/copyTraining.ts");
      await copyTraining(lenses, options);
    },
  };
  return serveView(webview, services, inspectorHostMethods, own, false);
}
