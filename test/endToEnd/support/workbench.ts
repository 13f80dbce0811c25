/** Drives a real VS Code: code-server's workbench in Chromium, with the extension and files of the test's own, as a user would use it.
 *  Everything waits for what is to be seen; nothing waits for a time. */
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Frame, Locator, Page } from "playwright-core";
import { launchChromium } from "../../tools/hosts/chromium.mjs";
import { startCodeServer } from "../../tools/hosts/codeServer.mjs";
import { buildFolder, resultsFolder, root } from "../../tools/hosts/paths.mjs";
import { makeRunFolder, removeRunFolder } from "../../tools/hosts/runFolder.mjs";
import { wordAt } from "./editorText.ts";
import { opened } from "./opened.ts";
import { openPalette } from "./palette.ts";

/** The themes every surface is looked at in: VS Code's own. */
export const themes = {
  dark: { name: "Default Dark Modern", className: "vs-dark" },
  light: { name: "Default Light Modern", className: "vs" },
  highContrast: { name: "Default High Contrast", className: "hc-black" },
  highContrastLight: { name: "Default High Contrast Light", className: "hc-light" },
} as const;
export type Theme = keyof typeof themes;

/** How long anything may take to appear before the test fails, in ms: slow machines included. */
const patience = 60_000;

/** How long a webview's frame may take to answer before the next one is asked, in ms. */
const framePatience = 2000;

export interface WorkbenchOptions {
  /** Files of the opened folder, by path below it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** The file of `files` that is open in the editor at first. */
  readonly open?: string;
  readonly theme?: Theme;
  /** The window, in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A package to install instead of running the extension from the checkout's folder. */
  readonly vsix?: string;
  /** Another extension's folder instead of the checkout's. */
  readonly extensionPath?: string;
  /** Variables that the extension host is to see. */
  readonly environment?: Readonly<Record<string, string>>;
  /** VS Code's display language; its own texts stay English, for no language pack is there. */
  readonly language?: string;
  /** Further flags for Chromium: `["--disable-gpu", "--disable-software-rasterizer"]` leaves it without WebGL. */
  readonly browserArgs?: readonly string[];
}

export interface Workbench {
  readonly page: Page;
  /** Absolute path of the opened folder. */
  readonly folder: string;
  /** Runs a command by its full title ("Tokenscope: Show Token IDs") through the palette, waiting until it is offered. */
  runCommand(title: string): Promise<void>;
  /** Opens a file of the folder in the editor. */
  openFile(path: string): Promise<void>;
  /** Chooses an entry of the quick pick that is open, by the start of its label. */
  choose(label: string): Promise<void>;
  /** The innermost webview frame that holds the selector; waits until one shows it. */
  webviewFrame(selector: string): Promise<Frame>;
  /** Puts the cursor at a 1-based line and column. */
  goTo(line: number, column?: number): Promise<void>;
  /** Points at the first visible occurrence of the text in the active editor until a hover shows, and returns the hover. */
  hoverWord(text: string): Promise<Locator>;
  /** A status bar entry that contains the text; waits for it. */
  statusBarItem(text: string | RegExp): Promise<Locator>;
  setTheme(theme: Theme): Promise<void>;
  /** Changes settings of the opened folder (window and resource scope); VS Code takes them up while the test goes on. */
  updateSettings(settings: Readonly<Record<string, unknown>>): void;
  /** Reloads the window, as "Developer: Reload Window" does, and waits until it is there again. */
  reload(): Promise<void>;
  readClipboard(): Promise<string>;
  /** Saves a picture as .build/screenshots/NAME.png. */
  screenshot(name: string): Promise<void>;
  /** What tried to leave the machine so far. */
  outsideRequests(): readonly string[];
  /** Ends everything. @throws Error naming each request that would have left the machine */
  close(): Promise<void>;
}

/** Opens VS Code on a new folder with the given files; close it in `afterAll`. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const parent = makeRunFolder();
  const folder = join(parent, "texts"); // the name that screenshots show
  mkdirSync(join(folder, ".vscode"), { recursive: true });
  for (const [path, content] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const { width = 1400, height = 900 } = options.size ?? {};
  const theme = themes[options.theme ?? "dark"];
  const settings = {
    "workbench.colorTheme": theme.name,
    "window.autoDetectColorScheme": false,
    "files.exclude": { "**/.vscode": true },
    ...options.settings,
  };
  const [server, browser] = await Promise.all([
    startCodeServer({
      folder,
      settings,
      environment: options.environment ?? {},
      ...(options.vsix ? { vsix: options.vsix } : { extensionPath: options.extensionPath ?? root }),
    }),
    launchChromium({ width, height, args: options.browserArgs ?? [] }),
  ]);
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.origin });
  const page = await browser.context.newPage();
  page.setDefaultTimeout(patience);
  if (options.language !== undefined) await page.addInitScript(speak, options.language);

  const outsideRequests = (): readonly string[] => [...browser.outsideRequests(), ...server.outsideRequests()];
  const quickInput = page.locator(".quick-input-widget");
  const quickText = quickInput.locator(".quick-input-box input");
  const quickRow = (label: string): Locator =>
    quickInput
      .locator(".monaco-list-row")
      .filter({ has: page.locator(".label-name", { hasText: new RegExp(`^\\s*${escape(label)}`) }) })
      .first();

  const folderSettings: Record<string, unknown> = {};
  // Of the settings files, VS Code on a server watches the folder's: the user's is read at start only.
  const updateSettings = (changes: Readonly<Record<string, unknown>>): void =>
    writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify(Object.assign(folderSettings, changes)));

  const ready = async (): Promise<void> => {
    await page.locator(".monaco-workbench .part.editor").waitFor();
    await page.locator(".monaco-workbench .part.statusbar .statusbar-item").first().waitFor();
  };

  /** Opens quick input with a text until `row` shows: entries that are contributed later do not appear by themselves. */
  const openQuickInput = async (text: string, row: Locator): Promise<void> => {
    const deadline = Date.now() + patience;
    for (;;) {
      await openPalette(page);
      const shown = await quickText
        .fill(text, { timeout: 3000 })
        .then(() => row.waitFor({ timeout: 3000 }))
        .then(
          () => true,
          () => false, // not offered yet, or a view that has just been opened took the focus, and the palette has closed
        );
      if (shown) return;
      if (Date.now() > deadline)
        throw new Error(
          `"${text}" was not offered; the list says: ${await quickInput.innerText({ timeout: 1000 }).catch(() => "nothing")}`,
        );
      await closeQuickInput();
    }
  };

  /** Where a view has just taken the focus, the key has to be pressed in the box itself, and again if VS Code passes over it. */
  const closeQuickInput = async (): Promise<void> => {
    const isGone = (timeout: number): Promise<boolean> =>
      quickInput.waitFor({ state: "hidden", timeout }).then(
        () => true,
        () => false,
      );
    for (const deadline = Date.now() + patience; !(await isGone(500)) && Date.now() < deadline;)
      await quickText.press("Escape", { timeout: 3000 }).catch(() => {}); // closed meanwhile
  };

  const workbench: Workbench = {
    page,
    folder,
    async runCommand(title) {
      const row = quickRow(title);
      const click = (): Promise<boolean> =>
        row.click({ timeout: 3000 }).then(
          () => true,
          () => false, // a view that has just been opened took the focus, and the palette has closed
        );
      do await openQuickInput(`>${title}`, row);
      while (!(await click()));
      // It has gone once the palette is closed or shows the command's own question.
      await page.waitForFunction(
        (typed) => document.querySelector<HTMLInputElement>(".quick-input-widget:not([style*='none']) input")?.value !== typed,
        `>${title}`,
      );
    },
    async openFile(path) {
      const row = quickInput.locator(".monaco-list-row").first();
      await openQuickInput(join(folder, path), row);
      await page.keyboard.press("Enter");
      await page.locator(`.editor-group-container.active .tab.active[data-resource-name="${path.split("/").at(-1)}"]`).waitFor();
      await page.locator(".editor-group-container.active .monaco-editor .view-lines").waitFor();
    },
    async choose(label) {
      await quickRow(label).click();
    },
    async webviewFrame(selector) {
      const deadline = Date.now() + patience;
      for (;;) {
        for (const frame of page.frames().toReversed()) {
          // A frame that VS Code is just making or taking away has nothing to ask, and may stay so for a minute: the others are asked meanwhile.
          const shown = await Promise.race([
            frame
              .locator(selector)
              .first()
              .isVisible()
              .catch(() => false),
            setTimeout(framePatience, false),
          ]);
          if (shown) return frame;
        }
        if (Date.now() > deadline) throw new Error(`No webview shows "${selector}".`);
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
    },
    async goTo(line, column = 1) {
      const text = `:${line}:${column}`;
      await openPalette(page);
      await quickText.fill(text);
      await page.keyboard.press("Enter");
      await quickInput.waitFor({ state: "hidden" });
    },
    async hoverWord(text) {
      const hover = page.locator(".monaco-hover:not(.hidden) .hover-contents, .monaco-resizable-hover .hover-contents").first();
      const deadline = Date.now() + patience;
      for (;;) {
        const place = await page.evaluate(wordAt, text);
        if (place) {
          await page.mouse.move(place.x, place.y - 200);
          await page.mouse.move(place.x - 1, place.y);
          await page.mouse.move(place.x, place.y);
          // A hover made before the extension is active shows nothing and does not refresh: move off and come back.
          const shown = await hover.waitFor({ timeout: 1500 }).then(
            () => true,
            () => false,
          );
          if (shown) return hover;
        }
        if (Date.now() > deadline) throw new Error(place ? `No hover appeared on "${text}".` : `The editor does not show "${text}".`);
        await page.mouse.move(width - 2, 2);
      }
    },
    async statusBarItem(text) {
      const item = page.locator(".part.statusbar .statusbar-item", { hasText: text }).first();
      await item.waitFor();
      return item;
    },
    async setTheme(next) {
      const { name, className } = themes[next];
      updateSettings({ "workbench.colorTheme": name });
      await page.locator(`.monaco-workbench.${className}`).waitFor();
    },
    updateSettings,
    async reload() {
      await page.goto(server.url()); // not with the file that was to be opened at first, which would be opened instead of what was open
      await ready();
    },
    readClipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    async screenshot(name) {
      mkdirSync(join(buildFolder, "screenshots"), { recursive: true });
      await page.screenshot({ path: join(buildFolder, "screenshots", `${name}.png`) });
    },
    outsideRequests,
    async close() {
      opened.delete(entry);
      const outside = outsideRequests();
      await browser.close();
      await server.stop();
      removeRunFolder(parent);
      if (outside.length > 0) throw new Error(`${outside.length} requests would have left the machine:\n${outside.join("\n")}`);
    },
  };
  const entry = {
    page,
    keepLogs: (name: string): void => {
      writeFileSync(join(resultsFolder, `${name}.server.log`), server.log());
      const logs = join(server.userData, "logs");
      if (existsSync(logs)) cpSync(logs, join(resultsFolder, `${name}.logs`), { recursive: true });
    },
  };
  opened.add(entry);
  try {
    await page.goto(server.url(options.open ? [["openFile", server.remote(join(folder, options.open))]] : []));
    await ready();
    if (options.open) await page.locator(".monaco-editor .view-lines").first().waitFor();
  } catch (error) {
    await workbench.close().catch(() => {});
    throw error;
  }
  return workbench;
}

/** VS Code's page sets this itself, before anything reads it. Runs inside the page. */
const speak = (language: string): unknown => Object.defineProperty(globalThis, "_VSCODE_NLS_LANGUAGE", { get: () => language, set() {} });

const escape = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
