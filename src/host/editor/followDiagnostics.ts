/** Diagnostics that follow their document: looked for anew when its text or its lens changes, gone when it closes. */
import * as vscode from "vscode";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import { isCancelled } from "../errors.ts";

export interface FollowedDiagnostics {
  /** Of the collection. */
  readonly name: string;
  /** Written to the log where looking fails, e.g. "Looking for chat markers". */
  readonly task: string;
  /** A document is looked at when it has not changed for this long, in ms. */
  readonly quietMs: number;
  /** The signal is aborted when the document changes again or closes. */
  readonly find: (lensed: LensedDocument, signal: AbortSignal) => Promise<readonly vscode.Diagnostic[]>;
}

export function followDiagnostics(
  lenses: Lenses,
  log: vscode.LogOutputChannel,
  { name, task, quietMs, find }: FollowedDiagnostics,
): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(name);
  const searches = new Map<vscode.TextDocument, AbortController>();

  const search = async (document: vscode.TextDocument, signal: AbortSignal): Promise<void> => {
    const lensed = lenses.peek(document);
    if (lensed === undefined) return;
    const found = await find(lensed, signal);
    if (signal.aborted) return;
    if (found.length > 0 || collection.has(document.uri)) collection.set(document.uri, found);
  };
  const searchSoon = (document: vscode.TextDocument): void => {
    searches.get(document)?.abort();
    const controller = new AbortController();
    searches.set(document, controller);
    const { signal } = controller;
    const timer = setTimeout(() => {
      search(document, signal).catch((error: unknown) => {
        if (!isCancelled(error)) log.error(`${task}: ${String(error)}`);
      });
    }, quietMs);
    signal.addEventListener("abort", () => clearTimeout(timer));
  };

  return vscode.Disposable.from(
    lenses.onDidChange(({ document }) => searchSoon(document)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      searches.get(document)?.abort();
      searches.delete(document);
      collection.delete(document.uri);
    }),
    new vscode.Disposable(() => {
      for (const running of searches.values()) running.abort();
      collection.dispose();
    }),
  );
}
