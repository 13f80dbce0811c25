/** `npm run bench:activation`: what the packaged extension's loading and activation take in the real extension host, beside what VS Code itself says in
 *  its editor "Startup Performance". Each round is a new window with a new extension host. VS Code's times are by the clock, and count what other extensions
 *  do while ours waits to be loaded: only a quiet machine says something. Processor time says something on a busy one too. */
import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { ensureChromium, launchChromium } from "./chromium.mjs";
import { startCodeServer } from "./codeServer.mjs";
import { makePackage } from "./package.mjs";
import { ensureHost, ensurePackages } from "./packages.mjs";
import { root } from "./paths.mjs";
import { makeRunFolder, removeRunFolder, shareRunFolder } from "./runFolder.mjs";

/** What issue 12 asks for, in ms. */
const goal = 20;
const rounds = 9;

/** @typedef {{ load: number, call: number, resolve: number }} Times in ms, as VS Code counts: the file is loaded, `activate` is called, its promise settles */

/** @typedef {{ clock: number, processor: number }} Time */

/** @param {import("playwright-core").Page} page  @returns {Promise<Times>} */
async function read(page) {
  const input = page.locator(".quick-input-widget .quick-input-box input");
  const title = "Developer: Startup Performance";
  await page.locator(".part.statusbar .statusbar-item", { hasText: /tokens/ }).waitFor(); // it is active, and has counted
  await page.keyboard.press("F1");
  await input.fill(`>${title}`);
  await page.locator(".quick-input-widget .monaco-list-row .label-name", { hasText: title }).first().click();
  const row = /^\|\s*tokenscope\.tokenscope\s*\|\s*\w+\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|/m;
  await page.locator(".tab.active", { hasText: "Startup Performance" }).waitFor();
  for (;;) {
    await page.locator(".editor-group-container.active .monaco-editor .view-lines").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Control+C");
    const found = row.exec(await page.evaluate(() => navigator.clipboard.readText()));
    if (found) return { load: Number(found[1]), call: Number(found[2]), resolve: Number(found[3]) };
  }
}

/** @param {readonly number[]} values  */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

shareRunFolder();
await ensurePackages();
await Promise.all([ensureChromium(), ensureHost("code-server")]);
const { vsix, figures } = await makePackage();
const folder = makeRunFolder();
writeFileSync(join(folder, "a.md"), "The cat sat on the mat.\n");
const times = join(folder, "times.jsonl");
const preloaded = [join(root, "test/tools/hosts/timedActivation.cjs")];
const server = await startCodeServer({ folder, vsix, preloaded, environment: { TOKENSCOPE_ACTIVATION_TIMES: times } });
const browser = await launchChromium();
try {
  await browser.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.origin });
  /** @type {Times[]} */
  const all = [];
  for (let round = 0; round < rounds; round++) {
    const page = await browser.context.newPage();
    await page.goto(server.url([["openFile", server.remote(join(folder, "a.md"))]]));
    all.push(await read(page));
    await page.close();
  }
  const told = all.map(({ load, call, resolve }) => `${load} + ${call} + ${resolve}`).join(", ");
  console.log(`${figures}\nVS Code's own count, load + call + settle, ms by the clock: ${told}`);
  /** @type {{ load: Time, activate: Time }[]} */
  const measured = readFileSync(times, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  for (const kind of /** @type {const} */ (["processor", "clock"])) {
    const each = measured.map(({ load, activate }) => `${load[kind].toFixed(1)} + ${activate[kind].toFixed(1)}`).join(", ");
    const middle = median(measured.map(({ load, activate }) => load[kind] + activate[kind])).toFixed(1);
    console.log(`In the extension host, load + activate, ms of ${kind}: ${each}; median ${middle} (goal ${goal})`);
  }
  console.log(`Load average ${loadavg()[0]?.toFixed(1)}`);
} finally {
  await browser.close();
  await server.stop();
  removeRunFolder(folder);
}
