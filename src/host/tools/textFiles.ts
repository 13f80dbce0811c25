/** The files an agent's tool is to read: paths and globs → what the editor and Git don't ignore. */
import { inEnglish } from "../../core/sentence.ts";
import * as vscode from "vscode";
import { globMatcher } from "../../core/datasets/chosenFiles/globs.ts";
import { chosenFiles, type ChosenFiles } from "../chosenFiles/chosenFiles.ts";
import { unreadable } from "../chosenFiles/unreadable.ts";
import type { Platform } from "../platform/platform.ts";

const isGlob = (path: string): boolean => /[*?[{]/.test(path);

/** @param paths absolute, or relative to the workspace folder; a glob is relative to it  @throws Error that names the path to mend */
export async function filesOfPaths(
  platform: Platform,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<Pick<ChosenFiles, "files" | "skipped">> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uris: vscode.Uri[] = [];
  const globs: string[] = [];
  for (const path of paths) {
    if (isGlob(path)) globs.push(path);
    else uris.push(await existing(path, folder));
  }
  const options = { signal, mayPassOver: () => Promise.resolve(false), platform };
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
    throw new Error(`"${path}" ${inEnglish(unreadable(error))} (looked for at ${uri.path}).`, { cause: error });
  }
}
