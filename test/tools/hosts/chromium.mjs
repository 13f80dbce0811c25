/** Chromium under playwright-core: which one, and a launch in which every request that would leave this machine is refused and recorded. */
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { run } from "./processes.mjs";
import { makeRunFolder, removeRunFolder } from "./runFolder.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macPaths = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

const quietFlags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Services that Chromium itself asks for, whatever page it shows. They count only when a page asked for them. */
const ownServices = /(^|\.)(google|googleapis|gstatic|gvt1|gvt2|googleusercontent)\.com$/;

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser to use: what CHROMIUM_PATH says, else the first on PATH. @returns {string | undefined} */
export function findChromium() {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen) {
    if (!isExecutable(chosen))
      throw new Error(`CHROMIUM_PATH is ${chosen}, which is no program: set it to a Chromium or Chrome, or unset it.`);
    return chosen;
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...(process.platform === "darwin" ? macPaths : [])].find(isExecutable);
}

/** Finds a browser, or installs Debian's when that is possible without asking. @throws Error with the sentence that says what to install */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const advice =
    "The browser tests need Chromium or Chrome: install one (Debian, Ubuntu: sudo apt-get install chromium) or set CHROMIUM_PATH.";
  if (process.platform !== "linux" || !/^ID(_LIKE)?=.*debian/m.test(readRelease())) throw new Error(advice);
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot ? [] : ["sudo", "-n"];
  if (!isRoot && (await run("sudo", ["-n", "true"])).code !== 0) throw new Error(advice);
  console.log("Installing Debian's Chromium (about 20 s, once per machine) …");
  /** @param {readonly string[]} args */
  const apt = (args) => {
    const [command, ...rest] = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    return run(/** @type {string} */ (command), rest);
  };
  const install = ["install", "--yes", "--no-install-recommends", "chromium"];
  let result = await apt(install);
  if (result.code !== 0) {
    await apt(["update"]);
    result = await apt(install);
  }
  const installed = findChromium();
  if (!installed) throw new Error(`${advice}\n${result.output.trim()}`);
  return installed;
}

function readRelease() {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}

/**
 * @typedef {object} Browser
 * @property {import("playwright-core").BrowserContext} context a fresh profile
 * @property {() => string[]} outsideRequests what pages and workers asked of other machines; all was refused
 * @property {() => Promise<void>} close
 */

/**
 * Starts Chromium with a fresh profile behind a proxy that refuses everything: what is not on loopback can't be reached, and is recorded.
 * @param {{ width?: number, height?: number, headless?: boolean, args?: readonly string[] }} [options] size of the window in CSS pixels
 * @returns {Promise<Browser>}
 */
export async function launchChromium({ width = 1400, height = 900, headless = true, args = [] } = {}) {
  // Where Playwright listens to a service worker's own network, the worker that webviews wait for sometimes starts after 30 to 50 seconds only.
  process.env["PLAYWRIGHT_DISABLE_SERVICE_WORKER_NETWORK"] = "1";
  const { chromium } = await import("playwright-core"); // Late: this module is loaded before the packages are installed.
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium found: run `npm test`, which installs one where it can.");
  /** What reached the proxy: by host. @type {{ host: string, line: string }[]} */
  const refused = [];
  /** Hosts that pages asked for; what a service worker answered is among them, but never reaches the proxy. @type {Set<string>} */
  const askedByPages = new Set();
  const proxy = createServer((request, response) => {
    refused.push({ host: new URL(request.url ?? "", "http://unknown").hostname, line: `${request.method} ${request.url}` });
    response.writeHead(403).end();
  });
  proxy.on("connect", (request, socket) => {
    refused.push({ host: request.url?.replace(/:\d+$/, "") ?? "unknown", line: `CONNECT ${request.url}` });
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  await new Promise((listening) => proxy.listen(0, "127.0.0.1", () => listening(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (proxy.address());

  const profile = makeRunFolder();
  mkdirSync(join(profile, "Default"));
  // Debian's build blocks third-party cookies, and with them the service workers that webviews load their files through.
  writeFileSync(
    join(profile, "Default/Preferences"),
    JSON.stringify({ profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless,
    viewport: { width, height },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...quietFlags, `--proxy-server=http://127.0.0.1:${port}`, ...args],
  });
  context.on("request", (request) => askedByPages.add(new URL(request.url()).hostname));
  return {
    context,
    outsideRequests: () => refused.filter(({ host }) => askedByPages.has(host) || !ownServices.test(host)).map(({ line }) => line),
    close: async () => {
      await context.close();
      proxy.close();
      proxy.closeAllConnections();
      removeRunFolder(profile);
    },
  };
}
