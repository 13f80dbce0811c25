/** The inspector before there are weights, and at the width VS Code's side bar has: what is shown, in the tints and numbers it keeps. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InspectorPages, openInspectorPages, unfolded } from "./support/inspectorPage.ts";

let pages: InspectorPages;
beforeAll(async () => {
  pages = await openInspectorPages();
});
afterAll(() => pages.close());

const text = "The cat sat on the mat, and the dog lay beside it in the sun until the evening came.";
const kept = unfolded("input-rows");
const says = (page: Page, selector: string, sentence: string): Promise<unknown> =>
  page.waitForFunction(([where, what]) => document.querySelector(where)?.textContent?.includes(what) === true, [
    selector,
    sentence,
  ] as const);

describe("while a remembered file is being read", () => {
  it("its name, how far it is, the text's name and the window's tokens are there, and nothing is drawn in its stead", async () => {
    const weights = { kind: "loading", name: "model.safetensors", done: 0.43 } as const;
    const page = await pages.open({ text, lens: { embedding: { weights: "file" } }, weights, kept });
    await says(page, "header", "Reading model.safetensors");
    await says(page, "header", "43 %");
    await page.locator(".window-tokens .token").nth(3).waitFor();
    expect(await page.locator(".window-tokens .token").allTextContents()).toEqual(["The", " cat", " sat", " on"]);
    expect(await page.locator(".part.input-rows h2 .aside").textContent()).toBe("sample.md");
    await says(page, ".part.input-rows", "The rows appear as soon as the weights are there.");
    await pages.screenshot(page, "inspector-reading");
    expect(await page.locator(".heat-maps").count()).toBe(0);
    await page.getByRole("button", { name: "Use seeded weights" }).click();
    await page.waitForFunction(() => fakeHost.asked.length > 0);
    expect(await page.evaluate(() => fakeHost.asked)).toEqual([["command/run", { command: "tokenscope.useSeededWeights" }]]);
    await page.close();
  });

  it("seeded weights are drawn all the same where the lens asks for them", async () => {
    const weights = { kind: "loading", name: "model.safetensors", done: 0.43 } as const;
    const page = await pages.open({ text, lens: { embedding: { embeddingDim: 8 } }, weights, kept });
    await page.locator(".heat-maps").waitFor();
    expect(await page.locator("header .progress").count()).toBe(0);
    await page.close();
  });
});

describe("while weights are drawn", () => {
  const drawing = { text, lens: { embedding: { embeddingDim: 512 } }, kept };
  const shapes = (page: Page): Promise<unknown> => says(page, '[aria-label="Shapes of the batch"]', ", 4, 512])");

  it("a worker that dies is named with its reason, and a retry draws them with another", async () => {
    const page = await pages.open(drawing);
    await says(page, "header", "Drawing [50257, 512]");
    await page.waitForFunction(() => liveWorkers.size > 0);
    // What a browser does with a worker that runs out of memory.
    await page.evaluate(() => {
      for (const worker of liveWorkers) {
        worker.terminate();
        worker.dispatchEvent(new ErrorEvent("error", { message: "out of memory" }));
      }
    });
    await says(page, "header", "The inspector's worker stopped (out of memory).");
    await page.getByRole("button", { name: "Try again" }).click();
    await shapes(page);
    expect(await page.locator("header").textContent()).not.toContain("stopped");
    await page.close();
  });

  it("a page that is hidden meanwhile has them when it is shown again", async () => {
    const page = await pages.open(drawing);
    await says(page, "header", "Drawing [50257, 512]");
    const developer = await page.context().newCDPSession(page);
    await developer.send("Page.setWebLifecycleState", { state: "frozen" });
    await developer.send("Page.setWebLifecycleState", { state: "active" });
    await shapes(page);
    expect(await page.locator("header progress").count()).toBe(0);
    await page.close();
  });
});

describe("290 pixels wide", () => {
  it("four dimensions and the norms are shown as numbers, nothing cut off", async () => {
    const page = await pages.open({
      text,
      size: { width: 290, height: 900 },
      lens: { embedding: { embeddingDim: 64 } },
      kept: { ...kept, inputRows: { show: "numbers" } },
    });
    const row = page.locator("table.values").first().locator("tbody tr:not(.group)").first();
    await row.waitFor();
    expect(await row.locator("td").count()).toBeGreaterThanOrEqual(4);
    const norms = page.locator("table.norms tbody tr").first();
    const [token = 0] = (await norms.locator("td").allTextContents()).map(Number);
    expect(token).toBeGreaterThan(5); // 64 values of N(0, 1): about 8
    expect(token).toBeLessThan(12);
    const cut = await page
      .locator("table.values td")
      .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent));
    expect(cut).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(290);
    await pages.screenshot(page, "inspector-numbers-290");
    await page.close();
  });
});

describe("the token asked for its neighbours", () => {
  it("has the tint it has in the text", async () => {
    const page = await pages.open({
      text,
      lens: { embedding: { embeddingDim: 8 }, selectedToken: 7 },
      kept: unfolded("neighbours"),
    });
    const chip = page.locator(".term-chip .token");
    await chip.waitFor();
    expect(await chip.getAttribute("class")).toContain("c2"); // the five tints by index: 7 has the third
    await page.evaluate(() => fakeHost.set({ selectedToken: 8 }));
    await page.waitForFunction(() => document.querySelector(".term-chip .token")?.classList.contains("c3") === true);
    await page.close();
  });
});

it("nothing is complained of", () => {
  expect(pages.complaints).toEqual([]);
});
