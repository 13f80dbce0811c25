/** `npm run bench:training`: bundles the benchmark of training and runs it. Options: see training.bench.ts. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { assemblyPlugin } from "../../../../.config/assembly.mjs";
import { modulesInPlace } from "../modulesInPlace.mjs";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const outfile = `${root}.build/bench/training/main.mjs`;

await build({
  absWorkingDir: root,
  entryPoints: ["test/tools/bench/training/training.bench.ts"],
  outfile,
  bundle: true,
  target: "es2023",
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "warning",
  plugins: [assemblyPlugin, modulesInPlace],
});
process.exitCode = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
