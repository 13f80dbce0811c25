/** Packages of a tool, in a node_modules of its own: installed when they are first needed. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** All of them ship what they need inside (prebuilt native code, WebAssembly): no install script has to run. @param {string} directory of the tool, with a slash  @param {string} what is installed, for who waits */
export function ensureInstalled(directory, what, isAsked = false) {
  const { devDependencies } = JSON.parse(readFileSync(`${directory}package.json`, "utf8"));
  const isInstalled = ([name, version]) => {
    const path = `${directory}node_modules/${name}/package.json`;
    return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).version === version;
  };
  if (!isAsked && Object.entries(devDependencies).every(isInstalled)) return;
  console.error(`Installing ${what} into ${directory}node_modules …`);
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0)
    throw new Error(`npm ci in ${directory} ended with ${npm.status}. Check the connection to the npm registry and try again.`);
}
