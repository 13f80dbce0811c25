/** Runs test/host (mocha) inside an extension host and counts what happened: code-server's, VS Code for the web's, or a downloaded VS Code's. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { launchChromium } from "./chromium.mjs";
import { startCodeServer } from "./codeServer.mjs";
import { resultsFolder, root } from "./paths.mjs";
import { makeRunFolder, removeRunFolder } from "./runFolder.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number, failures: { title: string, message: string }[] }} Counts */

const said = "host-suite ";
const marker = "host-suite-result ";

/** A suite that says nothing for so long has hung, in ms: twice what mocha allows one test. */
const patience = 240_000;

/** Shows what the suite says, and in which host, since two of them may run; everything else is the host's own noise.
 *  @param {string} line  @param {string} host */
function show(line, host) {
  if (line.startsWith(said)) console.log(` ${host} │ ${line.slice(said.length).replaceAll("\n", `\n ${host} │ `)}`);
}

/** Reads the suite's last line out of everything it printed; a suite that never got there is one failure.
 *  @param {readonly string[]} lines  @param {string} host  @returns {Counts} */
export function readResult(lines, host) {
  const line = lines.findLast((text) => text.includes(marker));
  if (line) return JSON.parse(line.slice(line.indexOf(marker) + marker.length));
  const message = `The suite ended before its result:\n${lines.slice(-40).join("\n")}`;
  return { passed: 0, failed: 1, skipped: 0, failures: [{ title: `tests inside ${host}`, message }] };
}

/** Makes a run folder with a text for the suite to open. @returns {string} */
export function makeSuiteFolder() {
  const folder = makeRunFolder();
  writeFileSync(join(folder, "sample.md"), "# A sample\n\nThe cat 🐈 sat on the mat.\n");
  return folder;
}

/**
 * Opens a workbench that runs the suite, and waits for its end.
 * @param {string} url of the workbench, with extensionTestsPath in it
 * @param {string} host what to call it in a failure
 * @param {() => readonly string[]} serverRequests what the host itself asked of other machines
 * @returns {Promise<Counts>}
 */
export async function runSuiteInBrowser(url, host, serverRequests) {
  const browser = await launchChromium();
  /** @type {string[]} */
  const lines = [];
  /** @type {Promise<unknown>[]} */
  const pictures = [];
  try {
    const page = await browser.context.newPage();
    /** @type {NodeJS.Timeout} */
    let timer;
    const silence = new Promise((done) => (timer = setTimeout(done, patience).unref()));
    await page.exposeFunction("codeAutomationLog", (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
      const line = format(...args);
      lines.push(line);
      if (line.startsWith(said)) timer.refresh();
      if (line.startsWith(said) && line.includes("✗")) pictures.push(picture(page, `${host}-${pictures.length + 1}`));
      show(line, host);
    });
    const ended = new Promise((done) => page.exposeFunction("codeAutomationExit", done).then(() => page.goto(url)));
    await Promise.race([ended, silence]);
    const counts = readResult(lines, host);
    const outside = [...browser.outsideRequests(), ...serverRequests()];
    if (outside.length === 0) return counts;
    const failure = { title: `no request leaves ${host}`, message: outside.join("\n") };
    return { ...counts, failed: counts.failed + 1, failures: [...counts.failures, failure] };
  } finally {
    await Promise.all(pictures);
    mkdirSync(resultsFolder, { recursive: true });
    writeFileSync(join(resultsFolder, `${host.replaceAll(/\W+/g, "-")}.log`), `${lines.join("\n")}\n`);
    await browser.close();
  }
}

/** Keeps what the window shows. @param {import("playwright-core").Page} page  @param {string} name */
function picture(page, name) {
  return page.screenshot({ path: join(resultsFolder, `${name.replaceAll(/\W+/g, "-")}.png`) }).catch(() => {});
}

/**
 * Runs a suite in code-server's extension host: Node, the real VS Code.
 * @param {string} [extensionPath]
 * @param {object} [options]
 * @param {string} [options.tests] the bundle of another suite than test/host
 * @param {Readonly<Record<string, string>>} [options.environment] variables for it
 * @param {"code-server" | "code-server-oldest"} [options.host] which VS Code
 */
export async function runHostSuite(
  extensionPath = root,
  { tests = join(extensionPath, "dist/test/hostSuite.cjs"), environment = {}, host = "code-server" } = {},
) {
  const folder = makeSuiteFolder();
  const example = join(extensionPath, "dist/test/extensions/example"); // uses our API, see test/host/api.test.ts
  const server = await startCodeServer({ folder, extensionPath, installed: [example], environment, host });
  try {
    const url = server.url([["extensionTestsPath", server.remote(tests)]]);
    return await runSuiteInBrowser(url, "VS Code", server.outsideRequests);
  } finally {
    await server.stop();
    removeRunFolder(folder);
  }
}
