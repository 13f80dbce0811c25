/** The comparison of encodings, in Chromium: what differs is marked, what is selected is selected in all, edits follow. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeTheme } from "../../support/viewPages.ts";
import { cutOff, sidewaysScrollers } from "../../../endToEnd/support/looks.ts";
import { openTokenViewPages, type TokenViewPages } from "../support/tokenViewPage.ts";

let pages: TokenViewPages;
beforeAll(async () => {
  pages = await openTokenViewPages();
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

const text = [
  "# The Awakening, 1899",
  "",
  "for (let index = 0; index < 12345; index++) {",
  "        total += prices[index]; // 🐈 naïve",
  "}",
  "Привет, мир! 你好，世界。",
  "Call me at 2024-11-27 or write to someone@example.org.",
  "",
].join("\n");

const open = async (options: object = {}): Promise<Page> => {
  const page = await pages.open({ text, lens: { tab: "compare" }, isStill: true, ...options });
  await page.locator(".compare-rows .token").first().waitFor();
  return page;
};
const selected = (page: Page): Promise<readonly (readonly string[])[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll(".compare-rows .compared"), (row) =>
      Array.from(row.querySelectorAll(".cell"), (cell) =>
        Array.from(cell.querySelectorAll(".token.selected"), ({ textContent }) => textContent).join("|"),
      ),
    ).filter((cells) => cells.some((cell) => cell !== "")),
  );
const marked = (page: Page, column: number, kind: "alone" | "same"): Promise<readonly (string | null)[]> =>
  page.locator(`.virtual-item[data-item="2"] .cell:nth-child(${column}) .token.${kind}`).allTextContents();

describe("encodings compared", () => {
  it("are a column each, with their counts and how many more tokens they make", async () => {
    const page = await open();
    const heads = await page.locator(".head-cell").allInnerTexts();
    expect(heads.map((head) => /([\d,]+) tokens/.exec(head)?.[1] !== undefined && head.includes("bytes/token"))).toEqual([
      true,
      true,
      true,
    ]);
    expect(heads.map((head) => /[+−±][\d.]+ %/.test(head))).toEqual([false, true, true]);
    await page.close();
  });

  it("mark the boundaries that not all have, and leave alike ones quiet", async () => {
    const page = await open({ lens: { tab: "compare", compared: ["cl100k_base"] } });
    expect(await marked(page, 2, "same")).toContain("for");
    expect(await marked(page, 2, "alone")).toContain("123");
    expect(await marked(page, 1, "same")).not.toContain(" 123");
    await page.close();
  });

  it("show a selected token in all, and take a click on any of them", async () => {
    const page = await open({ lens: { tab: "compare", compared: ["cl100k_base"] } });
    await page.locator('.virtual-item[data-item="2"] .cell:nth-child(2) .token', { hasText: "123" }).first().click();
    await expect.poll(() => selected(page)).toEqual([[" 123", " |123"]]);
    await page.locator('.virtual-item[data-item="2"] .cell:nth-child(1) .token', { hasText: "45" }).first().click();
    await expect.poll(() => selected(page)).toEqual([["45", "45"]]);
    await page.close();
  });

  it("are chosen, added and removed", async () => {
    const page = await open({ lens: { tab: "compare", compared: ["cl100k_base"] } });
    const compared = (): Promise<readonly string[]> => page.evaluate(() => globalThis.fakeHost.lens().compared);
    await page.getByRole("combobox", { name: "Compared encoding 1" }).selectOption("o200k_base");
    await expect.poll(compared).toEqual(["o200k_base"]);
    await page.getByRole("button", { name: "Compare with one more encoding" }).click();
    await expect.poll(compared).toEqual(["o200k_base", "r50k_base"]);
    await page.getByRole("button", { name: "Remove o200k_base from the comparison" }).click();
    await expect.poll(compared).toEqual(["r50k_base"]);
    await page.close();
  });

  it("follow the text as it is edited", async () => {
    const page = await open();
    await page.evaluate((changed) => globalThis.fakeHost.edit(changed), text.replace("The Awakening", "The Great Awakening"));
    await expect
      .poll(() => page.locator('.virtual-item[data-item="0"] .cell').allInnerTexts())
      .toEqual([expect.stringContaining("Great"), expect.stringContaining("Great"), expect.stringContaining("Great")]);
    await page.close();
  });

  it("draw of a long text only what is near", async () => {
    const page = await open({ text: undefined, pattern: "a line of 12345\n", times: 20_000 });
    expect(await page.locator(".compare-rows .compared").count()).toBeLessThan(150);
    await page.getByRole("listbox").focus();
    await page.keyboard.press("Control+End");
    await expect.poll(() => page.locator(".virtual-item").last().getAttribute("data-item")).toBe("19999");
    await expect.poll(() => page.locator('.virtual-item[data-item="19999"] .token.selected').count()).toBe(3);
    await page.close();
  });

  it.each([{}, { language: "pseudo" }, { language: "zh-cn" }])(
    "cut nothing off at 400 pixels, with four encodings: %o",
    async (language) => {
      const options = { lens: { tab: "compare", compared: ["cl100k_base", "o200k_base", "p50k_base"] }, size: { width: 400, height: 700 } };
      const page = await open({ ...options, ...language });
      expect(await page.evaluate(cutOff)).toEqual([]);
      expect(await page.evaluate(sidewaysScrollers)).toEqual([]);
      await page.close();
    },
  );

  it("are looked at in four themes, wide and narrow", async () => {
    const page = await open({ lens: { tab: "compare", selectedToken: 12 } });
    await page.locator(".token.selected").first().waitFor();
    for (const theme of ["dark", "light", "highContrast", "highContrastLight"] as const) {
      await changeTheme(page, theme);
      await pages.screenshot(page, `compare-${theme}`);
      // A token that not all have: its tint, or in high contrast its frame, beside the bar of a boundary that not all have.
      const { backgroundColor, boxShadow } = await page
        .locator(".token.other.alone")
        .first()
        .evaluate((token) => {
          const { backgroundColor, boxShadow } = getComputedStyle(token);
          return { backgroundColor, boxShadow };
        });
      const isContrast = theme.startsWith("highContrast");
      expect(boxShadow.match(/inset/g)).toHaveLength(isContrast ? 2 : 1);
      expect(backgroundColor === "rgba(0, 0, 0, 0)").toBe(isContrast);
    }
    await page.setViewportSize({ width: 360, height: 700 });
    await expect.poll(() => page.locator(".cell-label").first().isVisible()).toBe(true);
    for (const theme of ["dark", "light", "highContrast", "highContrastLight"] as const) {
      await changeTheme(page, theme);
      await pages.screenshot(page, `compare-narrow-${theme}`);
    }
    await page.close();
  });
});
