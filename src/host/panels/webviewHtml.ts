/** The one page and the one content policy of all webviews. */
import * as vscode from "vscode";

export type ViewApp = "tokenView" | "embeddingInspector";

/** Where the built webview files are: the only local resources a webview may read, unless it is given a folder of tables. */
export const viewsFolder = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, "dist", "views");

/**
 * Scripts only with this page's nonce, styles, fonts and data only from the extension's own files, workers only from blobs that the
 * page made of its own files. Nothing else, and nothing from the network.
 */
export const contentPolicy = (cspSource: string, nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `connect-src ${cspSource}`,
    "worker-src blob:",
  ].join("; ");

/** The page of one app. Everything put into it is a URI or a nonce of ours: no text of the user's ever enters HTML. */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, app: ViewApp): string {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(viewsFolder(extensionUri), name)).toString();
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(webview.cspSource, nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file("codicon.css")}">
<link rel="stylesheet" href="${file(`${app}.css`)}">
<title>Tokenscope</title>
</head>
<body>
<div id="app" data-worker="${file("embeddingWorker.js")}"></div>
<script nonce="${nonce}" src="${file(`${app}.js`)}"></script>
</body>
</html>`;
}
