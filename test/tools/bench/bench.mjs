/** `npm run bench`: installs the peers on first use, bundles our engine and the benchmark, and runs it. Options: see main.bench.ts; `--install`
 *  installs the peers again. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildEngine, bundle } from "./build.mjs";

const directory = fileURLToPath(new URL(".", import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(`${directory}package.json`, "utf8"));

/** All peers ship what they need inside their packages (prebuilt native code, WebAssembly): no install script has to run. */
function installPeers() {
  console.error("Installing the peers into test/tools/bench/node_modules …");
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: directory,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0)
    throw new Error(`npm ci in ${directory} ended with ${npm.status}. Check the connection to the npm registry and try again.`);
}

const isInstalled = ([name, version]) => {
  const path = `${directory}node_modules/${name}/package.json`;
  return existsSync(path) && JSON.parse(readFileSync(path, "utf8")).version === version;
};

if (process.argv.includes("--install") || !Object.entries(devDependencies).every(isInstalled)) installPeers();
await buildEngine();
const main = await bundle("test/tools/bench/main.bench.ts", "main");
const run = spawnSync(process.execPath, ["--expose-gc", "--max-old-space-size=8192", main, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
