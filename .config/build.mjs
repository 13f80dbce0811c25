/** Builds everything that ships, into dist/: both host entries, the webview apps with their workers, the vocabularies, and (unless
 *  --production) the suite that runs inside VS Code. `--watch` rebuilds on every change. */
import { build, context } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { buildVocabularies } from "./vocabularies.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** @type {import("esbuild").BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : "linked",
  legalComments: production ? "eof" : "none",
  logLevel: "warning",
  define: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
};

/** The extension host runs one CommonJS file, in Node or in a web worker. @type {import("esbuild").BuildOptions} */
const host = { ...shared, format: "cjs", external: ["vscode"], target: "es2023", outExtension: { ".js": ".cjs" } };

/** A webview page, and the workers it starts: plain scripts. @type {import("esbuild").BuildOptions} */
const page = { ...shared, format: "iife", platform: "browser", target: "es2023", jsx: "automatic", jsxImportSource: "preact" };

/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  { ...host, platform: "node", entryPoints: { "extension.node": "src/host/extension.node.ts" }, outdir: "dist" },
  { ...host, platform: "browser", entryPoints: { "extension.browser": "src/host/extension.browser.ts" }, outdir: "dist" },
  {
    ...page,
    entryPoints: {
      tokenView: "src/views/tokenView/main.tsx",
      embeddingInspector: "src/views/embeddingInspector/main.tsx",
      embeddingWorker: "src/views/embeddingInspector/worker.ts",
    },
    outdir: "dist/views",
    loader: { ".ttf": "file" },
  },
];
if (!production) {
  bundles.push({ ...host, platform: "node", entryPoints: { hostSuite: "test/host/suite.ts" }, outdir: "dist/test", external: ["vscode", "mocha"] });
}

await rm(`${root}/dist`, { recursive: true, force: true });
await mkdir(`${root}/dist/views`, { recursive: true });
await buildVocabularies(`${root}/dist/vocabularies`);
for (const file of ["codicon.css", "codicon.ttf"]) await cp(`${root}/node_modules/@vscode/codicons/dist/${file}`, `${root}/dist/views/${file}`);
if (watch) await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
else await Promise.all(bundles.map((options) => build(options)));
