/** Train on this text as a user does it, in a real VS Code: the loss falls, neighbours of " he" become pronouns, the map moves, the slider goes back to the
 *  seeded numbers, on the sample book; on the sample page the weights that are saved load again. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getEncoding } from "js-tiktoken";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../tools/hosts/paths.mjs";
import { type Inspector, inspector } from "./support/inspector.ts";
import { loadWeights, savedRows } from "./support/weightsFile.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const sampleOf = (name: string): string => readFileSync(join(root, "media", name), "utf8");
const page = sampleOf("sample.md");

let workbench: Workbench;
let view: Inspector;
beforeAll(async () => {
  workbench = await openWorkbench({
    files: { "book.md": sampleOf("the-awakening.md"), "page.md": page },
    open: "book.md",
    size: { width: 1400, height: 1100 },
  });
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
/** Pauses the run, unless it has stopped by itself. */
async function pause(): Promise<void> {
  const button = view.frame.getByRole("button", { name: "Pause" });
  if (await button.isVisible()) await button.click();
  await view.frame.locator('.run[data-mode="paused"]').waitFor();
}
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
  await expect.poll(step, { timeout: 180_000 }).toBeGreaterThan(400);
  await workbench.screenshot("training-later");
  await pause();
  expect(await losses()).toBeLessThan(first - 0.5);
});

it("puts pronouns beside “ he”", async () => {
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

it("learns on a page, whose weights are saved and loaded again through VS Code's dialogs", async () => {
  await view.choose("Numbers");
  await workbench.openFile("page.md");
  await view.frame.locator(".train-button:not([disabled])").click();
  await expect.poll(losses).toBeLessThan(4); // it began at more than 5
  await pause();
  await view.frame.locator(".training").getByRole("button", { name: ".safetensors" }).click();
  const name = `trained ${await step()} steps.safetensors`;
  const dialog = workbench.page.locator(".quick-input-widget input");
  await expect.poll(() => dialog.inputValue()).toContain(name);
  await dialog.press("Enter");
  const path = join(workbench.folder, name);
  await expect.poll(() => existsSync(path)).toBe(true);

  const window = getEncoding("gpt2").encode(page, "all").slice(0, 4); // max_length 4
  const saved = (): string[] =>
    savedRows(path, "tok_emb.weight", window).flatMap((row) => row.slice(0, 2).map((value) => value.toFixed(4)));
  const firstTwo = (): Promise<string[]> =>
    view.frame
      .locator("table.values tbody")
      .first()
      .locator("tr")
      .evaluateAll((rows) =>
        rows.flatMap((row) =>
          [...row.querySelectorAll("td")].slice(0, 2).map(({ textContent }) => (textContent ?? "").replace("−", "-").trim()),
        ),
      );
  await expect.poll(firstTwo).toEqual(saved());
  await view.frame.getByRole("button", { name: /^Reset/ }).click();
  await loadWeights(workbench, name);
  await expect.poll(() => view.frame.locator(".weights-button").textContent()).toContain(name);
  await expect.poll(firstTwo).toEqual(saved());
});
