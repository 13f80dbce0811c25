/** `npm run bench:training`: bundles the benchmark of training and runs it. Options: see training.bench.ts. */
import { spawnSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { assemblyPlugin } from "../../../../.config/assembly.mjs";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const outfile = `${root}.build/bench/training/main.mjs`;

/** Plain modules know their own place in the checkout, so they are not bundled. @type {import("esbuild").Plugin} */
const modulesInPlace = {
  name: "modules in place",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\..*\.mjs$/ }, ({ importer, path }) => ({
      path: pathToFileURL(resolve(dirname(importer), path)).href,
      external: true,
    })),
};

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
