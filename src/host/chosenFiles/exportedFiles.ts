/** Which files of a folder exports wrote: they are no inputs of the next export. */
import * as vscode from "vscode";
import { manifestName } from "../../core/datasets/manifest.ts";
import { exportedNames } from "../../core/datasets/readManifest.ts";
import { readSmallFile } from "../smallFile.ts";

/** Bytes of a manifest that are read: that of a million documents. */
export const longestManifest = 2 ** 28;

/** The names that the manifest in a folder lists, and its own; none where there is no manifest of ours. */
export async function namesWrittenInto(folder: vscode.Uri): Promise<string[]> {
  const uri = vscode.Uri.joinPath(folder, manifestName);
  try {
    const bytes = await readSmallFile(uri, longestManifest);
    return bytes === undefined ? [] : [...exportedNames(new TextDecoder().decode(bytes)), manifestName];
  } catch {
    return []; // there is none, or it is somebody else's dataset.json
  }
}
