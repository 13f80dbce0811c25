/** `npm run bench`: installs the peers on first use, bundles our engine and the benchmark, and runs it. Options: see main.bench.ts; `--install`
 *  installs the peers again. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "../install.mjs";
import { buildEngine, bundle } from "./build.mjs";

const directory = fileURLToPath(new URL(".", import.meta.url));
/** Whether a section is to run. */
function isAsked(section) {
  const at = process.argv.indexOf("--only");
  return at < 0 || process.argv[at + 1]?.split(",").includes(section);
}

ensureInstalled(directory, "the peers", process.argv.includes("--install"));
if (isAsked("files")) ensureInstalled(fileURLToPath(new URL("../verifyFiles/", import.meta.url)), "real tokenizers' files");
await buildEngine();
const main = await bundle("test/tools/bench/main.bench.ts", "main");
const run = spawnSync(process.execPath, ["--expose-gc", "--max-old-space-size=8192", main, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
