import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { assemblyForTests } from "./assembly.mjs";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  plugins: [assemblyForTests],
  resolve: { alias: { vscode: fileURLToPath(new URL("../test/support/vscodeOnDisk.ts", import.meta.url)) } }, // for parts of the host that read files
  test: {
    include: [
      "test/{core,lens,manifest,protocol,support,export,chosenFiles,folderCounts,tokenWorkers,platform,tokenizedFile,views,tools/fuzz}/**/*.test.ts",
    ],
    exclude: ["**/*.page.test.ts"], // run in Chromium: vitest.browser.config.mjs
    environment: "node",
    maxWorkers: Math.max(2, availableParallelism() - 1), // two cores are two: vitest would leave one of them idle
    testTimeout: 240_000, // for slow machines with other work: nothing here waits
    hookTimeout: 240_000,
    // With --changed: other packages change everything. package.json itself changes daily, by a command or a setting more.
    forceRerunTriggers: ["**/package-lock.json"],
  },
});
