/** Opens a view, built from its sources, in Chromium: the extension's page and content policy, VS Code's themes, a host inside the page. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { opened, type OpenedPage } from "../../endToEnd/support/opened.ts";
import themes from "../../fixtures/themes.json" with { type: "json" };
import { launchChromium } from "../../tools/hosts/chromium.mjs";
import { buildFolder } from "../../tools/hosts/paths.mjs";
import type { FakeHost, ServedOptions } from "./fakeHost.ts";
import { startViewServer, type ViewSources } from "./viewServer.ts";

declare global {
  var fakeHost: FakeHost;
}

export type Theme = keyof typeof themes;

export interface PageOptions extends ServedOptions {
  readonly theme?: Theme;
  /** The user prefers reduced motion. */
  readonly isStill?: boolean;
  /** English unless it says so; in "pseudo" every sentence is longer and marked. */
  readonly language?: "pseudo" | "zh-cn";
  /** The panel, in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface PagesOptions extends ViewSources {
  /** The panel's size unless a page asks for another, in CSS pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** Runs in each page before its own scripts; it may use nothing but globals. */
  readonly prepare?: () => void;
  /** Further switches for Chromium. */
  readonly browserArgs?: readonly string[];
}

export interface ViewPages {
  open(options: PageOptions): Promise<Page>;
  /** Makes bytes fetchable by the pages. @returns their address */
  serve(name: string, bytes: Uint8Array): string;
  /** Errors of pages that nobody caught or that were logged, what the content policy and the protocol refused: nothing, when all is well. */
  readonly complaints: readonly string[];
  /** Saves a picture as .build/screenshots/NAME.png. */
  screenshot(page: Page, name: string): Promise<void>;
  /** @throws Error naming what pages asked of other machines */
  close(): Promise<void>;
}

export async function openViewPages({ size, prepare = () => undefined, browserArgs = [], ...sources }: PagesOptions): Promise<ViewPages> {
  const [server, browser] = await Promise.all([startViewServer(sources), launchChromium({ args: [...browserArgs] })]);
  const complaints: string[] = [];
  const pages: OpenedPage[] = [];

  return {
    complaints,
    serve: (name, bytes) => server.serve(name, bytes),
    async open({ theme = "dark", size: own = size, language, isStill = false, ...served }) {
      const page = await browser.context.newPage();
      const entry = { page, keepLogs: () => undefined };
      pages.push(entry);
      opened.add(entry);
      page.on("close", () => opened.delete(entry));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error.stack)));
      await page.setViewportSize({ ...own });
      if (isStill) await page.emulateMedia({ reducedMotion: "reduce" });
      await page.addInitScript(`addEventListener("DOMContentLoaded", () => (${dress.toString()})(${JSON.stringify(themes[theme])}))`);
      await page.addInitScript(prepare);
      await page.goto(
        `${server.origin}/?${new URLSearchParams({ options: JSON.stringify(served), ...(language === undefined ? {} : { language }) })}`,
      );
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
      const outside = browser.outsideRequests();
      if (outside.length > 0) throw new Error(`Pages asked other machines, expected only their own server:\n${outside.join("\n")}`);
    },
  };
}

/** Changes the theme of an open page; resolves when the page has drawn what it reads from the theme, which it does in the next frame. */
export async function changeTheme(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(dress, themes[theme]);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Runs in the page: gives it what VS Code gives a webview in this theme. */
function dress({ variables, bodyClass, bodyData, defaultStyles }: (typeof themes)[Theme]): void {
  for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  document.body.className = bodyClass;
  Object.assign(document.body.dataset, bodyData);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(defaultStyles); // all in a layer, so its place among the page's sheets is of no matter
  document.adoptedStyleSheets = [sheet];
}
