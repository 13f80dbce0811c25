/**
 * Files and folders chosen in the explorer → the files that are meant. What the editor and Git ignore is left out, as a search leaves it out;
 * names that begin with a dot, names that secrets have, links and Git's own folder are left out and listed with the reason. A file chosen by itself is taken whatever it is.
 */
import { say, type Sentence } from "../../core/sentence.ts";
import * as vscode from "vscode";
import { globMatcher, namesDotFolder } from "../../core/datasets/chosenFiles/globs.ts";
import { manifestName, type LeftOut } from "../../core/datasets/manifest.ts";
import { asksForSecret, secretWord } from "../../core/files/secretNames.ts";
import { namesWrittenInto } from "./exportedFiles.ts";
import type { Platform } from "../platform/platform.ts";
import { ownerOf } from "../platform/temporaryName.ts";
import { yieldToOthers } from "../slices.ts";
import { type FolderRules, folderPath, isIgnored, relativePath, rulesAbove, rulesIn, topFolder } from "./ruleFiles.ts";
import { type MayPassOver, type RuleOptions, RulesUnknown } from "./unknownRules.ts";
import { unreadable } from "./unreadable.ts";
import { setting } from "../settings.ts";

export interface ChosenFile {
  readonly uri: vscode.Uri;
  /** Relative to the folder that holds all that was chosen. */
  readonly path: string;
}

export interface ChosenFiles {
  /** The folder that holds all that was chosen. */
  readonly top: vscode.Uri;
  /** In the order of their paths. */
  readonly files: readonly ChosenFile[];
  /** Found below what was chosen, and left out for a reason that whoever chose should know. */
  readonly skipped: readonly LeftOut[];
}

export interface ChoiceOptions {
  readonly signal: AbortSignal;
  readonly mayPassOver: MayPassOver;
  /** Knows the user's own ignore file, and where links lead. */
  readonly platform: Pick<Platform, "gitExcludesFile" | "realFolder" | "homeFolder">;
}

interface FoundFiles {
  readonly files: vscode.Uri[];
  readonly skipped: { readonly uri: vscode.Uri; readonly reason: Sentence }[];
}

interface Walk extends ChoiceOptions, RuleOptions, FoundFiles {
  /** What globs are relative to: the workspace folder, or the chosen one outside any. */
  readonly root: vscode.Uri;
  /** What the paths of ignore rules are relative to, links followed. */
  readonly top: vscode.Uri;
  readonly include: readonly string[];
  readonly isExcluded: (path: string) => boolean;
  /** Whether the settings ask for this path, dots left aside. */
  readonly isIncluded: (path: string) => boolean;
  /** Whether they ask for it and write each dot that a name begins with. */
  readonly isNamed: (path: string) => boolean;
  /** Whether the chosen folder is inside one whose name begins with a dot: whoever chose it asked for its files. */
  readonly isBelowDot: boolean;
}

/** A pipe, a socket or a device: reading it may take without end. */
const neither = say`is neither a file nor a folder`;

/** How long names may be looked at before others get a turn, in ms. */
const sliceMs = 8;

export async function chosenFiles(chosen: readonly vscode.Uri[], options: ChoiceOptions): Promise<ChosenFiles> {
  const found = new Map<string, vscode.Uri>();
  const skipped: Walk["skipped"] = [];
  const folders: string[] = [];
  for (const uri of chosen) {
    const type = await typeOf(uri);
    if (typeof type === "object") {
      folders.push(parentPath(uri));
      skipped.push({ uri, reason: type });
      continue;
    }
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    folders.push(isFolder ? folderPath(uri) : parentPath(uri));
    if (!isFolder) found.set(uri.toString(), uri);
    else {
      const below = await walkBelow(uri, options);
      for (const file of below.files) found.set(file.toString(), file);
      skipped.push(...below.skipped);
    }
  }
  const common = commonFolder(folders);
  const pathOf = (uri: vscode.Uri): string => uri.path.slice(common.length);
  const [first] = chosen;
  return {
    top: (first ?? vscode.Uri.file("/")).with({ path: common.length > 1 ? common.slice(0, -1) : common }),
    files: [...found.values()].map((uri) => ({ uri, path: pathOf(uri) })).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    skipped: skipped.filter(({ uri }) => !found.has(uri.toString())).map(({ uri, reason }) => ({ path: pathOf(uri), reason })),
  };
}

/** @returns why it can't be read, as a clause, where it can't: what was chosen may be gone, or an address that another program made up */
async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | Sentence> {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === undefined) return say`can't be read: nothing here reads "${uri.scheme}:"`;
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & (vscode.FileType.File | vscode.FileType.Directory)) === 0 ? neither : type;
  } catch (error) {
    return unreadable(error);
  }
}

async function walkBelow(folder: vscode.Uri, options: ChoiceOptions): Promise<FoundFiles> {
  const { platform } = options;
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  const place = await platform.realFolder(folder);
  const settings = vscode.workspace.getConfiguration(undefined, folder);
  const globsOf = (name: string): string[] =>
    Object.entries(settings.get<Readonly<Record<string, unknown>>>(name) ?? {}).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
  const include = setting("export.include", folder);
  const readsIgnoreFiles = settings.get<boolean>("search.useIgnoreFiles") ?? true;
  const walk: Walk = {
    ...options,
    home: platform.homeFolder,
    root,
    top: readsIgnoreFiles ? await topFolder(place, await platform.realFolder(root)) : root,
    include,
    isExcluded: globMatcher([...globsOf("files.exclude"), ...globsOf("search.exclude"), ...setting("export.exclude", folder)]),
    isIncluded: globMatcher(include),
    isNamed: globMatcher(include, "named"),
    isBelowDot: relativePath(root, folder)
      .split("/")
      .some((name) => name.startsWith(".")),
    files: [],
    skipped: [],
  };
  await leavingOut(walk, folder, async () => {
    const above = readsIgnoreFiles ? await rulesAbove(walk.top, place, await platform.gitExcludesFile(), walk) : undefined;
    await enter(folder, place, above, walk);
  });
  return walk;
}

/** @param place the folder once links are followed; none is followed below it  @param above undefined: ignore files are not read */
async function enter(folder: vscode.Uri, place: vscode.Uri, above: FolderRules | undefined, walk: Walk): Promise<void> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const names = entries.map(([name]) => name);
  const rules = above === undefined ? undefined : await rulesIn(place, walk.top, above, walk, names);
  const written = new Set(names.includes(manifestName) ? await namesWrittenInto(folder) : []);
  let sliceEnd = performance.now() + sliceMs;
  for (const [name, type] of entries) {
    if (performance.now() > sliceEnd) {
      await yieldToOthers();
      sliceEnd = performance.now() + sliceMs;
    }
    walk.signal.throwIfAborted();
    const uri = vscode.Uri.joinPath(folder, name);
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    const path = relativePath(walk.root, uri);
    const real = vscode.Uri.joinPath(place, name);
    if (walk.isExcluded(path) || (rules !== undefined && isIgnored(rules, relativePath(walk.top, real), isFolder))) continue;
    if (!isFolder && !walk.isIncluded(path)) continue;
    const reason = written.has(name) ? say`was written by an export, says dataset.json beside it` : reasonToSkip(name, path, type, walk);
    if (reason !== undefined) walk.skipped.push({ uri, reason });
    else if (isFolder) await leavingOut(walk, uri, () => enter(uri, real, rules, walk));
    else walk.files.push(uri);
  }
}

/** Why an entry that neither the settings nor ignore files name is left out all the same. */
function reasonToSkip(name: string, path: string, type: vscode.FileType, walk: Walk): Sentence | undefined {
  const isFolder = (type & vscode.FileType.Directory) !== 0;
  const isLink = (type & vscode.FileType.SymbolicLink) !== 0;
  if (name.toLowerCase() === ".git") return say`is Git's own`;
  if (!isFolder && ownerOf(name) !== undefined) return say`is an unfinished file of an export`;
  const isAsked = isFolder ? !name.startsWith(".") || namesDotFolder(walk.include, name) : walk.isNamed(path);
  if (!isAsked && (name.startsWith(".") || !walk.isBelowDot))
    return say`has a name that begins with a dot: choose it by itself, or name it in tokenscope.export.include`;
  const word = isFolder ? undefined : secretWord(name);
  if (word !== undefined && !globMatcher(walk.include.filter((glob) => asksForSecret(glob, word)))(path))
    return say`has a name that keys and passwords are kept under: choose it by itself, or name it in tokenscope.export.include ("**/${name}")`;
  if (isLink && isFolder) return say`is a link to a folder, which may lead back to where it is`;
  if (isLink) return say`is a link, which may lead out of the folder: choose the file itself`;
  if (!isFolder && (type & vscode.FileType.File) === 0) return neither;
  return undefined;
}

/** Lists the folder as skipped where it can't be read, or its rules can't. */
async function leavingOut(walk: Walk, folder: vscode.Uri, enterIt: () => Promise<void>): Promise<void> {
  try {
    await enterIt();
  } catch (error) {
    if (error instanceof RulesUnknown) walk.skipped.push({ uri: folder, reason: error.sentence });
    else if (error instanceof vscode.FileSystemError) walk.skipped.push({ uri: folder, reason: unreadable(error) });
    else throw error;
  }
}

const parentPath = (uri: vscode.Uri): string => uri.path.slice(0, uri.path.lastIndexOf("/") + 1);

function commonFolder(folders: readonly string[]): string {
  let common = folders[0] ?? "";
  while (!folders.every((folder) => folder.startsWith(common))) common = common.slice(0, common.lastIndexOf("/", common.length - 2) + 1);
  return common;
}
