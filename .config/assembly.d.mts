import type { Plugin } from "esbuild";

/** For esbuild: an import of `assembly/name.wasm` gives the bytes that `assembly/name.ts` compiles to. */
export const assemblyPlugin: Plugin;
