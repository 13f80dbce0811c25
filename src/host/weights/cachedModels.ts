/**
 * Models in the cache that Hugging Face's libraries keep on this machine: `models--ORG--NAME/snapshots/COMMIT/…`, the commit in `refs/main`.
 * Nothing is downloaded, and nothing but names and sizes is read here.
 */
import * as vscode from "vscode";
import { readSmallFile } from "../smallFile.ts";

export interface CachedModel {
  /** As its page is called: "openai-community/gpt2". */
  readonly name: string;
  /** The newest files that are there. */
  readonly snapshot: vscode.Uri;
}

export interface CachedCheckpoint extends CachedModel {
  /** What *Load Embedding Weights…* reads: an index or a file of weights. */
  readonly file: vscode.Uri;
  /** Bytes of all files of weights. */
  readonly size: number;
}

const folderPattern = /^models--(.+)$/u;
/** Best first: an index leads to the files with the tables, and safetensors say more than a pickle. */
const fileNames = ["model.safetensors.index.json", "model.safetensors", "pytorch_model.bin"];

/** @param hub the cache's folder  @returns none where there is no such folder */
export async function cachedModels(hub: vscode.Uri): Promise<readonly CachedModel[]> {
  const folders = await namesIn(hub);
  const models = await Promise.all(
    folders.map(async (folder) => {
      const name = folderPattern.exec(folder)?.[1]?.replaceAll("--", "/");
      const snapshot = name === undefined ? undefined : await newestSnapshot(vscode.Uri.joinPath(hub, folder));
      return name === undefined || snapshot === undefined ? [] : [{ name, snapshot }];
    }),
  );
  return models.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those of the models that have weights which can be read. */
export async function cachedCheckpoints(hub: vscode.Uri): Promise<readonly CachedCheckpoint[]> {
  const models = await cachedModels(hub);
  const found = await Promise.all(
    models.map(async (model) => {
      const names = await namesIn(model.snapshot);

      const chosen = fileNames.find((name) => names.includes(name)) ?? names.find((name) => name.endsWith(".safetensors"));
      if (chosen === undefined) return [];
      const counted = chosen.endsWith(".bin") ? [chosen] : names.filter((name) => name.endsWith(".safetensors"));
      const sizes = await Promise.all(counted.map((name) => sizeOf(vscode.Uri.joinPath(model.snapshot, name))));
      const size = sizes.reduce((sum, each) => sum + each, 0);
      return size === 0 ? [] : [{ ...model, file: vscode.Uri.joinPath(model.snapshot, chosen), size }];
    }),
  );
  return found.flat();
}

/** The one that `refs/main` names; another one where the model was downloaded by its commit. */
async function newestSnapshot(model: vscode.Uri): Promise<vscode.Uri | undefined> {
  const snapshots = vscode.Uri.joinPath(model, "snapshots");
  const commits = await namesIn(snapshots);
  const main = await textOf(vscode.Uri.joinPath(model, "refs", "main"));
  const commit = commits.find((name) => name === main) ?? commits.at(-1);
  return commit === undefined ? undefined : vscode.Uri.joinPath(snapshots, commit);
}

/** Bytes: the name of a commit has 40. */
const longestReference = 1024;

async function namesIn(folder: vscode.Uri): Promise<readonly string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    return []; // not there, or not to be read
  }
}

/** Links lead to the files themselves. 0 for a link that leads nowhere. */
async function sizeOf(file: vscode.Uri): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(file)).size;
  } catch {
    return 0;
  }
}

async function textOf(file: vscode.Uri): Promise<string> {
  try {
    const bytes = await readSmallFile(file, longestReference);
    return new TextDecoder().decode(bytes).trim();
  } catch {
    return "";
  }
}
