/** Which files of a folder exports wrote: they are no inputs of the next export. */
import * as vscode from "vscode";
import { manifestName } from "../../core/datasets/manifest.ts";
import { exportedNames } from "../../core/datasets/readManifest.ts";

export const isNotFound = (error: unknown): boolean =>
  error instanceof vscode.FileSystemError && (error.code === "FileNotFound" || error.code === "FileNotADirectory");

/** Bytes of a manifest that are read: that of a million documents. */
const longestManifest = 2 ** 28;

/** The names that the manifest in a folder lists, and its own; none where there is no manifest of ours. */
export async function namesWrittenInto(folder: vscode.Uri): Promise<string[]> {
  const uri = vscode.Uri.joinPath(folder, manifestName);
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0 || size > longestManifest) return []; // a pipe would be waited for without end
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return [...exportedNames(text), manifestName];
  } catch {
    return []; // there is none, or it is somebody else's dataset.json
  }
}
