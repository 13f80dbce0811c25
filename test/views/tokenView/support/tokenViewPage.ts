/** Opens the token view, built from its sources, in Chromium: VS Code's content policy, VS Code's colours, a host inside the page. */
import { build } from "esbuild";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { vocabularyBytes } from "../../../../.config/vocabularies.mjs";
import type { LensPatch } from "../../../../src/protocol/lens.ts";
import type { TextState } from "../../../../src/protocol/views.ts";
import { opened } from "../../../endToEnd/support/opened.ts";
import { launchChromium } from "../../../hosts/chromium.mjs";
import { buildFolder, root } from "../../../hosts/paths.mjs";
import type { FakeHost } from "./fakeHost.ts";
import { type ThemeName, themes } from "./themes.ts";

declare global {
  var fakeHost: FakeHost;
}

interface PageOptions {
  readonly text?: string;
  /** A long text: this, so many times. */
  readonly pattern?: string;
  readonly times?: number;
  readonly lens?: LensPatch;
  readonly state?: TextState;
  readonly theme?: ThemeName;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface TokenViewPages {
  open(options: PageOptions): Promise<Page>;
  /** What pages said on their consoles, and errors nobody caught: nothing, when all is well. */
  readonly complaints: readonly string[];
  screenshot(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

const nonce = "test";
const policy = (origin: string): string =>
  `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin}; font-src ${origin}; connect-src ${origin}; worker-src blob:`;

async function bundle(): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { tokenView: "src/views/tokenView/main.tsx" },
    outdir: "/",
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2023",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const host = await build({
    absWorkingDir: root,
    entryPoints: { fakeHost: "test/views/tokenView/support/fakeHost.ts" },
    outdir: "/",
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2023",
  });
  return new Map([...outputFiles, ...host.outputFiles].map(({ path, contents }) => [path, contents]));
}

export async function openTokenViewPages(): Promise<TokenViewPages> {
  const files = await bundle();
  const codicons = join(root, "node_modules/@vscode/codicons/dist");
  for (const name of ["codicon.css", "codicon.ttf"]) files.set(`/${name}`, readFileSync(join(codicons, name)));
  files.set("/gpt2.vocabulary", await vocabularyBytes("gpt2"));
  const types = { css: "text/css", js: "text/javascript", ttf: "font/ttf", vocabulary: "application/octet-stream" };
  let origin = "";
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const contents = files.get(pathname);
    if (pathname === "/") response.writeHead(200, { "content-type": "text/html" }).end(html(origin));
    else if (contents === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": types[pathname.split(".").at(-1) as keyof typeof types] }).end(contents); // one of the files above
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is an object
  const browser = await launchChromium();
  const complaints: string[] = [];
  const pages: { readonly page: Page; readonly keepLogs: () => void }[] = [];

  return {
    complaints,
    async open(options) {
      const page = await browser.context.newPage();
      const entry = { page, keepLogs: () => undefined };
      pages.push(entry);
      opened.add(entry);
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error.stack)));
      await page.setViewportSize({ ...(options.size ?? { width: 1000, height: 700 }) });
      const { bodyClass, variables } = themes[options.theme ?? "dark"];
      await page.addInitScript(
        ([className, values]) =>
          document.addEventListener("DOMContentLoaded", () => {
            document.body.classList.add(className);
            for (const [name, value] of Object.entries(values)) document.documentElement.style.setProperty(`--vscode-${name}`, value);
          }),
        [bodyClass, variables] as const,
      );
      const query = new URLSearchParams();
      for (const key of ["text", "pattern", "times"] as const) if (options[key] !== undefined) query.set(key, String(options[key]));
      for (const key of ["lens", "state"] as const) if (options[key] !== undefined) query.set(key, JSON.stringify(options[key]));
      await page.goto(`${origin}/?${query}`);
      return page;
    },
    async screenshot(page, name) {
      mkdirSync(join(buildFolder, "screenshots"), { recursive: true });
      await page.screenshot({ path: join(buildFolder, "screenshots", `${name}.png`) });
    },
    async close() {
      for (const entry of pages) opened.delete(entry);
      await browser.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

const html = (origin: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(origin)}">
<link rel="stylesheet" href="/codicon.css">
<link rel="stylesheet" href="/tokenView.css">
<title>Tokenscope</title>
</head>
<body>
<div id="app"></div>
<script type="module" nonce="${nonce}" src="/fakeHost.js"></script>
</body>
</html>`;
