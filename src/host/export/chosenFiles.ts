/** Files and folders chosen in the explorer → the documents of an export: what the editor and Git ignore is left out, as a search leaves it out. */
import * as vscode from "vscode";
import type { SkippedFile } from "../../core/datasets/manifest.ts";
import { globMatcher, ignoredBy, type IgnoreRules, parseIgnoreFile } from "../../core/datasets/globs.ts";
import { ownerOf } from "../platform/temporaryName.ts";
import { unreadable } from "./unreadable.ts";

export interface ChosenFile {
  readonly uri: vscode.Uri;
  /** Relative to the folder that holds all that was chosen. */
  readonly path: string;
}

export interface ChosenFiles {
  /** In the order of their paths. */
  readonly files: readonly ChosenFile[];
  /** Found below what was chosen, and no file that can be read. */
  readonly skipped: readonly SkippedFile[];
}

/** Rules of a `.gitignore`, and the folder it speaks of, its path ending in `/`. */
interface PlacedRules {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

interface Walk {
  readonly signal: AbortSignal;
  readonly isIncluded: (path: string) => boolean;
  readonly isExcluded: (path: string) => boolean;
  readonly readsIgnoreFiles: boolean;
  /** Path of the workspace folder, or of the chosen one outside any, ending in `/`: what globs are relative to. */
  readonly root: string;
  /** What is found. */
  readonly files: vscode.Uri[];
  readonly skipped: { readonly uri: vscode.Uri; readonly reason: string }[];
}

/** A file chosen itself is taken whatever the settings say. */
export async function chosenFiles(chosen: readonly vscode.Uri[], signal: AbortSignal): Promise<ChosenFiles> {
  const found = new Map<string, vscode.Uri>();
  const skipped: Walk["skipped"] = [];
  const folders: string[] = [];
  for (const uri of chosen) {
    const { type } = await vscode.workspace.fs.stat(uri);
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    folders.push(isFolder ? folderPath(uri) : parentPath(uri));
    if (!isFolder) found.set(uri.toString(), uri);
    else {
      const below = await walkBelow(uri, signal);
      for (const file of below.files) found.set(file.toString(), file);
      skipped.push(...below.skipped);
    }
  }
  const common = commonFolder(folders);
  const pathOf = (uri: vscode.Uri): string => uri.path.slice(common.length);
  return {
    files: [...found.values()].map((uri) => ({ uri, path: pathOf(uri) })).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    skipped: skipped.map(({ uri, reason }) => ({ path: pathOf(uri), reason })),
  };
}

async function walkBelow(folder: vscode.Uri, signal: AbortSignal): Promise<Walk> {
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  const settings = vscode.workspace.getConfiguration(undefined, folder);
  const globsOf = (name: string): string[] =>
    Object.entries(settings.get<Readonly<Record<string, unknown>>>(name) ?? {}).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
  const walk: Walk = {
    signal,
    isIncluded: globMatcher(settings.get<string[]>("tokenscope.export.include") ?? ["**/*"]),
    isExcluded: globMatcher([
      ...globsOf("files.exclude"),
      ...globsOf("search.exclude"),
      ...(settings.get<string[]>("tokenscope.export.exclude") ?? []),
    ]),
    readsIgnoreFiles: settings.get<boolean>("search.useIgnoreFiles") ?? true,
    root: folderPath(workspaceFolder),
    files: [],
    skipped: [],
  };
  const above: PlacedRules[] = [];
  for (const parent of foldersBetween(workspaceFolder, folder)) above.push(...(await ignoreRulesIn(parent, walk)));
  await enter(folder, above, walk);
  return walk;
}

async function enter(folder: vscode.Uri, above: readonly PlacedRules[], walk: Walk): Promise<void> {
  walk.signal.throwIfAborted();
  const rules = [...above, ...(await ignoreRulesIn(folder, walk))];
  const entries = await entriesOf(folder, walk);
  for (const [name, type] of entries) {
    const uri = vscode.Uri.joinPath(folder, name);
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    const path = uri.path.slice(walk.root.length);
    if (walk.isExcluded(path) || isIgnored(rules, uri.path, isFolder)) continue;
    if (!isFolder && ownerOf(name) !== undefined) walk.skipped.push({ uri, reason: "is an unfinished file of an export" });
    else if (type === vscode.FileType.Directory) await enter(uri, rules, walk);
    else if (isFolder) walk.skipped.push({ uri, reason: "is a link to a folder, which may lead back to where it is" });
    else if (!walk.isIncluded(path)) continue;
    else if ((type & vscode.FileType.File) !== 0) walk.files.push(uri);
    else walk.skipped.push({ uri, reason: "is neither a file nor a folder, or a link that leads nowhere" });
  }
}

/** A folder that can't be read is left out as a file is. */
async function entriesOf(folder: vscode.Uri, walk: Walk): Promise<readonly (readonly [string, vscode.FileType])[]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch (error) {
    walk.skipped.push({ uri: folder, reason: unreadable(error) });
    return [];
  }
}

/** The nearest file that says anything decides. */
function isIgnored(rules: readonly PlacedRules[], path: string, isFolder: boolean): boolean {
  for (const { folder, rules: own } of rules.toReversed()) {
    const ignored = ignoredBy(own, path.slice(folder.length), isFolder);
    if (ignored !== undefined) return ignored;
  }
  return false;
}

async function ignoreRulesIn(folder: vscode.Uri, { readsIgnoreFiles }: Walk): Promise<PlacedRules[]> {
  if (!readsIgnoreFiles) return [];
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, ".gitignore"));
    return [{ folder: folderPath(folder), rules: parseIgnoreFile(new TextDecoder().decode(bytes)) }];
  } catch {
    return []; // there is none
  }
}

/** From `top` down to the folder that holds `folder`. */
function foldersBetween(top: vscode.Uri, folder: vscode.Uri): vscode.Uri[] {
  const inside = folder.path.slice(folderPath(top).length);
  if (inside === "" || !folder.path.startsWith(folderPath(top))) return [];
  const names = inside.split("/").slice(0, -1);
  return [top, ...names.map((_, depth) => vscode.Uri.joinPath(top, ...names.slice(0, depth + 1)))];
}

const folderPath = (uri: vscode.Uri): string => (uri.path.endsWith("/") ? uri.path : `${uri.path}/`);
const parentPath = (uri: vscode.Uri): string => uri.path.slice(0, uri.path.lastIndexOf("/") + 1);

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? "";
  while (!folders.every((folder) => folder.startsWith(common))) common = common.slice(0, common.lastIndexOf("/", common.length - 2) + 1);
  return common;
}
