/** Builds everything that ships, into dist/: both host entries, the webview apps with their workers, the vocabularies, and (unless
 *  --production) the suite that runs inside VS Code. `--watch` rebuilds on every change; `--out=FOLDER` builds there instead. */
import { build, context } from "esbuild";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { assemblyPlugin } from "./assembly.mjs";
import { commonJsParts, vscodePlugin } from "./hostBundle.mjs";
import { thirdPartyNotices } from "./notices.mjs";
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
  metafile: production,
  plugins: [assemblyPlugin],
  define: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
};

/** The extension host runs CommonJS, in Node or in a web worker. @type {import("esbuild").BuildOptions} */
const host = { ...shared, format: "cjs", external: ["vscode"], target: "es2023", outExtension: { ".js": ".cjs" } };

/** VS Code's web worker host takes no other ending than ".js". @type {import("esbuild").BuildOptions} */
const worker = { ...host, platform: "browser", outExtension: { ".js": ".js" } };

/** mocha's build for browsers looks for a CommonJS module to fill, and would take the suite's own. @type {import("esbuild").Plugin} */
const mochaForWorkers = {
  name: "mocha for workers",
  setup: ({ onLoad }) =>
    onLoad({ filter: /mocha[\\/]mocha\.js$/ }, async ({ path }) => ({ contents: `var exports, module;\n${await readFile(path, "utf8")}` })),
};

/** A webview page: modules, so that a page may load what is heavy after it has painted. @type {import("esbuild").BuildOptions} */
const page = { ...shared, format: "esm", platform: "browser", target: "es2023", jsx: "automatic", jsxImportSource: "preact" };

/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  {
    ...host,
    platform: "node",
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]", // what is loaded on first use, and what several of those share
    entryPoints: { "extension.node": "src/host/extension.node.ts" },
    outdir: "dist/node",
    plugins: [assemblyPlugin, vscodePlugin, commonJsParts],
  },
  {
    ...host,
    platform: "node",
    format: "esm", // it awaits at its top level
    entryPoints: {
      exportWorker: "src/host/export/exportWorker.ts",
      tokenWorker: "src/host/tokenWorkers/tokenWorker.ts",
      chatWorker: "src/host/chat/chatWorker.ts",
      tokenizerWorker: "src/host/tokenizers/tokenizerWorker.ts",
    },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
  },
  {
    ...worker, // one file: VS Code's web host has no way to load another
    entryPoints: { "extension.browser": "src/host/extension.browser.ts" },
    outdir: "dist",
    plugins: [assemblyPlugin, vscodePlugin],
  },
  {
    ...page,
    entryPoints: { tokenView: "src/views/tokenView/main.tsx" },
    outdir: "dist/views",
  },
  {
    ...page,
    splitting: true,
    chunkNames: "embeddingInspector-[name]-[hash]",
    entryPoints: { embeddingInspector: "src/views/embeddingInspector/main.tsx" },
    outdir: "dist/views",
  },
  {
    ...page,
    format: "iife", // they are started from a blob, which has no address to import from
    entryPoints: {
      embeddingWorker: "src/views/embeddingInspector/worker/worker.ts",
      trainingWorker: "src/views/embeddingInspector/training/worker/worker.ts",
    },
    outdir: "dist/views",
  },
];
if (!production) {
  const names = (await readdir(`${root}/test/host`))
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => name.slice(0, -".test.ts".length));
  const suite = {
    entryPoints: { hostSuite: "test/host/suite.ts" },
    define: { ...shared.define, HOST_TESTS: JSON.stringify(names) },
    outdir: "dist/test",
  };
  // mocha's own worker pool, which we do not use, resolves files by name.
  bundles.push({ ...host, ...suite, platform: "node", logOverride: { "require-resolve-not-external": "silent" } });
  // Somebody else's extension, which uses our API; the tests load it beside ours.
  const example = { entryPoints: { extension: "test/host/exampleExtension/extension.ts" }, outdir: "dist/test/extensions/example" };
  bundles.push({ ...worker, ...example });
  const alias = { mocha: "mocha/mocha.mjs", "node:assert/strict": `${root}/test/host/browserAssert.ts` };
  bundles.push({ ...worker, ...suite, alias, plugins: [assemblyPlugin, mochaForWorkers] });
}

// A build that fails leaves the last good one: all is built beside it, then takes its name.
const target = process.argv.find((arg) => arg.startsWith("--out="))?.slice("--out=".length) ?? `${root}/dist`;
const fresh = watch ? target : `${root}/.dist-${process.pid}`;
for (const options of bundles) options.outdir = options.outdir?.replace(/^dist/, fresh);
try {
  await rm(fresh, { recursive: true, force: true });
  await mkdir(`${fresh}/views`, { recursive: true });
  await buildVocabularies(`${fresh}/vocabularies`);
  for (const file of ["codicon.css", "codicon.ttf"])
    await cp(`${root}/node_modules/@vscode/codicons/dist/${file}`, `${fresh}/views/${file}`);
  if (!production) await cp(`${root}/test/host/exampleExtension/package.json`, `${fresh}/test/extensions/example/package.json`);
  if (watch) await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
  else {
    const results = await Promise.allSettled(bundles.map((options) => build(options)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    if (production) {
      const metafiles = results.flatMap((result) =>
        result.status === "fulfilled" && result.value.metafile ? [result.value.metafile] : [],
      );
      await writeFile(`${fresh}/ThirdPartyNotices.txt`, thirdPartyNotices(metafiles));
    }
    await rm(target, { recursive: true, force: true });
    await rename(fresh, target);
  }
} finally {
  if (!watch) await rm(fresh, { recursive: true, force: true });
}
