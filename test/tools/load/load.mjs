/** `npm run load`: the load tests inside VS Code, which take minutes. `-- blocks` or `-- blocks,typing` runs those of these names. */
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { ensureBuilt } from "../hosts/build.mjs";
import { ensureChromium } from "../hosts/chromium.mjs";
import { runHostSuite } from "../hosts/hostSuite.mjs";
import { ensureHost, ensurePackages } from "../hosts/packages.mjs";
import { root } from "../hosts/paths.mjs";
import { shareRunFolder } from "../hosts/runFolder.mjs";

const ending = ".load.ts";
const known = readdirSync(`${root}/test/tools/load`).flatMap((name) => (name.endsWith(ending) ? [name.slice(0, -ending.length)] : []));
const wanted = process.argv[2]?.split(",") ?? known;
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}: choose from ${known.join(", ")}.`);

shareRunFolder();
await ensurePackages();
await Promise.all([ensureChromium(), ensureHost("code-server"), ensureBuilt()]);
const folder = `${root}/.build/load`;
mkdirSync(folder, { recursive: true });
const tests = `${folder}/hostLoad.cjs`;
await build({
  absWorkingDir: root,
  entryPoints: ["test/tools/load/suite.ts"],
  outfile: tests,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "es2023",
  external: ["vscode"],
  sourcemap: "linked",
  logLevel: "warning",
  define: { LOAD_TESTS: JSON.stringify(wanted) },
  logOverride: { "require-resolve-not-external": "silent" },
});
const report = `${folder}/report.txt`;
writeFileSync(report, "");
const counts = await runHostSuite(root, { tests, environment: { TOKENSCOPE_LOAD_REPORT: report } });
console.log(readFileSync(report, "utf8"));
for (const { title, message } of counts.failures) console.log(`✗ ${title}\n${message}`);
console.log(`${counts.passed} passed, ${counts.failed} failed. The report: ${report}`);
if (counts.failed > 0) process.exitCode = 1;
