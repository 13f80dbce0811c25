/** Opens a built webview app in Chromium against a host of the test's own: the real page, content policy, protocol and theme. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { ViewApp } from "../../../src/host/panels/webviewHtml.ts";
import { connect, type Connection, type Handlers, type MethodTable } from "../../../src/protocol/rpc.ts";
import type { ViewMethods } from "../../../src/protocol/views.ts";
import { opened } from "../../endToEnd/support/opened.ts";
import themes from "../../fixtures/themes.json" with { type: "json" };
import { launchChromium } from "../../hosts/chromium.mjs";
import { buildFolder } from "../../hosts/paths.mjs";
import { startPageServer } from "./pageServer.ts";
import { fromJson, toJson } from "./wire.ts";

export type Theme = keyof typeof themes;

export interface ViewOptions<Table extends MethodTable> {
  readonly app: ViewApp;
  /** What the host serves, from src/protocol. */
  readonly methods: Table;
  /** What this host answers; a method that is not here is answered with an error. */
  readonly handlers: Partial<Handlers<Table>>;
  readonly theme?: Theme;
  /** The panel, in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** What `getState` gives at first, as after a window reload. */
  readonly savedState?: unknown;
  /** Further flags for Chromium. */
  readonly browserArgs?: readonly string[];
}

export interface View {
  readonly page: Page;
  /** Talks to the view: `host.notify("state", state)`. */
  readonly host: Connection<ViewMethods>;
  /** Every request and notification of the view so far. */
  readonly calls: readonly { readonly method: string; readonly params: unknown }[];
  /** Makes bytes fetchable by the view; returns their address. */
  serve(name: string, bytes: Uint8Array): string;
  setTheme(theme: Theme): Promise<void>;
  /** What the view last gave `setState`. */
  savedState(): Promise<unknown>;
  /** Saves a picture as .build/screenshots/NAME.png. */
  screenshot(name: string): Promise<void>;
  /** @throws Error naming what went wrong in the page: errors, refused messages, broken content policy, requests to other machines */
  close(): Promise<void>;
}

export async function openView<Table extends MethodTable>(options: ViewOptions<Table>): Promise<View> {
  const { width = 900, height = 700 } = options.size ?? {};
  const [server, browser] = await Promise.all([
    startPageServer(options.app),
    launchChromium({ width, height, args: options.browserArgs ?? [] }),
  ]);
  const page = await browser.context.newPage();
  page.setDefaultTimeout(30_000);
  const problems: string[] = [];
  const calls: { method: string; params: unknown }[] = [];
  page.on("pageerror", (error) => problems.push(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });

  const host = connect<Table, ViewMethods>(
    { post: (message) => void page.evaluate(deliver, toJson(message)).catch(() => {}) }, // the page may be closing
    options.methods,
    new Proxy(options.handlers, {
      get: (handlers, method) =>
        Reflect.get(handlers, method) ?? (() => Promise.reject(new Error(`This test's host does not answer "${String(method)}".`))),
    }) as Handlers<Table>,
    (sentence) => problems.push(sentence),
  );
  await page.exposeFunction("postToHost", (json: string) => {
    const message = fromJson(json);
    if (isCall(message)) calls.push({ method: message.method, params: message.params });
    host.receive(message);
  });
  await page.exposeFunction("reportViolation", (text: string) => problems.push(text));
  await page.addInitScript(
    `(${installHost.toString()})(${toJson.toString()}, ${fromJson.toString()}, ${JSON.stringify(options.savedState ?? null)})`,
  );
  await page.addInitScript(applyTheme, themes[options.theme ?? "dark"]);
  const entry = { page, keepLogs: () => {} };
  opened.add(entry);
  await page.goto(server.origin);

  return {
    page,
    host,
    calls,
    serve: (name, bytes) => server.serve(name, bytes),
    setTheme: (theme) => page.evaluate(applyTheme, themes[theme]),
    savedState: () => page.evaluate(() => Reflect.get(globalThis, "savedState") as unknown),
    async screenshot(name) {
      mkdirSync(join(buildFolder, "screenshots"), { recursive: true });
      await page.screenshot({ path: join(buildFolder, "screenshots", `${name}.png`) });
    },
    async close() {
      opened.delete(entry);
      host.close();
      await browser.close();
      await server.close();
      problems.push(...browser.outsideRequests());
      if (problems.length > 0) throw new Error(`The page had ${problems.length} problems:\n${problems.join("\n")}`);
    },
  };
}

const isCall = (message: unknown): message is { method: string; params: unknown } =>
  typeof message === "object" && message !== null && "method" in message && "params" in message;

/** Runs in the page: what VS Code puts into a webview before its own scripts. */
function installHost(encode: typeof toJson, decode: typeof fromJson, savedState: unknown): void {
  const window = globalThis as unknown as Record<string, unknown> & { dispatchEvent: (event: Event) => boolean };
  window["savedState"] = savedState ?? undefined;
  window["acquireVsCodeApi"] = () => ({
    postMessage: (message: unknown) => (window["postToHost"] as (json: string) => unknown)(encode(message)),
    getState: () => window["savedState"],
    setState: (state: unknown) => (window["savedState"] = state),
  });
  window["deliver"] = (json: string) => window.dispatchEvent(new MessageEvent("message", { data: decode(json), origin: location.origin }));
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
    (window["reportViolation"] as (text: string) => unknown)(
      `The content policy refused ${blockedURI} (${violatedDirective}), asked for at ${sourceFile}:${lineNumber}.`,
    ),
  );
}

/** Runs in the page: hands a message of the host to the view. */
function deliver(json: string): void {
  (Reflect.get(globalThis, "deliver") as (json: string) => void)(json);
}

/** Runs in the page: dresses it as VS Code does, at once and when the body is there. */
function applyTheme(theme: (typeof themes)[Theme]): void {
  const apply = (): void => {
    const { style } = document.documentElement;
    const former = [...style].filter((name) => name.startsWith("--"));
    for (const name of former) style.removeProperty(name);
    for (const [name, value] of Object.entries(theme.variables)) style.setProperty(name, value);
    document.body.className = theme.bodyClass;
    Object.assign(document.body.dataset, theme.bodyData);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(theme.defaultStyles);
    document.adoptedStyleSheets = [sheet];
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", apply);
  else apply();
}
