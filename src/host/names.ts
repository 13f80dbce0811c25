/** The last part of an address, as people say it, and as watchers of files take it. */
import * as vscode from "vscode";

export const nameOf = (uri: vscode.Uri): string => uri.path.slice(uri.path.lastIndexOf("/") + 1);

/** Matches this file alone: in VS Code's patterns a name may be a pattern, such as `[a].json`. */
export const patternOf = (uri: vscode.Uri): vscode.RelativePattern =>
  new vscode.RelativePattern(vscode.Uri.joinPath(uri, ".."), nameOf(uri).replaceAll(/[[\]{}*?]/g, "[$&]"));
