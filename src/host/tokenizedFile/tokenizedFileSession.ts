/** One editor of a tokenized file: the token view app, its methods served from pages of the file instead of a live text. */
import * as vscode from "vscode";
import { windowsWithToken } from "../../core/windows/slidingWindow.ts";
import { connect, type Handlers } from "../../protocol/rpc.ts";
import { endOfTextLimit, type TokenRow, type TokenViewHostMethods, tokenViewHostMethods } from "../../protocol/tokenView.ts";
import {
  sliceLimit,
  type sharedViewMethods,
  type TextState,
  type TokenDescription,
  type TokenSlice,
  type ViewState,
} from "../../protocol/views.ts";
import type { OpenTokens, TokenizedFile, TokenizedFileServices } from "./tokenizedFile.ts";
import { textOfToken, textsOfTokens } from "../documents/tokenTexts.ts";
import type { Platform } from "../platform/platform.ts";
import { saveFile } from "../panels/saveFile.ts";

/** Rows are cut at a fixed length: where the line breaks of gigabytes are is not known. Tokens. */
const rowLength = 128;

function readyTokens(file: TokenizedFile): OpenTokens {
  const { ready } = file;
  if (ready === null) throw new RangeError("There are no tokens yet: wait for the next state.");
  return ready;
}

async function tokenSlice({ pages, encoding, revision }: OpenTokens, from: number, to: number): Promise<TokenSlice> {
  const ids = [...(await pages.ids(from, to))];
  return { revision, from, ids, ...textsOfTokens(encoding.vocabulary, ids) };
}

const rowCount = ({ pages }: OpenTokens): number => Math.ceil(pages.tokenCount / rowLength);

function viewState(file: TokenizedFile): ViewState {
  return { lens: file.lens, text: textState(file), weights: { kind: "seeded" } };
}

function textState(file: TokenizedFile): TextState {
  const { name, state } = file;
  if (state.kind !== "ready") return { ...state, name };
  const { pages, encoding, counts, revision } = state;
  const endOfText = encoding.vocabulary.specialTokens.endOfText;
  return {
    kind: "ready",
    name,
    revision,
    tokenCount: pages.tokenCount,
    charCount: counts?.charCount ?? null,
    byteCount: counts?.byteCount ?? null,
    distinctCount: counts?.distinctCount ?? null,
    note: file.note,
    rowCount: rowCount(state),
    vocabSize: encoding.vocabulary.vocabSize,
    scopeLabel: null,
    refusedSpecialTokens: 0,
    endOfTextCount: endOfText === undefined ? 0 : (counts?.of(endOfText) ?? 0),
  };
}

async function describeToken(file: TokenizedFile, index: number): Promise<TokenDescription | null> {
  const { pages, encoding, counts, revision } = readyTokens(file);
  const [id] = await pages.ids(index, index + 1);
  if (id === undefined) return null;
  const { vocabulary } = encoding;
  const isToken = vocabulary.isToken(id);
  const isSpecial = vocabulary.specialTokens.ids.has(id);
  const { text, partial } = isToken ? textOfToken(vocabulary, id) : { text: "", partial: false };
  const bytes = isToken ? vocabulary.tokenBytes(id) : new Uint8Array();
  const { input, target } = windowsWithToken(index, pages.tokenCount, file.lens.windows);
  return {
    revision,
    index,
    id,
    text,
    partial,
    special: isSpecial,
    bytes: [...bytes],
    occurrences: counts?.of(id) ?? null,
    line: null,
    column: null,
    piece: text,
    merges: (isSpecial || bytes.length < 2 ? [] : encoding.mergeSteps(bytes)).map(({ left, right, rank }) => ({
      left: textOfToken(vocabulary, left).text,
      right: textOfToken(vocabulary, right).text,
      rank,
    })),
    inputWindows: { from: input.windowFrom, to: input.windowTo },
    targetWindows: { from: target.windowFrom, to: target.windowTo },
  };
}

function handlers(file: TokenizedFile, platform: Platform): Handlers<TokenViewHostMethods> {
  return {
    "view/ready": () => viewState(file),
    "lens/change": (patch) => file.change(patch),
    "tokens/slice": ({ from, to }) => tokenSlice(readyTokens(file), from, to),
    "token/describe": ({ index }) => describeToken(file, index),
    "vocabulary/texts": ({ ids }) => textsOfTokens(readyTokens(file).encoding.vocabulary, ids),
    "editor/focus": ({ index }) => file.change({ selectedToken: index }), // there is no other editor of it than this one
    "command/run": () => {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("That works on texts, and {0} holds token ids already. Open the text they were made of.", file.name),
      );
    },
    "clipboard/write": async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
    },
    "file/save": ({ name, bytes }) => saveFile(platform, vscode.Uri.joinPath(file.uri, ".."), name, bytes),
    "tokens/ranges": async ({ ranges }) => {
      const ready = readyTokens(file);
      const slices: TokenSlice[] = [];
      for (const { from, to } of ranges) slices.push(await tokenSlice(ready, from, to));
      return slices;
    },
    "rows/slice": async ({ from, to }) => {
      const ready = readyTokens(file);
      const end = Math.min(to, rowCount(ready));
      const { ids, texts, partial, revision } = await tokenSlice(ready, from * rowLength, end * rowLength);
      const rows: TokenRow[] = [];
      for (let at = 0; at < ids.length; at += rowLength) {
        const inRow = partial.filter((index) => index >= at && index < at + rowLength).map((index) => index - at);
        rows.push({
          from: from * rowLength + at,
          ids: ids.slice(at, at + rowLength),
          texts: texts.slice(at, at + rowLength),
          partial: inRow,
        });
      }
      return { revision, from, rows };
    },
    "tokens/endOfText": async (_, signal) => {
      const { pages, encoding, revision } = readyTokens(file);
      const id = encoding.vocabulary.specialTokens.endOfText;
      const indexes: number[] = [];
      if (id === undefined) return { revision, indexes };
      for (let from = 0; from < pages.tokenCount && indexes.length < endOfTextLimit; from += sliceLimit) {
        signal.throwIfAborted();
        const ids = await pages.ids(from, Math.min(from + sliceLimit, pages.tokenCount));
        for (let at = ids.indexOf(id); at !== -1 && indexes.length < endOfTextLimit; at = ids.indexOf(id, at + 1)) indexes.push(from + at);
      }
      return { revision, indexes };
    },
    "rows/ofToken": ({ index }) => ({ row: Math.floor(index / rowLength) }),
    "tokens/search": (query, signal) => readyTokens(file).search.find(query, signal),
  };
}

/** Connects an editor's webview to its file: it is sent the state on every change. */
export function serveTokenizedFile(
  webview: vscode.Webview,
  file: TokenizedFile,
  { platform, log }: TokenizedFileServices,
): vscode.Disposable {
  const connection = connect<TokenViewHostMethods, typeof sharedViewMethods>(
    { post: (message) => void webview.postMessage(message) },
    tokenViewHostMethods,
    handlers(file, platform),
    (sentence) => log.warn(`${sentence} (from the editor of ${file.name})`),
  );
  return vscode.Disposable.from(
    webview.onDidReceiveMessage((message: unknown) => connection.receive(message)),
    file.onDidChange(() => connection.notify("state", viewState(file))),
    { dispose: () => connection.close() },
  );
}
