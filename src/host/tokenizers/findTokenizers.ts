/** The tokenizers' files that are offered: those of the setting `tokenscope.tokenizers`, of the workspace, and of the Hugging Face cache on
 *  this machine. Only names are looked at; nothing is read, and nothing is downloaded. */
import * as vscode from "vscode";
import { nameOf } from "../names.ts";
import type { Platform } from "../platform/platform.ts";
import { setting } from "../settings.ts";
import { isThere } from "../smallFile.ts";

export interface FoundTokenizer {
  readonly uri: vscode.Uri;
  /** The model's name, as far as the file's place tells it. */
  readonly label: string;
  /** Where it is, for people. */
  readonly place: string;
}

/** Files of the workspace, and models of the cache, that are offered at most. */
const mostOffered = 100;

export async function findTokenizers(platform: Platform): Promise<readonly FoundTokenizer[]> {
  const found = [...namedTokenizers(platform), ...(await inWorkspace()), ...(await inCache(platform))];
  const seen = new Set<string>();
  return found.filter(({ uri }) => !seen.has(uri.toString()) && seen.add(uri.toString()));
}

/** Name → path in the settings: absolute, from the home folder (`~/`), or from the workspace's first folder. */
export function namedTokenizers(platform: Platform): FoundTokenizer[] {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return Object.entries(setting("tokenizers", folder)).flatMap(([label, path]) => {
    const uri = placeOf(path, folder, platform);
    return uri === undefined ? [] : [{ uri, label, place: path }];
  });
}

function placeOf(path: string, folder: vscode.Uri | undefined, { homeFolder }: Platform): vscode.Uri | undefined {
  if (path.startsWith("~/")) return homeFolder && vscode.Uri.joinPath(homeFolder, path.slice(2));
  if (/^([/\\]|[A-Za-z]:)/.test(path)) return vscode.Uri.file(path);
  return folder && vscode.Uri.joinPath(folder, path);
}

async function inWorkspace(): Promise<FoundTokenizer[]> {
  const uris = await vscode.workspace.findFiles("**/{tokenizer.json,tekken.json,*.tiktoken}", undefined, mostOffered);
  return uris.map((uri) => ({ uri, label: labelOf(uri), place: vscode.workspace.asRelativePath(uri) }));
}

/** A tokenizer.json is called by the folder of its model, another file by its own name. */
export function labelOf(uri: vscode.Uri): string {
  const model = /\/models--([^/]+?)--([^/]+)\/snapshots\//.exec(uri.path);
  if (model !== null) return `${model[1]}/${model[2]}`;
  const name = nameOf(uri);
  if (!["tokenizer.json", "tekken.json"].includes(name)) return name;
  return `${nameOf(vscode.Uri.joinPath(uri, ".."))}/${name}`;
}

/** `models--ORG--NAME/snapshots/COMMIT/tokenizer.json`, of each model the first one that is there. */
async function inCache({ modelCache: huggingFaceCache }: Platform): Promise<FoundTokenizer[]> {
  if (huggingFaceCache === undefined) return [];
  const found: FoundTokenizer[] = [];
  for (const model of await foldersIn(huggingFaceCache)) {
    if (found.length >= mostOffered) break;
    if (!model.startsWith("models--")) continue;
    const snapshots = vscode.Uri.joinPath(huggingFaceCache, model, "snapshots");
    for (const commit of await foldersIn(snapshots)) {
      const uri = vscode.Uri.joinPath(snapshots, commit, "tokenizer.json");
      if (!(await isThere(uri))) continue;
      found.push({ uri, label: labelOf(uri), place: vscode.l10n.t("Hugging Face cache") });
      break;
    }
  }
  return found;
}

async function foldersIn(folder: vscode.Uri): Promise<string[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries.filter(([, type]) => (type & vscode.FileType.Directory) !== 0).map(([name]) => name);
  } catch {
    return []; // there is no such folder, or it can't be read
  }
}
