/** Hostile names in the inspector: shown literally, nothing runs, nothing is asked for. And the inspector in a language nobody speaks. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostileTexts } from "../../support/hostileTexts.ts";
import { cutOff } from "../../endToEnd/support/looks.ts";
import { untranslated } from "../support/pseudoPage.ts";
import { type InspectorPages, openInspectorPages, unfolded } from "./support/inspectorPage.ts";

let pages: InspectorPages;
beforeAll(async () => {
  pages = await openInspectorPages();
});
afterAll(async () => {
  await pages.close(); // throws if a page asked another machine
  expect(pages.complaints).toEqual([]);
});

it("hostile names of files and tensors, and hostile tokens, are shown as they are", async () => {
  const [rows, columns] = [50_257, 2];
  const url = pages.serve("hostile", new Uint8Array(rows * columns * 4));
  const name = hostileTexts
    .filter(({ length }, at) => length < 200 && at % 18 === 0)
    .join(" ")
    .toWellFormed(); // fits into the page's address
  const weights = {
    kind: "file",
    name,
    token: { url, rows, columns, tensor: name, dtype: "F32" },
    positional: null,
    note: name,
    namesFit: true,
  } as const;
  const page = await pages.open({
    text: "a",
    lens: { embedding: { weights: "file" }, windows: { maxLength: 64 } },
    weights,
    kept: unfolded("input-rows"),
  });
  await page.locator(".weights-button", { hasText: "script" }).waitFor();
  await page.evaluate((hostile) => globalThis.fakeHost.edit(hostile), name);
  await page.locator(".heat-maps canvas").first().waitFor();
  await page.locator(".weights-button").click();
  expect(await page.locator(".weights-button").textContent()).toBe(name);
  expect(await page.locator(".tensors-of-file dt").textContent()).toBe(name);
  expect(await page.locator("header .notice").first().textContent()).toBe(name);
  const elements = await page.evaluate(() => document.querySelectorAll("img, iframe, object, embed, form, svg, math, style, a").length);
  expect([elements, await page.evaluate(() => "hostile" in globalThis)]).toEqual([0, false]);
  await page.close();
});

/** A page with every section that has sentences. */
async function openAll(language: "pseudo" | "zh-cn"): Promise<Page> {
  const text = "The cat sat on the mat, and the dog lay beside it in the sun until the evening came.";
  const kept = unfolded("input-rows", "positions", "neighbours", "map", "playground");
  const page = await pages.open({ text, language, lens: { embedding: { embeddingDim: 8 } }, kept });
  for (const drawn of [".heat-maps canvas", ".cosine-map canvas", ".neighbour-list li", ".cloud", ".difference"])
    await page.locator(drawn).first().waitFor();
  await page.locator(".weights-button").click();
  return page;
}

it("no sentence is left in English, and none sticks out", async () => {
  const page = await openAll("pseudo");
  expect(await untranslated(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await pages.screenshot(page, "inspector-pseudo");
  await page.close();
});

it("in Chinese it is Chinese, and cuts nothing off", async () => {
  const page = await openAll("zh-cn");
  expect(await page.locator(".inspector > header").innerText()).toMatch(/\p{Script=Han}/u);
  expect(await page.evaluate(cutOff)).toEqual([]);
  await pages.screenshot(page, "inspector-chinese");
  await page.close();
});
