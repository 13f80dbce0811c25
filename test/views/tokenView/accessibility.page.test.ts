/** The token view for everyone: no rule of axe-core is broken in any state and any theme, and all of it can be used with keys alone. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "../support/axe.ts";
import { changeTheme, type PageOptions } from "../support/viewPages.ts";
import { openTokenViewPages, type TokenViewPages } from "./support/tokenViewPage.ts";

let pages: TokenViewPages;
beforeAll(async () => {
  pages = await openTokenViewPages();
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

/** Words, white space of all kinds, split characters, an invisible one, a special token. */
const text =
  "# Title: The Awakening\n\n\tif  x:\r\n    a 🐈 \u00a0 A\ufe0fB <|endoftext|> the end of a line that is long enough for windows\n".repeat(
    3,
  );
const rest = ["light", "highContrast", "highContrastLight"] as const;

interface State {
  readonly name: string;
  readonly options: PageOptions;
  /** Resolves when all is drawn. */
  readonly drawn: string;
  readonly act?: (page: Page) => Promise<void>;
}

const options = (part: object): object => ({ tokenView: part });
const states: readonly State[] = [
  { name: "no text", options: { state: { kind: "none" } }, drawn: "button" },
  { name: "tokenizing", options: { state: { kind: "tokenizing", name: "big.txt", done: 0.4 } }, drawn: "progress" },
  { name: "failed", options: { state: { kind: "failed", name: "bad.txt", message: "The vocabulary is damaged." } }, drawn: ".blank" },
  { name: "an empty text", options: { text: "" }, drawn: ".blank" },
  {
    name: "tokens as text, one selected",
    options: { text, lens: { selectedToken: 4, scope: { from: 0, to: 9 } } },
    drawn: ".token.selected",
  },
  { name: "tokens as ids", options: { text, kept: options({ show: "id" }) }, drawn: ".token" },
  {
    name: "tokens as both, merges unfolded, a search",
    options: { text, lens: { selectedToken: 4 }, kept: options({ show: "both", merges: true }) },
    drawn: ".merges",
    act: async (page) => {
      await page.getByRole("textbox").fill("the");
      await page.locator(".token.match").first().waitFor();
    },
  },
  {
    name: "windows and the ladder",
    options: { text, lens: { tab: "windows", windows: { shuffle: true, maxLength: 6 } } },
    drawn: ".window-row .token",
  },
  { name: "all windows", options: { text, lens: { tab: "windows" }, kept: options({ pane: "windows" }) }, drawn: ".window-row .token" },
  { name: "a batch as a tensor", options: { text, lens: { tab: "windows" }, kept: options({ pane: "tensor" }) }, drawn: ".printed" },
  {
    name: "a window in no batch, warnings",
    options: { text, lens: { tab: "windows", windows: { stride: 9, batchSize: 500 } } },
    drawn: ".rail.error",
  },
  { name: "no windows", options: { text: "one", lens: { tab: "windows" } }, drawn: ".rail" },
];

describe("no rule is broken", () => {
  it.each(states)("with $name, in all themes", async ({ options, drawn, act }) => {
    const page = await pages.open({ ...options, isStill: true });
    await page.locator(drawn).first().waitFor();
    await act?.(page);
    expect(await violations(page)).toEqual([]);
    for (const theme of rest) {
      await changeTheme(page, theme);
      expect([theme, await violations(page, ["color-contrast"])]).toEqual([theme, []]);
    }
    await page.close();
  });

  it("in a narrow view", async () => {
    const page = await pages.open({ text, lens: { selectedToken: 4 }, size: { width: 380, height: 700 } });
    await page.locator(".token.selected").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});
