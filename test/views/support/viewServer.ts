/** Serves one view, bundled from its sources, on loopback: the page and the content policy the extension gives it, and its host's script. */
import { build } from "esbuild";
import type { BuildOptions } from "esbuild";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { assemblyPlugin } from "../../../.config/assembly.mjs";
import { vocabularyBytes } from "../../../.config/vocabularies.mjs";
import { type ViewApp, webviewPage } from "../../../src/protocol/webviewPage.ts";
import { root } from "../../tools/hosts/paths.mjs";
import { pseudoTranslations } from "./pseudo.ts";

const types: Readonly<Record<string, string>> = { ".css": "text/css", ".js": "text/javascript", ".ttf": "font/ttf" };

export interface ViewSources {
  readonly app: ViewApp;
  /** The script of the host inside the page, below the checkout. */
  readonly host: string;
  /** Scripts the view starts as workers, by name. */
  readonly workers?: Readonly<Record<string, string>>;
}

export interface ViewServer {
  readonly origin: string;
  /** Makes bytes fetchable by the page, as a checkpoint's tables are. @returns their address */
  serve(name: string, bytes: Uint8Array): string;
  close(): void;
}

export async function startViewServer(sources: ViewSources): Promise<ViewServer> {
  const files = await bundle(sources);
  const codicons = join(root, "node_modules/@vscode/codicons/dist");
  for (const name of ["codicon.css", "codicon.ttf"]) files.set(`/${name}`, readFileSync(join(codicons, name)));
  // What is served is written in the page's address, which may be long.
  const server = createServer({ maxHeaderSize: 1 << 20 }, async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const [, ranks] = /^\/(\w+)\.vocabulary$/.exec(pathname) ?? [];
    if (ranks !== undefined && !files.has(pathname)) files.set(pathname, await vocabularyBytes(ranks));
    const contents = pathname === "/" ? page(sources.app, origin, searchParams.get("language")) : files.get(pathname);
    if (contents === undefined) response.writeHead(404).end();
    else
      response
        .writeHead(200, { "content-type": pathname === "/" ? "text/html" : (types[extname(pathname)] ?? "application/octet-stream") })
        .end(contents);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server's address is an object
  return {
    origin,
    serve(name, bytes) {
      files.set(`/${name}`, bytes);
      return `${origin}/${name}`;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The extension's own page, but that it starts with the host's script, which then starts the view's. */
const page = (app: ViewApp, origin: string, language: string | null): string =>
  webviewPage({
    translations: language === null ? undefined : language === "pseudo" ? pseudoTranslations() : translationsInto(language),
    app,
    language: language === "zh-cn" ? language : "en",
    source: origin,
    nonce: "test",
    address: (name) => (name === `${app}.js` ? "/fakeHost.js" : `/${name}`),
  });

/** The translations that ship. */
const translationsInto = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `l10n/bundle.l10n.${language}.json`), "utf8")) as Record<string, string>; // test/manifest checks it

async function bundle({ app, host, workers = {} }: ViewSources): Promise<Map<string, Uint8Array>> {
  const shared = {
    absWorkingDir: root,
    outdir: "/",
    bundle: true,
    write: false,
    platform: "browser",
    target: "es2023",
    plugins: [assemblyPlugin],
  } satisfies BuildOptions;
  const built = await Promise.all([
    build({
      ...shared,
      format: "esm",
      splitting: true,
      jsx: "automatic",
      jsxImportSource: "preact",
      entryPoints: { [app]: `src/views/${app}/main.tsx` },
    }),
    build({ ...shared, format: "iife", entryPoints: { ...workers } }),
    build({ ...shared, format: "esm", entryPoints: { fakeHost: host } }),
  ]);
  return new Map(built.flatMap(({ outputFiles }) => outputFiles.map(({ path, contents }) => [path, contents] as const)));
}
