/** `npm run verify`: bundles our engine and the verification, and runs it; with `--chromium`, in a page of Chromium. Options: see main.ts, chromium.ts. */
import { spawnSync } from "node:child_process";
import { buildEngine, bundle, bundlePage } from "../bench/build.mjs";

await buildEngine();
async function bundled() {
  if (process.argv.includes("--chromium")) {
    await bundlePage("test/tools/verify/chromiumPage.ts", "verifyPage");
    return await bundle("test/tools/verify/chromium.ts", "verifyChromium");
  }
  await bundle("test/tools/verify/worker.ts", "verifyWorker");
  return await bundle("test/tools/verify/main.ts", "verify");
}

const run = spawnSync(process.execPath, [await bundled(), ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
