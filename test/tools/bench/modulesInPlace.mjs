/** For esbuild: plain modules (.mjs) know their own place in the checkout, so they are not bundled. */
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** @type {import("esbuild").Plugin} */
export const modulesInPlace = {
  name: "modules in place",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\..*\.mjs$/ }, ({ importer, path }) => ({
      path: pathToFileURL(resolve(dirname(importer), path)).href,
      external: true,
    })),
};
