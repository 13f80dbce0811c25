/** The files an agent's tool is to read: paths and globs → what the editor and Git don't ignore, each read as text. */
import * as vscode from "vscode";
import { globMatcher } from "../../core/datasets/globs.ts";
import { textStream } from "../../core/datasets/textStream.ts";
import type { Encoding, SpecialTokenPolicy } from "../../core/tokens/encoding.ts";
import { type ChosenFile, chosenFiles, type ChosenFiles } from "../chosenFiles/chosenFiles.ts";
import { unreadable } from "../chosenFiles/unreadable.ts";
import type { Platform } from "../platform/platform.ts";
import { yieldToOthers } from "../slices.ts";

/** As Git does: a NUL this near to the start tells a binary file. Bytes. */
const binaryWithin = 8000;
/** Bytes read and counted at once: a few milliseconds. */
const bytesPerRead = 128 * 1024;

const isGlob = (path: string): boolean => /[*?[{]/.test(path);

/** @param paths absolute, or relative to the workspace folder; a glob is relative to it  @throws Error that names the path to mend */
export async function filesOfPaths(paths: readonly string[], signal: AbortSignal): Promise<ChosenFiles> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uris: vscode.Uri[] = [];
  const globs: string[] = [];
  for (const path of paths) {
    if (isGlob(path)) globs.push(path);
    else uris.push(await existing(path, folder));
  }
  const options = { signal, mayPassOver: () => Promise.resolve(false) };
  const chosen = uris.length === 0 ? { files: [], skipped: [] } : await chosenFiles(uris, options);
  if (globs.length === 0) return chosen;
  if (folder === undefined) throw new Error(`No folder is open, so "${globs[0]}" matches nothing. Give absolute paths.`);
  const below = await chosenFiles([folder], options);
  const matches = globMatcher(globs);
  const matching = below.files.filter(({ path }) => matches(path));
  if (matching.length === 0 && chosen.files.length === 0)
    throw new Error(`No file that is not ignored matches ${globs.join(", ")} below ${folder.path}. Globs are relative to that folder.`);
  return { files: [...chosen.files, ...matching], skipped: [...chosen.skipped, ...below.skipped.filter(({ path }) => matches(path))] };
}

async function existing(path: string, folder: vscode.Uri | undefined): Promise<vscode.Uri> {
  const isAbsolute = path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);
  if (!isAbsolute && folder === undefined) throw new Error(`No folder is open, so "${path}" leads nowhere. Give an absolute path.`);
  const uri = isAbsolute || folder === undefined ? vscode.Uri.file(path) : vscode.Uri.joinPath(folder, path);
  try {
    await vscode.workspace.fs.stat(uri);
    return uri;
  } catch (error) {
    throw new Error(`"${path}" ${unreadable(error)} (looked for at ${uri.path}).`, { cause: error });
  }
}

export interface FileReading {
  readonly encoding: Encoding;
  readonly policy: SpecialTokenPolicy;
  readonly endOfLine: "lf" | "document";
}

export interface CountedFile {
  readonly path: string;
  readonly tokens: number;
  readonly bytes: number;
}

/** One file, read a part at a time. @returns why it was left out, as a clause that goes on from its name */
export async function countFile(
  platform: Platform,
  { uri, path }: ChosenFile,
  { encoding, policy, endOfLine }: FileReading,
  signal: AbortSignal,
): Promise<CountedFile | string> {
  try {
    const file = await platform.openFile(uri);
    try {
      const stream = textStream(endOfLine, (text) => encoding.lastSafeCut(text));
      let tokens = 0;
      for (let byteFrom = 0; byteFrom < file.length; byteFrom += bytesPerRead) {
        signal.throwIfAborted();
        const bytes = await file.read({ byteFrom, byteTo: Math.min(byteFrom + bytesPerRead, file.length) });
        if (byteFrom === 0 && bytes.subarray(0, binaryWithin).includes(0)) return "is a binary file";
        tokens += encoding.countTokens(stream.pushBytes(bytes), policy);
        await yieldToOthers();
      }
      return { path, tokens: tokens + encoding.countTokens(stream.finish(), policy), bytes: file.length };
    } finally {
      await file.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof TypeError ? "is not UTF-8 text" : unreadable(error);
  }
}
