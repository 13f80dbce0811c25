/** Set up before each browser test file: a failing test leaves a picture and the logs of every open page in .build/test-results/. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach } from "vitest";
import { resultsFolder } from "../../tools/hosts/paths.mjs";
import { opened } from "./opened.ts";

afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  mkdirSync(resultsFolder, { recursive: true });
  const name = task.name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80);
  let count = 0;
  for (const { page, keepLogs } of opened) {
    const numbered = count++ === 0 ? name : `${name}-${count}`;
    await page.screenshot({ path: join(resultsFolder, `${numbered}.png`) }).catch(() => {});
    keepLogs(numbered);
  }
});
