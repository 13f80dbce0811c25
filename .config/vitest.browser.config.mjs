import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { assemblyForTests } from "./assembly.mjs";

/** Tests in Chromium, two files at a time, for they mostly wait: `views` (built pages against a fake host) and `e2e` (the real VS Code). */
const shared = {
  root: fileURLToPath(new URL("..", import.meta.url)),
  plugins: [assemblyForTests], // what the pages show is compared with what the tokenizer says here
  test: {
    environment: /** @type {const} */ ("node"),
    setupFiles: ["test/endToEnd/support/onFailure.ts"],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
  },
};

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    projects: [
      // A second try where a busy machine lost one: clicks that VS Code passes over, state stored too late. A real fault fails every time.
      { ...shared, test: { ...shared.test, name: "views", include: ["test/views/**/*.page.test.ts"], retry: 1 } },
      {
        ...shared,
        test: { ...shared.test, name: "e2e", include: ["test/endToEnd/**/*.e2e.ts"], retry: 2 },
      },
    ],
  },
});
