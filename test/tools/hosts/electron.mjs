/** `npm run test:electron`: test/host in the desktop VS Code that @vscode/test-electron downloads, for machines that reach VS Code's update
 *  server. `-- --oldest` takes the oldest version that package.json allows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { makeSuiteFolder, readResult } from "./hostSuite.mjs";
import { ensurePackages } from "./packages.mjs";
import { root } from "./paths.mjs";
import { run } from "./processes.mjs";

const oldest = `${/\d+\.\d+/.exec(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.vscode)?.[0]}.0`;

/** Runs in a process of its own, because runTests prints what VS Code says and gives back nothing but an exit code. */
async function runInside() {
  const { runTests } = await import("@vscode/test-electron");
  const folder = makeSuiteFolder();
  await runTests({
    cachePath: join(root, ".vscode-test"),
    version: process.argv.includes("--oldest") ? oldest : "stable",
    extensionDevelopmentPath: [root, join(root, "dist/test/extensions/example")],
    extensionTestsPath: join(root, "dist/test/hostSuite.cjs"),
    launchArgs: [
      folder,
      "--disable-extensions",
      "--disable-workspace-trust",
      "--skip-welcome",
      `--user-data-dir=${join(folder, ".user-data")}`,
    ],
  });
}

async function main() {
  if (process.argv.includes("--inside")) return runInside();
  await ensurePackages();
  await ensureBuilt();
  const { env, platform } = process;
  const needsDisplay = platform === "linux" && !env["DISPLAY"] && !env["WAYLAND_DISPLAY"];
  const inside = [fileURLToPath(import.meta.url), "--inside", ...process.argv.slice(2)];
  const [command, args] = needsDisplay ? ["xvfb-run", ["--auto-servernum", process.execPath, ...inside]] : [process.execPath, inside];
  const { code, output } = await run(/** @type {string} */ (command), /** @type {string[]} */ (args), { show: true });
  if (code === 127 && needsDisplay)
    throw new Error("There is no display: install xvfb (sudo apt-get install xvfb), or run `npm test`, which needs none.");
  const { passed, failed, skipped } = readResult(output.split("\n"), "the desktop VS Code");
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
