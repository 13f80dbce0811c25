/** A whole VS Code on a loopback address: code-server from npm, with a user-data folder of its own, ended together with us. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostFolder } from "./packages.mjs";
import { root } from "./paths.mjs";
import { run, start, stop } from "./processes.mjs";
import { makeRunFolder, removeRunFolder } from "./runFolder.mjs";

/** Settings that keep VS Code still and quiet: no welcome page, no chat, no telemetry, no updates, no animation. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "workbench.reduceMotion": "on",
  "workbench.tips.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "git.enabled": false,
  "window.restoreWindows": "none",
};

const quietFlags = [
  "--auth",
  "none",
  "--disable-telemetry",
  "--disable-update-check",
  "--disable-workspace-trust",
  "--disable-getting-started-override",
  "--ignore-last-opened",
  "--vscode-option",
  "enable-smoke-test-driver", // without it the payload of the address is ignored
];

/** The same for VS Code's own server, which code-server wraps: the oldest code-server hands it no options of its own. */
const serverFlags = [
  "--accept-server-license-terms",
  "--without-connection-token",
  "--telemetry-level",
  "off",
  "--disable-workspace-trust",
  "--disable-getting-started-override",
  "--enable-smoke-test-driver",
];

/**
 * @typedef {object} CodeServer
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {(payload?: readonly (readonly [string, string])[], folder?: string) => string} url address of a workbench on the folder; payload entries are
 *   handed to it, paths in them are made with `remote`
 * @property {(path: string) => string} remote an absolute path as the workbench addresses it
 * @property {string} userData the folder that holds its settings and logs
 * @property {() => string[]} outsideRequests each connection that a process of this server tried to make to another machine; all were refused
 * @property {() => string} log what the server printed so far
 * @property {Promise<unknown>} ended resolves when the server has ended, by whatever cause
 * @property {() => Promise<void>} stop ends every process and removes the run folder
 */

/**
 * Starts VS Code on a folder.
 * @param {object} options
 * @param {string} options.folder absolute path of the folder that is opened
 * @param {string} [options.extensionPath] a folder to run an extension from, as F5 does
 * @param {string} [options.vsix] a package to install first, as a user does
 * @param {readonly string[]} [options.installed] folders of further extensions, which are there as if they had been installed
 * @param {Record<string, unknown>} [options.settings] user settings on top of the quiet ones
 * @param {string} [options.userData] a folder to keep user data in from run to run; otherwise it is new and removed at the end
 * @param {readonly string[]} [options.preloaded] further scripts that each of its processes loads first, as guard.cjs
 * @param {Readonly<Record<string, string>>} [options.environment] variables that the extension host is to see
 * @param {number} [options.port] the port to listen on; otherwise any free one
 * @param {"code-server" | "code-server-oldest"} [options.host] which VS Code
 * @returns {Promise<CodeServer>}
 */
export async function startCodeServer({
  folder,
  extensionPath,
  vsix,
  installed = [],
  settings = {},
  userData,
  preloaded = [],
  environment = {},
  port = 0,
  host = "code-server",
}) {
  const runFolder = makeRunFolder();
  const userFolder = userData ?? join(runFolder, "user-data");
  const outsideLog = join(runFolder, "outside.jsonl");
  mkdirSync(join(userFolder, "User"), { recursive: true });
  writeFileSync(join(runFolder, "empty.yaml"), "");
  writeFileSync(outsideLog, "");
  const settingsFile = join(userFolder, "User/settings.json");
  if (!existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));

  const { node, entry, server } = executables(host);
  const guard = [join(root, "test/tools/hosts/guard.cjs"), ...preloaded].flatMap((script) => ["--require", script]); // An argument, not NODE_OPTIONS, which VS Code takes from its extension host.
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    ...environment,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    XDG_DATA_HOME: join(runFolder, "xdg"),
    XDG_RUNTIME_DIR: runFolder, // for its sockets
    TOKENSCOPE_OUTSIDE_LOG: outsideLog,
  };
  for (const name of ["PORT", "VSCODE_IPC_HOOK_CLI", "VITEST", "ELECTRON_RUN_AS_NODE"]) delete env[name];
  const dataFolders = ["--user-data-dir", userFolder, "--extensions-dir", join(runFolder, "extensions")];
  const common = ["--config", join(runFolder, "empty.yaml"), ...dataFolders];

  for (const extension of installed) {
    const { publisher, name, version } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
    cpSync(extension, join(runFolder, "extensions", `${publisher}.${name}-${version}`), { recursive: true });
  }
  if (vsix) {
    const { code, output } = await run(node, [...guard, entry, ...common, "--install-extension", vsix], { env });
    if (code !== 0) throw new Error(`VS Code did not install ${vsix}:\n${output}`);
  }
  const launch =
    host === "code-server"
      ? [entry, ...common, "--bind-addr", `127.0.0.1:${port}`, ...quietFlags, folder]
      : [server, ...dataFolders, "--host", "127.0.0.1", "--port", String(port), ...serverFlags];
  const child = start(node, [...guard, ...launch], {
    env: { ...env, TOKENSCOPE_PARENT_PIPE: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  let log = "";
  const end = async () => {
    await stop(child);
    removeRunFolder(runFolder);
  };
  const origin = await new Promise((/** @type {(origin: string) => void} */ listening, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk) => {
        log += chunk;
        const address = /(?:HTTP server listening on http:\/\/|Server bound to )(127\.0\.0\.1:\d+)/.exec(log)?.[1];
        if (address) listening(`http://${address}`);
      });
    }
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`code-server ended with code ${code} before it was ready:\n${log}`)));
  }).catch(async (error) => {
    await end();
    throw error;
  });

  const remote = (/** @type {string} */ path) => `vscode-remote://${new URL(origin).host}${path}`;
  const development = extensionPath ? [/** @type {const} */ (["extensionDevelopmentPath", remote(extensionPath)])] : [];
  return {
    origin,
    remote,
    userData: userFolder,
    url: (payload = [], opened = folder) =>
      `${origin}/?folder=${encodeURIComponent(opened)}&payload=${encodeURIComponent(JSON.stringify([...development, ...payload]))}`,
    outsideRequests: () => readFileSync(outsideLog, "utf8").split("\n").filter(Boolean),
    log: () => log,
    ended,
    stop: end,
  };
}

/** The Node, and the scripts that run code-server and the VS Code in it. @param {"code-server" | "code-server-oldest"} host */
function executables(host) {
  const installed = join(hostFolder(host), "node_modules");
  const scripts = {
    entry: join(installed, "code-server/out/node/entry.js"),
    server: join(installed, "code-server/lib/vscode/out/server-main.js"),
  };
  const wanted = JSON.parse(readFileSync(join(installed, "code-server/package.json"), "utf8")).engines.node;
  if (process.versions.node.startsWith(`${wanted}.`)) return { node: process.execPath, ...scripts };
  const own = join(installed, `node-linux-${process.arch}/bin/node`);
  if (process.platform === "linux" && existsSync(own)) return { node: own, ...scripts };
  throw new Error(
    `code-server needs Node ${wanted} and npm has none for ${process.platform}-${process.arch}: run this with Node ${wanted}, or use \`npm run test:electron\`.`,
  );
}
