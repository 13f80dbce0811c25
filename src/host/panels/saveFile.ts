/** Saves what a view made (a table, a picture) where the user says: whole, or not at all. */
import * as vscode from "vscode";
import type { Platform } from "../platform/platform.ts";

/** @param folder where the dialog starts  @returns false when the user chose no place */
export async function saveFile(platform: Platform, folder: vscode.Uri | undefined, name: string, bytes: Uint8Array): Promise<boolean> {
  const target = await vscode.window.showSaveDialog(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) });
  if (target === undefined) return false;
  const file = await platform.createFile(target);
  try {
    await file.write(bytes);
    await file.commit();
  } finally {
    await file.discard();
  }
  return true;
}
