import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { assemblyForTests } from "./assembly.mjs";

/** Scripts that we copy, run by real PyTorch where Python has it. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  plugins: [assemblyForTests],
  test: { include: ["test/torch/**/*.test.ts"], environment: "node", testTimeout: 240_000 },
});
