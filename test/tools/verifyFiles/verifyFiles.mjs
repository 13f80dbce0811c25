/** `npm run verify:files`: installs the real files and the oracle on first use, bundles the check, and runs it for one file after the other.
 *  Options: see main.ts. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bundle } from "../bench/build.mjs";
import { ensureInstalled } from "../install.mjs";

const directory = fileURLToPath(new URL(".", import.meta.url));
ensureInstalled(directory, "real tokenizers' files");
const main = await bundle("test/tools/verifyFiles/main.ts", "verifyFiles");
const run = spawnSync(process.execPath, [main, directory, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
