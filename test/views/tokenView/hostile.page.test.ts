/** Hostile texts in the token view: shown literally, nothing runs, nothing is asked for. And the view in a language nobody speaks. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostileTexts } from "../../support/hostileTexts.ts";
import { cutOff, sidewaysScrollers } from "../../endToEnd/support/looks.ts";
import { untranslated } from "../support/pseudoPage.ts";
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

it("800 lines of hostile text are the same text on the screen", async () => {
  const benign = await pages.open({ text: "a" });
  await benign.locator(".token").waitFor();
  const text = hostileTexts.join("\n");
  const page = await pages.open({ text: "a", size: { width: 1600, height: 15_000 } });
  await page.locator(".token").waitFor();
  await page.evaluate((hostile) => globalThis.fakeHost.edit(hostile), text);
  await expect
    .poll(() => page.locator("#strip").evaluate((strip) => strip.textContent?.length ?? 0), { timeout: 60_000 })
    .toBeGreaterThan(text.length / 2);
  await page.locator(".awaited").first().waitFor({ state: "detached" });
  const shown = await page.evaluate(() => {
    const selection = getSelection();
    const strip = document.querySelector("#strip");
    if (strip !== null) selection?.selectAllChildren(strip);
    const clipboard = new DataTransfer();
    strip?.dispatchEvent(new ClipboardEvent("copy", { clipboardData: clipboard, bubbles: true, cancelable: true }));
    return clipboard.getData("text/plain");
  });
  expect(text.startsWith(shown.slice(0, 20_000))).toBe(true);
  expect(shown.length).toBeGreaterThan(20_000);
  expect(await traces(page)).toEqual(await traces(benign));
});

it("hostile file names, messages and searches are shown as they are", async () => {
  const page = await pages.open({ text: "a b c" });
  await page.locator(".token").first().waitFor();
  const before = await traces(page);
  const names = hostileTexts.filter((_, at) => at % 20 === 0);
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

it.each(["tokens", "windows", "compare"] as const)("no sentence of the tab %s is left in English, and none sticks out", async (tab) => {
  const page = await pages.open({
    text: "one two three four five six\n".repeat(9),
    language: "pseudo",
    lens: { tab, selectedToken: 2 },
    size: { width: 700, height: 900 },
  });
  await page.locator(".token").first().waitFor();
  await page.locator("footer .fact").first().waitFor();
  expect(await untranslated(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700);
  await pages.screenshot(page, `token-view-pseudo-${tab}`);
});

it.each(["tokens", "windows", "compare"] as const)("the tab %s in Chinese is Chinese, and cuts nothing off", async (tab) => {
  const page = await pages.open({
    text: "one two three four five six\n".repeat(9),
    language: "zh-cn",
    lens: { tab, selectedToken: 2 },
    size: { width: 400, height: 900 },
  });
  await page.locator(".token").first().waitFor();
  await page.locator("footer .fact").first().waitFor();
  expect(await page.getByRole("banner").innerText()).toMatch(/\p{Script=Han}/u);
  expect(await page.evaluate(cutOff)).toEqual([]);
  expect(await page.evaluate(sidewaysScrollers)).toEqual([]);
  await pages.screenshot(page, `token-view-chinese-${tab}`);
  await page.close();
});

it("hostile splits of characters share an outline, with the character once, and ids below", async () => {
  const page = await pages.open({ text: "a 🦜 b 😀😀 A\ufe0fB नमस्ते", lens: { selectedToken: 2 }, size: { width: 700, height: 300 } });
  await page.locator(".character").first().waitFor();
  await page.locator("footer .fact").first().waitFor();
  await pages.screenshot(page, "split-characters");
  const shown = await page
    .locator(".character")
    .evaluateAll((all) => all.map((each) => [(each as HTMLElement).dataset["character"], each.querySelectorAll(".token").length]));
  expect(shown.slice(0, 2)).toEqual([
    ["·🦜", 3],
    ["·😀", 2],
  ]);
  expect(await page.locator("footer").innerText()).toContain("2 of 3 of ·🦜");
  expect(await page.locator('.ws.control[data-glyph="U+FE0F"]').evaluate((each) => each.getBoundingClientRect().width)).toBeGreaterThan(10);
});
