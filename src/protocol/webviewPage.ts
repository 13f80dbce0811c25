/** The one page and the one content policy of all webviews: what the host gives to every view, and what views find there. */
export type ViewApp = "tokenView" | "embeddingInspector";

export interface WebviewPage {
  readonly app: ViewApp;
  /** Of the display, as BCP 47. */
  readonly language: string;
  /** Where the built files come from, as a content policy's source. */
  readonly source: string;
  /** Fresh for each page. */
  readonly nonce: string;
  /** The address of one built file. */
  readonly address: (name: string) => string;
  /** Translations by their English sentences, as `vscode.l10n.bundle` has them; undefined: the views are shown in English. */
  readonly translations?: Readonly<Record<string, string>> | undefined;
}

/**
 * Scripts only with this page's nonce (what they import has it too), styles, fonts and data only from the extension's own files, workers only from blobs that the
 * page made of its own files. Nothing else, and nothing from the network.
 */
export const contentPolicy = (source: string, nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    `connect-src ${source}`,
    "worker-src blob:",
  ].join("; ");

/** Data, which no browser runs; without "<" nothing in it can end its element. */
const dataBlock = (id: string, data: unknown): string =>
  `<script type="application/json" id="${id}">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>\n`;

/** The page of one app. Everything put into it is an address, a nonce or a translation of ours: no text of the user's ever enters HTML. */
export const webviewPage = ({ app, language, source, nonce, address, translations }: WebviewPage): string => `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(source, nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address("codicon.css")}">
<link rel="stylesheet" href="${address(`${app}.css`)}">
<title>Tokenscope</title>
</head>
<body>
<div id="app" data-worker="${address("embeddingWorker.js")}"></div>
${translations === undefined ? "" : dataBlock("l10n", translations)}<script type="module" nonce="${nonce}" src="${address(`${app}.js`)}"></script>
</body>
</html>`;
