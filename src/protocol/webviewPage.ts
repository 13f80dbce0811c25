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

export interface PolicyOptions {
  /** Whether WebAssembly may be compiled: `'wasm-unsafe-eval'`, which allows that and no evaluated script. A worker has the policy of its page. */
  readonly webAssembly: boolean;
}

/** The inspector trains in a worker with a WebAssembly kernel; the token view has no use for it. */
const policyOptions: Readonly<Record<ViewApp, PolicyOptions>> = {
  tokenView: { webAssembly: false },
  embeddingInspector: { webAssembly: true },
};

/**
 * Scripts only with this page's nonce (what they import has it too), styles, fonts and data only from the extension's own files, workers only from blobs that the
 * page made of its own files. Nothing else, and nothing from the network.
 */
export const contentPolicy = (source: string, nonce: string, { webAssembly }: PolicyOptions): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'${webAssembly ? " 'wasm-unsafe-eval'" : ""}`,
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
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(source, nonce, policyOptions[app])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address("codicon.css")}">
<link rel="stylesheet" href="${address(`${app}.css`)}">
<title>Tokenscope</title>
</head>
<body>
<div id="app" data-worker="${address("embeddingWorker.js")}" data-training-worker="${address("trainingWorker.js")}"></div>
${translations === undefined ? "" : dataBlock("l10n", translations)}<script type="module" nonce="${nonce}" src="${address(`${app}.js`)}"></script>
</body>
</html>`;
