/** The files of ignore rules that a repository has besides those in its folders: `.git/info/exclude`, and one that its own settings name. */
import * as vscode from "vscode";
import { gitSettings } from "../../core/datasets/chosenFiles/gitConfig.ts";
import { isNotFound, readSmallFile } from "../smallFile.ts";
import { unreadable } from "./unreadable.ts";
import { passOver, type RuleOptions } from "./unknownRules.ts";

/** Bytes of the small files by which one folder of Git's names another: paths. */
const longestPointer = 2 ** 14;

/** Bytes of a repository's settings that are read. */
const longestConfig = 2 ** 20;

/**
 * @param folder the top of a repository, or none
 * @returns the files of rules, there or not, of which the later decide
 * @throws RulesUnknown where it can't be told which they are, and nobody said yes
 */
export async function filesOfRepository(folder: vscode.Uri, options: RuleOptions): Promise<readonly vscode.Uri[]> {
  try {
    const repository = await repositoryOf(folder);
    if (repository === undefined) return [];
    const own = await excludesFileOf(repository, folder, options);
    return [...(own === undefined ? [] : [own]), vscode.Uri.joinPath(repository, "info", "exclude")];
  } catch (error) {
    await passOver({ uri: vscode.Uri.joinPath(folder, ".git"), reason: unreadable(error) }, options);
    return [];
  }
}

/** Where Git keeps what it knows; a worktree's or submodule's `.git` is a file that says where. */
async function repositoryOf(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const git = vscode.Uri.joinPath(folder, ".git");
  const type = await typeOf(git);
  if (type === undefined) return undefined;
  if ((type & vscode.FileType.Directory) !== 0) return git;
  const place = /^gitdir: (.+)$/.exec((await readPointer(git)) ?? "")?.[1];
  if (place === undefined) return undefined; // no file of Git's
  const own = at(folder, place);
  const common = await readPointer(vscode.Uri.joinPath(own, "commondir")); // worktrees share it; a submodule has its own
  return common === undefined ? own : at(own, common);
}

/** `core.excludesFile` of the repository's own settings. Git has it in place of the user's; here what either names stays out. */
async function excludesFileOf(repository: vscode.Uri, folder: vscode.Uri, { home }: RuleOptions): Promise<vscode.Uri | undefined> {
  const bytes = await readSmallFile(vscode.Uri.joinPath(repository, "config"), longestConfig);
  const path = bytes && gitSettings(new TextDecoder().decode(bytes)).findLast(({ key }) => key === "core.excludesfile")?.value;
  if (path === undefined || path === "" || path === "/dev/null") return undefined;
  if (path.startsWith("~/")) return home && vscode.Uri.joinPath(home, path.slice(2));
  return at(folder, path);
}

async function readPointer(uri: vscode.Uri): Promise<string | undefined> {
  const bytes = await readSmallFile(uri, longestPointer);
  return bytes && new TextDecoder().decode(bytes).trim();
}

const at = (folder: vscode.Uri, path: string): vscode.Uri =>
  /^([/\\]|[a-z]:)/i.test(path) ? folder.with({ path: vscode.Uri.file(path).path }) : vscode.Uri.joinPath(folder, path);

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await vscode.workspace.fs.stat(uri)).type;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
