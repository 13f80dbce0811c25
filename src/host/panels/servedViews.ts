/** Both views of a live text, each connected with the methods it has. Loaded with the first view. */
import * as vscode from "vscode";
import type { TrainingScriptOptions } from "../../core/datasets/scripts/trainingScript.ts";
import type { Span } from "../../lens/answers.ts";
import { inspectorHostMethods } from "../../protocol/embeddingInspector.ts";
import { inspectorTokenHandlers, tokenViewTokenHandlers } from "../../protocol/tokenHandlers.ts";
import { tokenViewHostMethods } from "../../protocol/tokenView.ts";
import { Comparison } from "../documents/comparison.ts";
import { Revisions } from "../documents/revisions.ts";
import { activeTokens, serveView, type ViewServices } from "./viewSession.ts";

export function serveTokenView(webview: vscode.Webview, services: ViewServices): vscode.Disposable {
  const { lenses, encodings, tokenizerFiles, log } = services;
  const comparison = new Comparison(lenses, { encodings, revisions: new Revisions(), log }, () => tokenizerFiles.places);
  const own = {
    ...tokenViewTokenHandlers(() => activeTokens(lenses).service),
    "compare/rows": ({ from, to }: Span) => comparison.rows(from, to),
  };
  return vscode.Disposable.from(comparison, serveView(webview, services, tokenViewHostMethods, own, comparison));
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
  return serveView(webview, services, inspectorHostMethods, own);
}
