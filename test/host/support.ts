/** What the tests inside VS Code share: documents to work on, and what a user would read off them. */
import type { Encoding } from "../../src/core/tokens/encoding.ts";
import assert from "node:assert/strict";
import { after, before } from "mocha";
import * as vscode from "vscode";
import { createWhole, openWhole, type Platform, wholeSha256 } from "../../src/host/platform/platform.ts";

/** The extension under test, active. */
export async function activate(): Promise<void> {
  const extension = vscode.extensions.getExtension("tokenscope.tokenscope");
  assert.ok(extension, "The extension tokenscope.tokenscope is not installed in this VS Code.");
  await extension.activate();
}

/** An untitled document in the active editor, its end of line as asked. */
export async function openText(content: string, eol = vscode.EndOfLine.LF): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: "plaintext", content });
  const editor = await vscode.window.showTextDocument(document);
  if (document.eol !== eol) await editor.edit((edit) => edit.setEndOfLine(eol));
  return editor;
}

/** What Copy Token IDs puts on the clipboard, for the active editor. */
export async function copiedIds(): Promise<number[]> {
  await vscode.env.clipboard.writeText("");
  await vscode.commands.executeCommand("tokenscope.copyTokenIds");
  return JSON.parse(await vscode.env.clipboard.readText()) as number[];
}

/** The text of every hover at a place, as its markdown. */
export async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, position);
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

/** Changes a setting while the work runs. */
export async function withSetting<Result>(name: string, value: unknown, work: () => Promise<Result>): Promise<Result> {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("tokenscope");
  await settings().update(name, value, vscode.ConfigurationTarget.Global);
  try {
    return await work();
  } finally {
    await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}

/** Lets the hover speak in every document during the tests of one `describe`. */
export function withHovers(): void {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("tokenscope");
  before(() => settings().update("hover", "always", vscode.ConfigurationTarget.Global));
  after(() => settings().update("hover", undefined, vscode.ConfigurationTarget.Global));
}

/** Waits for a state, not for a time. @throws Error that tells the last value, shortly before mocha's own limit would end the test without a word */
export async function until<Value>(read: () => Value | Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  const end = Date.now() + 110_000;
  for (;;) {
    const value = await read();
    if (isThere(value)) return value;
    if (Date.now() > end) throw new Error(`What the test waits for did not come. At last it was ${JSON.stringify(value)}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Makes folders, each in the one before, in which VS Code hears of every change. Nobody says when its watcher has begun, and on Linux it passes over
 *  for ever what was made inside a new folder before it saw that one: so a folder is made again until a file in it is heard of. */
export async function makeWatchedFolders(...folders: readonly vscode.Uri[]): Promise<void> {
  for (const folder of folders) {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "probe"));
    let heard = false;
    watcher.onDidCreate(() => (heard = true));
    watcher.onDidChange(() => (heard = true));
    const probe = vscode.Uri.joinPath(folder, "probe");
    let writtenAt = -Infinity;
    await until(
      async () => {
        if (heard || performance.now() - writtenAt < 2000) return heard;
        await vscode.workspace.fs.delete(folder, { recursive: true }).then(undefined, () => undefined); // it may not be there yet
        await vscode.workspace.fs.createDirectory(folder);
        await vscode.workspace.fs.writeFile(probe, new Uint8Array());
        writtenAt = performance.now();
        return heard;
      },
      (isHeard) => isHeard,
    );
    watcher.dispose();
    await vscode.workspace.fs.delete(probe);
  }
}

/** Closes every editor. What is unsaved is emptied first: VS Code asks about it otherwise, and keeps it when nobody answers. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isUntitled, isDirty }) => isUntitled && isDirty)) {
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(0, 0, document.lineCount, 0));
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** Tokenizers' files where a test has none. */
export const noFiles = {
  onDidChange: new vscode.EventEmitter<readonly string[]>().event,
  load: () => Promise.reject(new Error("This test has no tokenizer's file.")),
  compiledForm: () => Promise.resolve(undefined),
  idOfNamed: () => Promise.reject(new Error("This test has no tokenizer's file.")),
  asOpenedLast: (encoding: Encoding) => encoding,
  idCalled: () => undefined,
  names: [],
  placeOf: () => undefined,
};

/** A platform that reads and writes whole files through VS Code, and has nothing of Node's. */
export const plainPlatform: Platform = {
  openFile: openWhole,
  createFile: createWhole,
  sha256: wholeSha256,
  removeLeftovers: () => Promise.resolve(),
  gitExcludesFile: () => Promise.resolve(undefined),
  realFolder: (uri) => Promise.resolve(uri),
  isUtf8: () => true,
  homeFolder: undefined,
  modelCache: undefined,
  threads: undefined,
};
