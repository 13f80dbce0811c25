/** The page of a webview, with VS Code's addresses for the built files and a fresh nonce. */
import * as vscode from "vscode";
import { type ViewApp, webviewPage } from "../../protocol/webviewPage.ts";

/** Where the built webview files are: the only local resources a webview may read, unless it is given a folder of tables. */
export const viewsFolder = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, "dist", "views");

export const webviewHtml = (webview: vscode.Webview, extensionUri: vscode.Uri, app: ViewApp): string =>
  webviewPage({
    app,
    language: vscode.env.language,
    source: webview.cspSource,
    nonce: crypto.randomUUID().replaceAll("-", ""),
    translations: vscode.l10n.bundle,
    address: (name) => webview.asWebviewUri(vscode.Uri.joinPath(viewsFolder(extensionUri), name)).toString(),
  });
