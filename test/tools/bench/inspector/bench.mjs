/** `npm run bench:inspector`: bundles the benchmark of the embedding inspector with its page and runs it. Options: `--rounds=N`, 7 unless told. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { assemblyPlugin } from "../../../../.config/assembly.mjs";
import { modulesInPlace } from "../modulesInPlace.mjs";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const folder = `${root}.build/bench/inspector`;

const shared = /** @type {const} */ ({ absWorkingDir: root, bundle: true, target: "es2023", logLevel: "warning" });
// As the inspector ships: minified.
await build({
  ...shared,
  entryPoints: { page: "test/tools/bench/inspector/page.ts" },
  outdir: folder,
  platform: "browser",
  format: "iife",
  minify: true,
  plugins: [assemblyPlugin],
});
await build({
  ...shared,
  entryPoints: { main: "test/tools/bench/inspector/inspector.bench.ts" },
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  platform: "node",
  format: "esm",
  packages: "external",
  plugins: [assemblyPlugin, modulesInPlace],
});
const run = spawnSync(process.execPath, [`${folder}/main.mjs`, `${folder}/page.js`, ...process.argv.slice(2)], { stdio: "inherit" });
const results = `${root}test/tools/bench/inspector/results.md`;
const format = spawnSync(process.execPath, [`${root}node_modules/oxfmt/bin/oxfmt`, "--config", `${root}.config/oxfmt.json`, results]);
process.exitCode = run.status || format.status || 0;
