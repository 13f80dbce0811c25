/** Bundles for the benchmark and the verification, into .build/bench: our engine exactly as the extension's bundle holds it (same target, minified),
 *  the vocabulary files, and the TypeScript programs that drive them. */
import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { assemblyPlugin } from "../../../.config/assembly.mjs";
import { buildVocabularies } from "../../../.config/vocabularies.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = `${root}.build/bench`;

export async function buildEngine() {
  await buildVocabularies(`${folder}/vocabularies`);
  await build({
    absWorkingDir: root,
    entryPoints: { engine: "test/tools/bench/engine.ts" },
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "es2023",
    logLevel: "warning",
    plugins: [assemblyPlugin],
  });
}

/** Bundles one program to .build/bench/<name>.mjs and returns its path. */
export async function bundle(entry, name) {
  await build({
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2023",
    packages: "external",
    sourcemap: "inline",
    logLevel: "warning",
    plugins: [assemblyPlugin],
  });
  return `${folder}/${name}.mjs`;
}

/** Bundles a script for a page to .build/bench/<name>.js. */
export async function bundlePage(entry, name) {
  await build({
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    outdir: folder,
    bundle: true,
    platform: "browser",
    format: "iife",
    target: "es2023",
    logLevel: "warning",
    plugins: [assemblyPlugin],
  });
}
