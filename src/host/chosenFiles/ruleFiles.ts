/**
 * The ignore files of a tree, read where they are: `.gitignore`, `.ignore` and `.rgignore` in each folder, as VS Code's search has them, and those
 * that a repository has besides; and the user's own ignore file. Where one can't be read, what it keeps out is unknown: nothing below its folder may
 * be taken without a yes.
 */
import { say, type Sentence } from "../../core/sentence.ts";
import * as vscode from "vscode";
import { type IgnoreRules, ignoreFileProblem, longestIgnoreFile, noIgnoreRules } from "../../core/datasets/chosenFiles/ignoreRules.ts";
import { nameOf } from "../names.ts";
import { isNotFound } from "../smallFile.ts";
import { filesOfRepository } from "./repositoryFiles.ts";
import { passOver, type RuleOptions } from "./unknownRules.ts";
import { unreadable } from "./unreadable.ts";

/** The rules in force in a folder. What either kind ignores is ignored: `.ignore` can't take back what Git keeps out. */
export interface FolderRules {
  readonly git: IgnoreRules;
  readonly search: IgnoreRules;
}

export const noRules: FolderRules = { git: noIgnoreRules, search: noIgnoreRules };

/** @param path relative to the top, as the rules were read */
export const isIgnored = ({ git, search }: FolderRules, path: string, isFolder: boolean): boolean =>
  git.ignores(path, isFolder) || search.ignores(path, isFolder);

/**
 * The rules in force above a folder chosen, from the top down. That they ignore the folder itself counts for nothing: it was asked for.
 * @throws RulesUnknown where some can't be read, and nobody said yes
 */
export async function rulesAbove(
  top: vscode.Uri,
  folder: vscode.Uri,
  excludesFile: vscode.Uri | undefined,
  options: RuleOptions,
): Promise<FolderRules> {
  let rules = noRules;
  const own = excludesFile === undefined ? undefined : await readRules(excludesFile, options);
  if (own !== undefined) rules = { ...rules, git: rules.git.with("", own.text, own) };
  for (const parent of foldersBetween(top, folder)) rules = await rulesIn(parent, top, rules, options);
  const path = relativePath(top, folder);
  return { git: rules.git.exceptFor(path), search: rules.search.exceptFor(path) };
}

/**
 * The rules above and those of a folder's own files.
 * @param names of what is in the folder; left out: not known
 * @throws RulesUnknown where one can't be read, and nobody said yes
 */
export async function rulesIn(
  folder: vscode.Uri,
  top: vscode.Uri,
  above: FolderRules,
  options: RuleOptions,
  names?: readonly string[],
): Promise<FolderRules> {
  const listed = names === undefined ? undefined : new Set(names.map((name) => name.toLowerCase())); // as file systems without case find them
  const path = relativePath(top, folder);
  const extend = async (rules: IgnoreRules, file: vscode.Uri): Promise<IgnoreRules> => {
    const found = await readRules(file, options);
    return found === undefined ? rules : rules.with(path, found.text, found);
  };
  const extendByName = (rules: IgnoreRules, name: string): IgnoreRules | Promise<IgnoreRules> =>
    listed?.has(name) === false ? rules : extend(rules, vscode.Uri.joinPath(folder, name));
  let { git } = above;
  for (const file of listed?.has(".git") === false ? [] : await filesOfRepository(folder, options)) git = await extend(git, file);
  const search = await extendByName(above.search, ".ignore");
  return { git: await extendByName(git, ".gitignore"), search: await extendByName(search, ".rgignore") };
}

/**
 * The folder whose ignore files come first: the repository's top folder or the workspace folder, whichever is higher. Outside this machine's
 * disk only the workspace folder is known.
 * @param root the workspace folder, or another that may hold the folder; both where they are once links are followed
 */
export async function topFolder(folder: vscode.Uri, root: vscode.Uri): Promise<vscode.Uri> {
  const workspaceFolder = folderPath(folder).startsWith(folderPath(root)) ? root : folder;
  if (folder.scheme !== "file") return workspaceFolder;
  for (let at = folder; ; at = vscode.Uri.joinPath(at, "..")) {
    const git = await statOf(vscode.Uri.joinPath(at, ".git")).catch(() => undefined); // a folder that may not be looked into is nobody's top
    if (git !== undefined) return at.path.length < workspaceFolder.path.length ? at : workspaceFolder;
    if (vscode.Uri.joinPath(at, "..").path === at.path) return workspaceFolder;
  }
}

/** With `/`, "" for the top itself. */
export const relativePath = (top: vscode.Uri, uri: vscode.Uri): string => uri.path.slice(folderPath(top).length);
export const folderPath = (uri: vscode.Uri): string => (uri.path.endsWith("/") ? uri.path : `${uri.path}/`);

interface RuleText {
  readonly text: string;
  /** Whether the folder's file system takes no notice of case, as Git finds it out. */
  readonly ignoreCase: boolean;
}

/** @returns undefined where there is no such file, or it can't be read and may be passed over */
async function readRules(uri: vscode.Uri, options: RuleOptions): Promise<RuleText | undefined> {
  const found = await tryToRead(uri);
  if (found === undefined || "text" in found) return found;
  await passOver({ uri, reason: found }, options);
  return undefined;
}

/** @returns the text; undefined where there is none; a sentence that says why it can't be read */
async function tryToRead(uri: vscode.Uri): Promise<RuleText | undefined | Sentence> {
  try {
    const stat = await statOf(uri);
    if (stat === undefined) return undefined;
    if ((stat.type & vscode.FileType.Directory) !== 0) return say`is a folder`;
    if ((stat.type & vscode.FileType.File) === 0) return say`is neither a file nor a folder`; // a pipe would be waited for without end
    if (stat.size > longestIgnoreFile) return ignoreFileProblem(new Uint8Array(stat.size));
    const bytes = await vscode.workspace.fs.readFile(uri);
    const capital = await statOf(uri.with({ path: uri.path.replace(/[^/]*$/, (name) => name.toUpperCase()) }));
    const ignoreCase = capital !== undefined && capital.mtime === stat.mtime && capital.size === stat.size;
    const text = new TextDecoder().decode(bytes);
    // Git follows no link here, searches do: what it names stays out, and it takes nothing back that another file keeps out.
    const isFollowed = nameOf(uri) !== ".gitignore" || (stat.type & vscode.FileType.SymbolicLink) === 0;
    return ignoreFileProblem(bytes) ?? { text: isFollowed ? text : withoutNegations(text), ignoreCase };
  } catch (error) {
    return unreadable(error);
  }
}

const withoutNegations = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !line.startsWith("!"))
    .join("\n");

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** From `top` down to the folder that holds `folder`. */
function foldersBetween(top: vscode.Uri, folder: vscode.Uri): vscode.Uri[] {
  const inside = relativePath(top, folder);
  if (inside === "" || !folder.path.startsWith(folderPath(top))) return [];
  const names = inside.split("/").slice(0, -1);
  return [top, ...names.map((_, depth) => vscode.Uri.joinPath(top, ...names.slice(0, depth + 1)))];
}
