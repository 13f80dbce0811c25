/** Opens the embedding inspector, built from its sources, in Chromium: VS Code's content policy and colours, a host inside the page. */
import { build } from "esbuild";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { vocabularyBytes } from "../../../../.config/vocabularies.mjs";
import type { LensPatch } from "../../../../src/protocol/lens.ts";
import type { TextState, WeightsState } from "../../../../src/protocol/views.ts";
import { opened } from "../../../endToEnd/support/opened.ts";
import { launchChromium } from "../../../hosts/chromium.mjs";
import { buildFolder, root } from "../../../hosts/paths.mjs";
import { type ThemeName, themes } from "../../tokenView/support/themes.ts";
import type { InspectorHost } from "./fakeHost.ts";

declare global {
  var inspectorHost: InspectorHost;
  /** Every WebGL context the page made, for tests that take them away. */
  var madeContexts: (WebGLRenderingContext | WebGL2RenderingContext)[];
}

export interface PageOptions {
  readonly text?: string;
  readonly lens?: LensPatch;
  readonly textState?: TextState;
  readonly weights?: WeightsState;
  readonly kept?: unknown;
  readonly theme?: ThemeName;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface InspectorPages {
  open(options: PageOptions): Promise<Page>;
  /** Serves bytes to the page. @returns their path */
  serve(name: string, bytes: Uint8Array): string;
  /** Errors of pages that nobody caught, and what the content policy refused: nothing, when all is well. */
  readonly complaints: readonly string[];
  screenshot(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

const nonce = "test";
const policy = (origin: string): string =>
  `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin}; font-src ${origin}; connect-src ${origin}; worker-src blob:`;

async function bundle(): Promise<Map<string, Uint8Array>> {
  const shared = { absWorkingDir: root, outdir: "/", bundle: true, write: false, platform: "browser", target: "es2023" } as const;
  const pages = await build({
    ...shared,
    entryPoints: {
      embeddingInspector: "src/views/embeddingInspector/main.tsx",
      embeddingWorker: "src/views/embeddingInspector/worker.ts",
    },
    format: "iife",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const host = await build({ ...shared, entryPoints: { fakeHost: "test/views/embeddingInspector/support/fakeHost.ts" }, format: "esm" });
  return new Map([...pages.outputFiles, ...host.outputFiles].map(({ path, contents }) => [path, contents]));
}

/** @param browserArgs further switches for Chromium */
export async function openInspectorPages(browserArgs: readonly string[] = []): Promise<InspectorPages> {
  const files = await bundle();
  const codicons = join(root, "node_modules/@vscode/codicons/dist");
  for (const name of ["codicon.css", "codicon.ttf"]) files.set(`/${name}`, readFileSync(join(codicons, name)));
  files.set("/gpt2.vocabulary", await vocabularyBytes("gpt2"));
  const types: Record<string, string> = { css: "text/css", js: "text/javascript", ttf: "font/ttf" };
  let origin = "";
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const contents = files.get(pathname);
    if (pathname === "/") response.writeHead(200, { "content-type": "text/html" }).end(html(origin));
    else if (contents === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": types[pathname.split(".").at(-1) ?? ""] ?? "application/octet-stream" }).end(contents);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is an object
  const browser = await launchChromium({ args: [...browserArgs] });
  const complaints: string[] = [];
  const pages: { readonly page: Page; readonly keepLogs: () => void }[] = [];

  return {
    complaints,
    serve(name, bytes) {
      files.set(`/${name}`, bytes);
      return `${origin}/${name}`;
    },
    async open(options) {
      const page = await browser.context.newPage();
      const entry = { page, keepLogs: () => undefined };
      pages.push(entry);
      opened.add(entry);
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error.stack)));
      await page.setViewportSize({ ...(options.size ?? { width: 320, height: 1200 }) });
      const { bodyClass, variables } = themes[options.theme ?? "dark"];
      await page.addInitScript(
        ([className, values]) => {
          document.addEventListener("DOMContentLoaded", () => {
            document.body.classList.add(className);
            for (const [variable, value] of Object.entries(values))
              document.documentElement.style.setProperty(`--vscode-${variable}`, value);
          });
          globalThis.madeContexts = [];
          for (const kind of [OffscreenCanvas, HTMLCanvasElement]) {
            const make = kind.prototype.getContext as (...made: unknown[]) => unknown; // its overloads have no common signature
            kind.prototype.getContext = function getContext(this: OffscreenCanvas & HTMLCanvasElement, ...made: unknown[]) {
              const context = make.apply(this, made);
              if (String(made[0]).startsWith("webgl") && context !== null) globalThis.madeContexts.push(context as WebGLRenderingContext);
              return context;
            } as never;
          }
        },
        [bodyClass, variables] as const,
      );
      const query = new URLSearchParams({ text: options.text ?? "" });
      if (options.lens !== undefined) query.set("lens", JSON.stringify(options.lens));
      if (options.textState !== undefined) query.set("text-state", JSON.stringify(options.textState));
      if (options.weights !== undefined) query.set("weights", JSON.stringify(options.weights));
      if (options.kept !== undefined) query.set("kept", JSON.stringify(options.kept));
      await page.goto(`${origin}/?${query}`);
      return page;
    },
    async screenshot(page, name) {
      mkdirSync(join(buildFolder, "screenshots"), { recursive: true });
      await page.screenshot({ path: join(buildFolder, "screenshots", `${name}.png`), fullPage: true });
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
<link rel="stylesheet" href="/embeddingInspector.css">
<title>Tokenscope</title>
</head>
<body>
<div id="app" data-worker="/embeddingWorker.js"></div>
<script type="module" nonce="${nonce}" src="/fakeHost.js"></script>
</body>
</html>`;
