/** Files that are looked at because they lie beside another one, not because somebody chose them: a folder of unknown origin may have anything there. */
import * as vscode from "vscode";

/**
 * @param longest bytes; more is no file of the kind that is looked for
 * @returns undefined where there is no such file, or it is longer, or a pipe or a device: reading one takes without end
 * @throws FileSystemError where it can't be read
 */
export async function readSmallFile(uri: vscode.Uri, longest: number): Promise<Uint8Array | undefined> {
  let stat: vscode.FileStat;
  try {
    stat = await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
  if ((stat.type & vscode.FileType.File) === 0 || stat.size > longest) return undefined;
  return vscode.workspace.fs.readFile(uri);
}

export const isNotFound = (error: unknown): boolean =>
  error instanceof vscode.FileSystemError && (error.code === "FileNotFound" || error.code === "FileNotADirectory");

export const isThere = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
