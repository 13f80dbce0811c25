/** One webview's session: its connection, the methods both views share, and the state sent to it on every change. */
import * as vscode from "vscode";
import { connect, type Handlers, type MethodTable } from "../../protocol/rpc.ts";
import type { sharedHostMethods, sharedViewMethods, TokenSlice } from "../../protocol/views.ts";
import { describeToken } from "../documents/describeToken.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import type { ReadyTokens } from "../documents/liveText.ts";
import { textsOfTokens } from "../documents/tokenTexts.ts";
import type { Cursor } from "../editor/cursor.ts";
import type { Platform } from "../platform/platform.ts";
import type { Weights } from "../weights/weights.ts";
import type { OpenViews } from "./openViews.ts";
import { saveFile } from "./saveFile.ts";
import { viewState } from "./viewState.ts";

export interface ViewServices {
  readonly platform: Platform;
  readonly extensionUri: vscode.Uri;
  readonly lenses: Lenses;
  readonly cursor: Cursor;
  readonly weights: Weights;
  readonly openViews: OpenViews;
  readonly log: vscode.LogOutputChannel;
}

/** What a view asks of a text that is not there (yet): answered with this error, which views take as "ask again with the next state". */
export function readyTokens(lenses: Lenses): { lensed: LensedDocument; ready: ReadyTokens } {
  const lensed = lenses.active;
  const ready = lensed?.live.ready ?? null;
  if (lensed === null || ready === null) throw new RangeError("There are no tokens yet: wait for the next state.");
  return { lensed, ready };
}

export function tokenSlice(ready: ReadyTokens, from: number, to: number): TokenSlice {
  const end = Math.min(to, ready.text.tokenCount);
  const ids = [...ready.text.ids(Math.min(from, end), end)];
  return { revision: ready.revision, from, ids, ...textsOfTokens(ready.encoding.vocabulary, ids) };
}

function sharedHandlers({ platform, lenses, cursor, weights }: ViewServices, webview: vscode.Webview): Handlers<typeof sharedHostMethods> {
  return {
    "view/ready": () => viewState(lenses.active, weights.stateFor(webview, lenses.active)),
    "lens/change": (patch) => {
      const lensed = lenses.active;
      if (lensed === null) return;
      lenses.change(lensed.document, patch);
      const { selectedToken } = lenses.of(lensed.document).lens;
      const isSelecting = patch.selectedToken !== undefined || patch.selectedWindow !== undefined;
      if (isSelecting && selectedToken !== null) cursor.reveal(lenses.of(lensed.document), selectedToken);
    },
    "tokens/slice": ({ from, to }) => tokenSlice(readyTokens(lenses).ready, from, to),
    "token/describe": ({ index }) => describeToken(readyTokens(lenses).lensed, index),
    "vocabulary/texts": ({ ids }) => textsOfTokens(readyTokens(lenses).ready.encoding.vocabulary, ids),
    "editor/focus": async ({ index }) => {
      const { lensed } = readyTokens(lenses);
      const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === lensed.document);
      await vscode.window.showTextDocument(lensed.document, visible?.viewColumn);
      cursor.reveal(lensed, index);
    },
    "command/run": async ({ command }) => {
      await vscode.commands.executeCommand(command);
    },
    "clipboard/write": async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
    },
    "file/save": ({ name, bytes }) => saveFile(platform, vscode.workspace.workspaceFolders?.[0]?.uri, name, bytes),
  };
}

/**
 * Connects a webview: it is served `table`, and is sent the state on every change, once however many changes come together.
 * @param own the handlers of the methods that only this view has
 */
export function serveView<Table extends typeof sharedHostMethods & MethodTable>(
  webview: vscode.Webview,
  services: ViewServices,
  table: Table,
  own: Omit<Handlers<Table>, keyof typeof sharedHostMethods>,
): vscode.Disposable {
  const { lenses, weights, log } = services;
  // The two parts together are all of the table's handlers; the compiler can't add up an Omit of a generic table.
  const handlers = { ...sharedHandlers(services, webview), ...own } as unknown as Handlers<Table>;
  const connection = connect<Table, typeof sharedViewMethods>(
    { post: (message) => void webview.postMessage(message) },
    table,
    handlers,
    (sentence) => log.warn(`${sentence} (from a view)`),
  );
  let isQueued = false;
  const send = (): void => {
    if (isQueued) return;
    isQueued = true;
    queueMicrotask(() => {
      isQueued = false;
      connection.notify("state", viewState(lenses.active, weights.stateFor(webview, lenses.active)));
    });
  };
  return vscode.Disposable.from(
    services.openViews.add(),
    webview.onDidReceiveMessage((message: unknown) => connection.receive(message)),
    lenses.onDidChange(({ document }) => {
      if (document === lenses.active?.document) send();
    }),
    lenses.onDidChangeActive(send),
    weights.onDidChange(send),
    { dispose: () => connection.close() },
  );
}
