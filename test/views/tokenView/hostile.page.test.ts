/** Hostile texts in the token view: shown literally, nothing runs, nothing is asked for. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostileTexts } from "../../support/hostileTexts.ts";
import { openTokenViewPages, type TokenViewPages } from "./support/tokenViewPage.ts";

let pages: TokenViewPages;
beforeAll(async () => {
  pages = await openTokenViewPages();
});
afterAll(async () => {
  await pages.close(); // throws if a page asked another machine
  expect(pages.complaints).toEqual([]);
});

/** Elements that only markup in a text could have made, and what a script in it would have left. */
const traces = (page: Page): Promise<unknown> =>
  page.evaluate(() => ({
    elements: document.querySelectorAll("img, iframe, object, embed, form, svg, math, style, a, link:not([rel=stylesheet])").length,
    scripts: document.scripts.length,
    hostile: "hostile" in globalThis,
  }));

it("hostile file names, messages and searches are shown as they are", async () => {
  const page = await pages.open({ text: "a b c" });
  await page.locator(".token").first().waitFor();
  const before = await traces(page);
  const names = hostileTexts.filter((_, at) => at % 6 === 0);
  const wrong = await page.evaluate(async (all) => {
    const found: string[] = [];
    for (const name of all) {
      globalThis.fakeHost.rename(name);
      await new Promise((done) => setTimeout(done, 4));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      if (document.querySelector("h1")?.textContent !== name) found.push(name);
    }
    return found;
  }, names);
  expect(wrong).toEqual([]);
  await page.getByRole("textbox").fill(`<img src=x onerror="globalThis.hostile=1">`);
  await page.getByText("none").waitFor();
  expect(await traces(page)).toEqual(before);
});
