/** `npm run verify:files`: installs the real files and the oracle on first use, bundles the check, and runs it for one file after the other.
 *  Options: see main.ts. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle } from "../bench/build.mjs";

const directory = fileURLToPath(new URL(".", import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(`${directory}package.json`, "utf8"));

const isInstalled = ([name, version]) => {
  const path = `${directory}node_modules/${name}/package.json`;
  return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).version === version;
};

if (!Object.entries(devDependencies).every(isInstalled)) {
  console.error("Installing real tokenizers' files into test/tools/verifyFiles/node_modules …");
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0)
    throw new Error(`npm ci in ${directory} ended with ${npm.status}. Check the connection to the npm registry and try again.`);
}

const main = await bundle("test/tools/verifyFiles/main.ts", "verifyFiles");
const run = spawnSync(process.execPath, [main, directory, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
