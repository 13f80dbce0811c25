/** One webview's session: its connection, the methods both views share, and the state sent to it on every change. */
import { rangeError } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import * as vscode from "vscode";
import type { LensPatch } from "../../lens/lens.ts";
import type { LiveSource } from "../../lens/sources/liveSource.ts";
import type { TokenService } from "../../lens/tokenService.ts";
import type { Handlers, MethodTable } from "../../protocol/rpc.ts";
import { sharedTokenHandlers } from "../../protocol/tokenHandlers.ts";
import type { sharedHostMethods } from "../../protocol/views.ts";
import type { Comparison } from "../documents/comparison.ts";
import type { Encodings } from "../documents/encodings.ts";
import type { LensedDocument, Lenses } from "../documents/lenses.ts";
import type { Cursor } from "../editor/cursor.ts";
import type { Platform } from "../platform/platform.ts";
import type { TokenizerFiles } from "../tokenizers/tokenizerFiles.ts";
import type { Weights } from "../weights/weights.ts";
import type { OpenViews } from "./openViews.ts";
import { saveFile } from "./saveFile.ts";
import { serveWebview } from "./serveWebview.ts";
import { viewState } from "./viewState.ts";

export interface ViewServices {
  readonly platform: Platform;
  readonly extensionUri: vscode.Uri;
  readonly encodings: Encodings;
  readonly tokenizerFiles: TokenizerFiles;
  readonly lenses: Lenses;
  readonly cursor: Cursor;
  readonly weights: Weights;
  readonly openViews: OpenViews;
  readonly log: vscode.LogOutputChannel;
}

/** The tokens under the lens. @throws RangeError while there are none, which views take as "ask again with the next state" */
export function activeTokens(lenses: Lenses): { readonly lensed: LensedDocument; readonly service: TokenService } {
  const lensed = lenses.active;
  const service = lensed?.live.ready?.service;
  if (lensed === undefined || service === undefined) throw rangeError(say`There are no tokens yet: wait for the next state.`);
  return { lensed, service };
}

type SharedHandlers = Omit<Handlers<typeof sharedHostMethods>, "view/ready">;

function sharedHandlers({ platform, lenses, cursor }: ViewServices): SharedHandlers {
  return {
    ...sharedTokenHandlers(() => activeTokens(lenses).service),
    "lens/change": (patch) => changeActive(lenses, cursor, patch),
    "editor/focus": async ({ index }) => {
      const { lensed } = activeTokens(lenses);
      await cursor.focus(lensed, index);
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

/** Changes the lens; a token that was selected in a view is shown in the editor. */
function changeActive(lenses: Lenses, cursor: Cursor, patch: LensPatch): void {
  const document = lenses.active?.document;
  if (document === undefined) return;
  const changed = lenses.change(document, patch);
  const isSelecting = patch.selectedToken !== undefined || patch.selectedWindow !== undefined;
  if (isSelecting && changed.lens.selectedToken !== null) cursor.reveal(changed, changed.lens.selectedToken);
}

/**
 * Connects a webview to the document under the lens.
 * @param own the handlers of the methods that only this view has
 * @param rows for a view that shows rows of tokens: also under other encodings
 */
export function serveView<Table extends typeof sharedHostMethods & MethodTable>(
  webview: vscode.Webview,
  services: ViewServices,
  table: Table,
  own: Omit<Handlers<Table>, keyof typeof sharedHostMethods>,
  rows?: Comparison,
): vscode.Disposable {
  const { lenses, weights, log } = services;
  // The two parts together are all of the table's handlers; the compiler can't add up an Omit of a generic table.
  const handlers = { ...sharedHandlers(services), ...own } as unknown as Omit<Handlers<Table>, "view/ready">;
  const activeChanged = new vscode.EventEmitter<void>();
  const subscriptions = vscode.Disposable.from(
    services.openViews.add(),
    activeChanged,
    lenses.onDidChange(({ document }) => {
      if (document === lenses.active?.document) activeChanged.fire();
    }),
    lenses.onDidChangeActive(() => activeChanged.fire()),
    weights.onDidChange(() => activeChanged.fire()),
    ...(rows === undefined ? [] : [rows.onDidChange(() => activeChanged.fire())]),
  );
  const session = serveWebview<Table, LiveSource | undefined>(webview, table, handlers, {
    stateNow: (shown) => viewState(lenses.active, weights.stateFor(webview, lenses.active), shown, rows !== undefined, rows?.state),
    onDidChange: activeChanged.event,
    onRefused: (sentence) => log.warn(`${sentence} (from a view)`),
  });
  return vscode.Disposable.from(subscriptions, session);
}
