/** `npm run fuzz`: bundles the fuzzer with the packages it drives, and runs it. Options: see main.ts. */
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { assemblyPlugin } from "../../../.config/assembly.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const outfile = `${root}.build/fuzz/fuzz.mjs`;
await build({
  absWorkingDir: root,
  entryPoints: ["test/tools/fuzz/main.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "es2023",
  sourcemap: "inline",
  logLevel: "warning",
  plugins: [assemblyPlugin],
});
const run = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
process.exitCode = run.status ?? 1;
