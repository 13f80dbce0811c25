/** The embedding inspector: a webview view in the secondary side bar. */
import * as vscode from "vscode";
import type { TokenChunk } from "../../core/tokens/document/tokenizedText.ts";
import { type DistinctToken, inspectorHostMethods } from "../../protocol/embeddingInspector.ts";
import { searchVocabularySteps } from "./searchVocabulary.ts";
import { runSliced } from "../slices.ts";
import { readyTokens, serveView, type ViewServices } from "./viewSession.ts";
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
        const session = serveView(view.webview, services, inspectorHostMethods, {
          "vocabulary/search": ({ query, limit }, signal) =>
            runSliced(searchVocabularySteps(readyTokens(lenses).ready.encoding.vocabulary, query, limit), signal),
          "tokens/distinct": async (_, signal) => {
            const { ready } = readyTokens(lenses);
            return { revision: ready.revision, tokens: await runSliced(distinctTokensSteps(ready.text.chunks), signal) };
          },
        });
        view.onDidDispose(() => session.dispose());
        view.webview.html = webviewHtml(view.webview, extensionUri, "embeddingInspector");
      },
    },
    { webviewOptions: { retainContextWhenHidden: true } }, // the tables on the GPU are dear to make again
  );
}

function* distinctTokensSteps(chunks: readonly TokenChunk[]): Generator<void, DistinctToken[]> {
  const found = new Map<number, { id: number; count: number; first: number }>();
  let index = 0;
  for (const { ids } of chunks) {
    yield;
    for (const id of ids) {
      const known = found.get(id);
      if (known === undefined) found.set(id, { id, count: 1, first: index });
      else known.count++;
      index++;
    }
  }
  return [...found.values()];
}
