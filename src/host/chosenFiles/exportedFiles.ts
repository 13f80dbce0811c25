/** Which files of a folder exports wrote: they are no inputs of the next export. */
import * as vscode from "vscode";
import { manifestName } from "../../core/datasets/manifest.ts";
import { exportedNames } from "../../core/datasets/readManifest.ts";

export const isNotFound = (error: unknown): boolean =>
  error instanceof vscode.FileSystemError && (error.code === "FileNotFound" || error.code === "FileNotADirectory");

/** The names that the manifest in a folder lists, and its own; none where there is no manifest of ours. */
export async function namesWrittenInto(folder: vscode.Uri): Promise<string[]> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, manifestName)));
    return [...exportedNames(text), manifestName];
  } catch {
    return []; // there is none, or it is somebody else's dataset.json
  }
}
