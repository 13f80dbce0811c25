/** How windows look: lines that can be seen in every theme, as wide as what they mark, and a page that fits its width. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import notebook from "../../../fixtures/notebook.json" with { type: "json" };
import { loadEncoding } from "../../../support/encodings.ts";
import { openTokenViewPages, type TokenViewPages } from "../support/tokenViewPage.ts";

let pages: TokenViewPages;
/** The notebook's first tokens as text. */
let beginning: string;
beforeAll(async () => {
  pages = await openTokenViewPages();
  beginning = (await loadEncoding("gpt2")).decode(notebook.firstTokenIds);
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

describe("looks", () => {
  it.each(["dark", "light", "highContrast", "highContrastLight"] as const)(
    "the lines of input and target are opaque in %s",
    async (theme) => {
      const page = await pages.open({ text: beginning, lens: { tab: "windows" }, theme });
      await page.locator(".stroke.target").waitFor();
      for (const line of ["input", "target"]) {
        const color = await page.locator(`.stroke.${line}`).evaluate((stroke) => getComputedStyle(stroke).borderBottomColor);
        expect(color).toMatch(/^(?:rgb\([^/]+\)|color\(srgb [^/]+\))$/); // with another alpha: rgba(…), or … / 0.33
      }
    },
  );

  it("a window's underlines are as wide as its tokens", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows" } });
    await page.getByRole("radio", { name: "batch", exact: true }).click();
    await page.locator(".window-row .run.input .token").first().waitFor();
    const widths = await page
      .locator(".window-row .run")
      .evaluateAll((runs) =>
        runs.map((run) => [run.getBoundingClientRect().right, run.querySelector(".token:last-child")?.getBoundingClientRect().right ?? 0]),
      );
    for (const [line = 0, tokens] of widths) expect(Math.abs(line - (tokens ?? 0))).toBeLessThan(4);
  });

  it.each([
    { theme: "dark", tab: "tokens", width: 1400 },
    { theme: "light", tab: "tokens", width: 400 },
    { theme: "highContrast", tab: "tokens", width: 1000 },
    { theme: "dark", tab: "windows", width: 400 },
    { theme: "light", tab: "windows", width: 1400 },
    { theme: "highContrast", tab: "windows", width: 1000 },
  ] as const)("$tab in $theme, $width pixels wide, fits", async ({ theme, tab, width }) => {
    const page = await pages.open({
      text: beginning.repeat(30),
      lens: { tab, selectedToken: 4, selectedWindow: 1 },
      theme,
      size: { width, height: 760 },
    });
    await page.locator(".token").first().waitFor();
    await page.getByText("token 4 of").first().waitFor({ state: "attached" });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await pages.screenshot(page, `token-view-${tab}-${theme}-${width}`);
  });
});
