/** Train on this text, as a page with the real worker: what is shown of a run, what the other sections make of it, and that nothing stays behind. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InspectorPages, openInspectorPages } from "../support/inspectorPage.ts";
import { begin, type Opening, openTraining, text, untilPaused, untilStep } from "../support/trainingPage.ts";

let pages: InspectorPages;
beforeAll(async () => {
  pages = await openInspectorPages();
});
afterAll(() => pages.close());

/** The rows at step 0 are the inspector's own: N(0, 1), as wide as they are. */
const asSeeded = { embeddingDim: 8, start: "normal" };

const open = (opening?: Opening): Promise<Page> => openTraining(pages, opening);
/** Begins, and waits until the run has stopped by itself. */
const trained = async (page: Page): Promise<void> => {
  await begin(page);
  await untilStep(page, 10);
  await untilPaused(page);
};
const goTo = async (page: Page, step: number): Promise<void> => {
  await page.locator(".run-slider").fill(String(step));
  await page.locator(`.run[data-step="${step}"][data-mode="paused"]`).waitFor();
};
/** The first numbers of the token rows on screen. */
const numbersOnScreen = (page: Page): Promise<string[]> => page.locator(".values tbody td").allTextContents();

describe("a run", () => {
  it("begins with one click and says what happens, which weights are shown, and that the text is short", async () => {
    const page = await open({ choices: { pace: "auto" } });
    await begin(page);
    await untilStep(page, 5);
    expect(await page.locator(".happening").textContent()).toMatch(/^(Every row|It )/);
    expect(await page.locator(".weights-button").textContent()).toMatch(/seed 123, trained \d+ steps? on /);
    expect(await page.locator(".run").textContent()).toContain("too short for meaning");
    await page.getByRole("button", { name: "the sample book" }).click();
    await page.waitForFunction(() =>
      fakeHost.asked.some(([method, asked]) => method === "command/run" && JSON.stringify(asked).includes("openSampleBook")),
    );
    await page.close();
  });

  it("stops by itself, says why, and goes on when asked", async () => {
    const page = await open();
    await trained(page);
    expect(await page.locator(".happening").textContent()).toContain("It has stopped by itself");
    const stopped = Number(await page.locator(".run").getAttribute("data-step"));
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, stopped + 1);
    await page.close();
  });

  it("returns to exactly the seeded numbers at step 0, and other numbers after it", async () => {
    const page = await open({ sections: ["input-rows"], choices: asSeeded, numbers: true });
    await page.locator(".values").waitFor();
    const seeded = await numbersOnScreen(page);
    await trained(page);
    await page.waitForFunction((before) => document.querySelector(".values tbody td")?.textContent !== before, seeded[0]);
    await goTo(page, 0);
    await page.waitForFunction((before) => document.querySelector(".values tbody td")?.textContent === before, seeded[0]);
    expect(await numbersOnScreen(page)).toEqual(seeded);
    await page.close();
  });

  it("needs nothing of the extension host once its tokens have names", async () => {
    const page = await open({ sections: ["input-rows", "neighbours", "map"] });
    await page.locator(".cloud-canvas").waitFor(); // it names every token of the text
    await trained(page);
    const stopped = Number(await page.locator(".run").getAttribute("data-step"));
    await page.evaluate(() => {
      const counts = document.documentElement.dataset;
      counts["messages"] = "0";
      window.addEventListener("message", () => void (counts["messages"] = String(Number(counts["messages"]) + 1)));
    });
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await untilStep(page, stopped + 50);
    expect(await page.evaluate(() => document.documentElement.dataset["messages"])).toBe("0");
    await page.close();
  });

  it("pauses, and takes one step at a time", async () => {
    const page = await open({ choices: { pace: "watch" } });
    await begin(page);
    await page.getByRole("button", { name: "Pause" }).click();
    await untilPaused(page);
    const step = Number(await page.locator(".run").getAttribute("data-step"));
    await page.getByRole("button", { name: "One step" }).click();
    await page.locator(`.run[data-step="${step + 1}"][data-mode="paused"]`).waitFor();
    await page.close();
  });

  it("shows the nearest tokens of the text, in the section and under Neighbours, by the rows that are chosen", async () => {
    const page = await open({ sections: ["neighbours"] });
    await trained(page);
    const near = page.getByRole("list", { name: "Nearest tokens of the text" });
    await near.locator("li").nth(9).waitFor();
    const both = await near.locator(".token-name").allTextContents();
    await page.waitForFunction(() => document.querySelector(".neighbours")?.textContent?.includes("tokens of this text"));
    expect(await page.locator(".neighbour-list .token-name").first().textContent()).toBe(both[0]); // tfjs and the worker agree
    await page.getByRole("radio", { name: "output row" }).click();
    await page.waitForFunction(
      (before) => [...document.querySelectorAll(".learnt-neighbours .token-name")].map((name) => name.textContent).join() !== before,
      both.join(),
    );
    await page.close();
  });

  it("shows what the window's model expects before and after, and one step by hand", async () => {
    const page = await open();
    await trained(page);
    await page.locator(".window-lesson summary").click();
    await page.locator(".predictions tbody tr").nth(3).waitFor();
    await page.getByRole("button", { name: "One step by hand on this window" }).click();
    await page.waitForFunction(() => /this window loses [\d.]+/.test(document.querySelector(".hand-step")?.textContent ?? ""));
    expect(await page.locator(".hand-step canvas").count()).toBe(3);
    await page.close();
  });

  it.each([
    { about: "in a turn that is seen", isStill: false },
    { about: "at once where the user prefers no motion", isStill: true },
  ])("shows its map along new axes $about", async ({ isStill }) => {
    const page = await open({ sections: ["map"], isStill });
    await page.locator(".cloud-canvas").waitFor();
    await page.evaluate(() => {
      const seen = document.documentElement.dataset;
      new MutationObserver(() => {
        if (document.querySelector(".cloud.turning") !== null) seen["turned"] = "yes";
      }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["class"] });
    });
    const foundAt = (step: number): Promise<unknown> =>
      page.waitForFunction((at) => document.querySelector(".map")?.textContent?.includes(`differed most at step ${at}:`), step);
    await trained(page);
    const last = Number(await page.locator(".run").getAttribute("data-step"));
    await goTo(page, 0);
    await page.getByRole("radio", { name: "token row" }).click(); // rows that were not seen yet: their first axes are those of step 0
    await foundAt(0);
    await goTo(page, last);
    await foundAt(last);
    await page.locator(".cloud:not(.turning)").waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset["turned"])).toBe(isStill ? undefined : "yes");
    await page.close();
  });

  it("is taken away as weights, as JSON, and as the script of this very run", async () => {
    const page = await open();
    await trained(page);
    const training = page.locator(".training");
    await training.getByRole("button", { name: ".safetensors" }).click();
    await training.getByRole("button", { name: ".json" }).click();
    await training.getByRole("button", { name: "Copy as PyTorch" }).click();
    await page.waitForFunction(() => fakeHost.asked.filter(([method]) => method === "file/save").length === 2);
    await page.waitForFunction(() => fakeHost.asked.some(([method]) => method === "training/copyAsPyTorch"));
    const names = await page.evaluate(() =>
      fakeHost.asked.filter(([method]) => method === "file/save").map(([, asked]) => (asked as { name: string }).name),
    );
    expect(names.toSorted((a, b) => b.length - a.length)).toEqual([
      expect.stringMatching(/^trained \d+ steps\.safetensors$/),
      "training run.json",
    ]);
    await page.close();
  });

  it("says when the text has changed since, and goes on from here with the new one", async () => {
    const page = await open();
    await trained(page);
    await page.evaluate((more) => fakeHost.edit(more), `${text}\nA zebra ran.`);
    await page.getByRole("button", { name: "Go on from here" }).click();
    await page.waitForFunction(() => document.querySelector(".weights-button")?.textContent?.includes("rows learnt before") === true);
    await page.close();
  });

  it("ends when the tokens are another encoding's, and says so", async () => {
    const page = await open();
    await trained(page);
    await page.evaluate(() => fakeHost.set({ encoding: "r50k_base" }));
    await page.waitForFunction(() => document.querySelector(".training")?.textContent?.includes("has ended") === true);
    expect(await page.locator(".weights-button").textContent()).toBe("weights: seed 123");
    await page.close();
  });

  it("refuses what gives nothing to learn from, with a sentence", async () => {
    const page = await open({ text: "Too short" });
    await begin(page);
    await page.waitForFunction(() => document.querySelector(".training")?.textContent?.includes("nothing to learn from") === true);
    await page.close();
  });
});

it("the pages have no complaints", () => {
  expect(pages.complaints).toEqual([]);
});
