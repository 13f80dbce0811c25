/** Serves one built webview app on loopback, with the page and the content policy that the extension gives it. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type * as vscode from "vscode";
import { type ViewApp, webviewHtml } from "../../../src/host/panels/webviewHtml.ts";
import { root } from "../../hosts/paths.mjs";

const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };

export interface PageServer {
  readonly origin: string;
  /** Makes bytes fetchable by the page, as a checkpoint's tables are; returns their address. */
  serve(name: string, bytes: Uint8Array): string;
  close(): Promise<void>;
}

export async function startPageServer(app: ViewApp): Promise<PageServer> {
  const files = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const answer = async (): Promise<Uint8Array | string> => {
      if (pathname === "/") return page();
      const served = files.get(pathname);
      if (served) return served;
      if (!pathname.startsWith("/dist/views/")) throw new Error("outside dist/views");
      return readFile(join(root, normalize(pathname)));
    };
    answer().then(
      (body) =>
        response
          .writeHead(200, { "Content-Type": types[extname(pathname)] ?? (pathname === "/" ? "text/html" : "application/octet-stream") })
          .end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function page(): string {
    const webview = { cspSource: origin, asWebviewUri: ({ path }: vscode.Uri) => `${origin}${path}` };
    // Only these two members are used, and `vscode` is the stand-in of this folder.
    return webviewHtml(webview as unknown as vscode.Webview, { path: "" } as vscode.Uri, app);
  }

  return {
    origin,
    serve(name, bytes) {
      files.set(`/served/${name}`, bytes);
      return `${origin}/served/${name}`;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
