/** One editor of a tokenized file: the token view app, looking at the file instead of a live text. */
import { rangeError } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import * as vscode from "vscode";
import { readyText } from "../../lens/textState.ts";
import type { TokenService } from "../../lens/tokenService.ts";
import { type Awaitable, whenThere } from "../../lens/sources/tokenSource.ts";
import type { Handlers } from "../../protocol/rpc.ts";
import { sharedTokenHandlers, tokenViewTokenHandlers } from "../../protocol/tokenHandlers.ts";
import { type TokenViewHostMethods, tokenViewHostMethods } from "../../protocol/tokenView.ts";
import type { TextState } from "../../protocol/views.ts";
import { saveFile } from "../panels/saveFile.ts";
import { serveWebview } from "../panels/serveWebview.ts";
import type { Platform } from "../platform/platform.ts";
import type { TokenizedFile, TokenizedFileServices } from "./tokenizedFile.ts";
import { inMessage } from "../literal.ts";

function serviceOf(file: TokenizedFile): TokenService {
  const { ready } = file;
  if (ready === undefined) throw rangeError(say`There are no tokens yet: wait for the next state.`);
  return ready.service;
}

function textState(file: TokenizedFile): Awaitable<TextState> {
  const { name, note, state } = file;
  if (state.kind !== "ready") return { ...state, name };
  return readyText(state.service, file.lens, { name, note, refusedSpecialTokens: 0 }, undefined);
}

function handlers(file: TokenizedFile, platform: Platform): Omit<Handlers<TokenViewHostMethods>, "view/ready"> {
  return {
    ...sharedTokenHandlers(() => serviceOf(file)),
    ...tokenViewTokenHandlers(() => serviceOf(file)),
    "compare/rows": () => {
      throw rangeError(say`Only the ids are known, and no text that other encodings could be compared on.`);
    },
    "lens/change": (patch) => file.change(patch),
    "editor/focus": ({ index }) => file.change({ selectedToken: index }), // there is no other editor of it than this one
    "command/run": () => {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("That works on texts, and {0} holds token ids already. Open the text they were made of.", inMessage(file.name)),
      );
    },
    "clipboard/write": async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
    },
    "file/save": ({ name, bytes }) => saveFile(platform, vscode.Uri.joinPath(file.uri, ".."), name, bytes),
  };
}

/** Connects an editor's webview to its file. */
export const serveTokenizedFile = (
  webview: vscode.Webview,
  file: TokenizedFile,
  { platform, log }: TokenizedFileServices,
): vscode.Disposable =>
  serveWebview(webview, tokenViewHostMethods, handlers(file, platform), {
    stateNow: () =>
      whenThere(textState(file), (text) => ({
        state: { lens: file.lens, text, weights: { kind: "seeded" as const } },
        version: undefined,
      })),
    onDidChange: file.onDidChange,
    onRefused: (sentence) => log.warn(`${sentence} (from the editor of ${file.name})`),
  });
