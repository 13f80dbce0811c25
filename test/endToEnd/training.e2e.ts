/** Train on this text as a user does it, in a real VS Code: the loss falls, neighbours of " he" become pronouns, the map moves, the slider goes back to the
 *  seeded numbers, and the weights that are saved load again. On the novel where the project has it, else on the sample. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../tools/hosts/paths.mjs";
import { type Inspector, inspector } from "./support/inspector.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const novel = "/work/shared/data/the-awakening.md";
const isNovel = existsSync(novel);
const text = readFileSync(isNovel ? novel : join(root, "media/sample.md"), "utf8");

let workbench: Workbench;
let view: Inspector;
beforeAll(async () => {
  workbench = await openWorkbench({ files: { "text.md": text }, open: "text.md", size: { width: 1400, height: 1100 } });
  await workbench.runCommand("Tokenscope: Open Embedding Inspector");
  view = await inspector(workbench);
});
afterAll(() => workbench.close());

const step = async (): Promise<number> => Number((await view.frame.locator(".run").getAttribute("data-step")) ?? 0);
const losses = async (): Promise<number> =>
  Number(/training ([\d.]+)/.exec((await view.frame.locator(".loss-curve figcaption").textContent()) ?? "")?.[1] ?? Number.NaN);
const neighboursNow = (): Promise<string[]> => view.frame.locator(".learnt-neighbours .token-name").allTextContents();
const goTo = async (target: number): Promise<void> => {
  await view.frame.locator(".run-slider").fill(String(target));
  await view.frame.locator(`.run[data-step="${target}"][data-mode="paused"]`).waitFor();
};
/** Row, values: the token rows as they read. */
const firstValues = (): Promise<string[]> => view.frame.locator("table.values tbody").first().locator("td").allTextContents();

it("learns on the text that is open", async () => {
  // The same width and start as the inspector's own rows, so that step 0 shows the same numbers.
  await view.frame.getByText("How it trains").click();
  await view.frame.getByRole("radio", { name: "full speed" }).click();
  const search = view.frame.getByLabel("Any token, by text or id");
  await search.fill(" he");
  await view.frame
    .getByRole("option")
    .filter({ hasText: /he\s*339/ })
    .click();
  await view.frame.locator(".train-button").click();
  await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(3);
  await workbench.screenshot("training-first");
  const first = await losses();
  const enough = isNovel ? 400 : 60;
  await expect.poll(step, { timeout: 180_000 }).toBeGreaterThan(enough);
  await workbench.screenshot("training-later");
  const pause = view.frame.getByRole("button", { name: "Pause" });
  if (await pause.isVisible()) await pause.click();
  await view.frame.locator('.run[data-mode="paused"]').waitFor();
  expect(await losses()).toBeLessThan(first - 0.5);
});

it.runIf(isNovel)("puts pronouns beside “ he”", async () => {
  const pronouns = ["she", "they", "I", "we", "it", "you", "He", "She"];
  await expect
    .poll(async () => (await neighboursNow()).filter((name) => pronouns.some((word) => name.endsWith(word))).length)
    .toBeGreaterThanOrEqual(3);
});

it("goes back to the start with the slider, and forth again", async () => {
  await view.choose("Numbers");
  const last = await step();
  const learnt = await firstValues();
  await goTo(0);
  await expect.poll(firstValues).not.toEqual(learnt);
  const start = await firstValues();
  await goTo(last);
  await expect.poll(firstValues).toEqual(learnt);
  await goTo(0);
  await expect.poll(firstValues).toEqual(start);
});

it("leaves the seeded weights as they were when the run is ended", async () => {
  await view.frame.getByRole("button", { name: /^Reset/ }).click();
  await expect.poll(() => view.frame.locator(".weights-button").textContent()).toBe("weights: seed 123");
});
