/** `npm run verify`: bundles our engine and the verification, and runs it. Options: see main.ts. */
import { spawnSync } from "node:child_process";
import { buildEngine, bundle } from "../bench/build.mjs";

await buildEngine();
await bundle("test/tools/verify/worker.ts", "verifyWorker");
const main = await bundle("test/tools/verify/main.ts", "verify");
const run = spawnSync(process.execPath, [main, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
