/** The last part of an address, as people say it. */
import type * as vscode from "vscode";

export const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf("/") + 1);
