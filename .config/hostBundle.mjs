/** What bundles of the extension host need beside esbuild's own options: parts that Node loads on first use, and a cheap `vscode`. */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

const require = createRequire(import.meta.url);

/** Classes, enums, functions and namespaces: what there is of the API at run time. */
const apiName = /^\texport (?:namespace|class|enum|const|let|function) (\w+)/gm;

/** `import * as vscode` from a CommonJS module copies all names of the API in every file that says it: some 200 names in 80 files took 25 ms of the
 *  activation. As a module whose exports are known, each name is read once, and only those that are used. @type {import("esbuild").Plugin} */
export const vscodePlugin = {
  name: "vscode as a module",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === "vscode" ? { path: "vscode", external: true } : { path: "vscode", namespace: "vscode" },
    );
    onLoad({ filter: /^vscode$/, namespace: "vscode" }, async () => {
      const types = await readFile(require.resolve("@types/vscode/index.d.ts"), "utf8");
      const names = [...new Set(Array.from(types.matchAll(apiName), ([, name]) => name))];
      const lines = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`);
      return { contents: `const api = require("vscode");\n${lines.join("\n")}`, loader: "js" };
    });
  },
};

/** Parts that Node loads on first use. esbuild splits ES modules only, and shares code between parts by making more of them; an extension's entry is
 *  CommonJS, and should be one file. So all that the entry needs at once is bundled again, and every other part becomes CommonJS beside it.
 *  In the bundle's options go `format: "esm"`, `splitting: true` and one entry point. @type {import("esbuild").Plugin} */
export const commonJsParts = {
  name: "CommonJS parts",
  setup({ initialOptions, onEnd }) {
    const { minify, target, sourcemap } = initialOptions;
    Object.assign(initialOptions, { write: false, metafile: true });
    if (sourcemap) initialOptions.sourcemap = "inline"; // carried on by the second bundling
    onEnd(async ({ outputFiles = [], metafile }) => {
      const parts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
      const { entry, atOnce } = partsAtOnce(metafile?.outputs ?? {});
      const outdir = dirname(outputFiles[0]?.path ?? "");
      const common = {
        bundle: true,
        format: "cjs",
        platform: "node",
        external: ["vscode"],
        supported: { "dynamic-import": false }, // it becomes `require`, as late
        minify,
        target,
        sourcemap,
      };
      const names = [...atOnce];
      const all = names.map((name, at) => `export * as part${at} from "./${name}";`).join("\n");
      const first = { contents: `export * from "./${entry}";\n${all}`, sourcefile: basename(entry, ".cjs") };
      await build({ ...common, stdin: first, outfile: join(outdir, entry), plugins: [partsOf(parts, atOnce)] });
      // The others find there what they share with it.
      for (const [at, name] of names.entries()) {
        if (name !== entry) await writeFile(join(outdir, name), `module.exports = require("./${entry}").part${at};\n`);
      }
      const later = [...parts.keys()].filter((name) => name.endsWith(".cjs") && !atOnce.has(name));
      const entryPoints = Object.fromEntries(later.map((name) => [basename(name, ".cjs"), `./${name}`]));
      await build({ ...common, entryPoints, outdir, outExtension: { ".js": ".cjs" }, plugins: [partsOf(parts, new Set())] });
    });
  },
};

/** @param outputs of the metafile  @returns the entry's name, and the names of all parts that it imports, directly or not */
function partsAtOnce(/** @type {import("esbuild").Metafile["outputs"]} */ outputs) {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint?.includes("extension.")) ?? "";
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? [])
      if (kind === "import-statement" && external !== true) found.add(imported);
  }
  return { entry: basename(entry), atOnce: new Set([...found].map((path) => basename(path))) };
}

/** Finds parts in memory; but for entry points and those to be bundled, they stay files of their own. @returns {import("esbuild").Plugin} */
const partsOf = (/** @type {ReadonlyMap<string, string>} */ parts, /** @type {ReadonlySet<string>} */ bundled) => ({
  name: "parts in memory",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/[^/]+\.cjs$/ }, ({ path, kind }) =>
      kind === "entry-point" || bundled.has(basename(path)) ? { path: basename(path), namespace: "part" } : { path, external: true },
    );
    onLoad({ filter: /./, namespace: "part" }, ({ path }) => ({ contents: parts.get(path) ?? "", loader: "js" }));
  },
});
