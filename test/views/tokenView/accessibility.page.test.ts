/** The token view for everyone: no rule of axe-core is broken in any state and any theme, and all of it can be used with keys alone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeStates, type ViewState } from "../support/accessibleStates.ts";
import { violations } from "../support/axe.ts";
import { focused, tabThrough, tabTo } from "../support/keys.ts";
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

const options = (part: object): object => ({ tokenView: part });
const states: readonly ViewState[] = [
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
  {
    name: "encodings compared, one token selected",
    options: { text, lens: { tab: "compare", selectedToken: 4 } },
    drawn: ".cell .token.selected",
  },
  {
    name: "encodings compared where it is narrow",
    options: { text, lens: { tab: "compare" }, size: { width: 360, height: 700 } },
    drawn: ".cell .token",
  },
  { name: "no windows", options: { text: "one", lens: { tab: "windows" } }, drawn: ".rail" },
];

describeStates(() => pages, states);

it("no rule is broken in a narrow view", async () => {
  const page = await pages.open({ text, lens: { selectedToken: 4 }, size: { width: 380, height: 700 } });
  await page.locator(".token.selected").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.close();
});

describe("with keys alone", () => {
  it("everything is reached, its focus is seen, and Tab leaves the page", async () => {
    for (const tab of ["tokens", "windows"] as const) {
      const page = await pages.open({ text, lens: { tab, selectedToken: 4 }, isStill: true });
      await page.locator("footer .fact").first().waitFor();
      await page
        .locator(tab === "tokens" ? ".token.selected" : ".window-row .token")
        .first()
        .waitFor();
      const reached = await tabThrough(page);
      expect(reached.filter(({ isSeen }) => !isSeen)).toEqual([]);
      expect(reached.filter(({ name }) => name === "")).toEqual([]);
      const names = reached.map(({ name }) => name).join(" | ");
      const wanted =
        tab === "tokens"
          ? [
              "Encoding",
              "Tokens",
              "Find text in the tokens",
              "Search by id",
              "text",
              "Show whitespace",
              "Tokens of sample.md",
              "Copy the id",
              "Show embedding",
            ]
          : [
              "max_length",
              "stride",
              "batch_size",
              "Play",
              "Next window",
              "the window’s end",
              "Context and next token",
              "batch",
              "Windows",
              "never input",
              "PyTorch",
            ];
      for (const name of wanted) expect(names).toContain(name);
      await page.close();
    }
  });

  it("a token is selected and read about, windows are set, stepped through and copied as a tensor", async () => {
    const page = await pages.open({ text, isStill: true });
    await page.locator(".token").first().waitFor();
    await tabTo(page, "Tokens of sample.md");
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight"]) await page.keyboard.press(key);
    await page
      .getByRole("contentinfo")
      .getByText(/token 2 of/)
      .first()
      .waitFor();
    await page.keyboard.press("Shift+Tab");
    while ((await focused(page))?.role !== "tab") await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("ArrowRight");
    await tabTo(page, "max_length");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.lens().windows.maxLength)).toBe(5);
    await tabTo(page, "Next window");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.lens().selectedWindow)).toBe(1);
    await tabTo(page, "batch");
    await page.keyboard.press("ArrowRight");
    await tabTo(page, "Copy the tensors’ text");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.asked.at(-1)?.[0])).toBe("clipboard/write");
    await page.close();
  });

  it("encodings are compared: one is added, tokens are walked through and shown in the editor", async () => {
    const page = await pages.open({ text, lens: { tab: "compare" }, isStill: true });
    await page.locator(".cell .token").first().waitFor();
    const selected = (): Promise<number | null> => page.evaluate(() => globalThis.fakeHost.lens().selectedToken);
    await tabTo(page, "Compare with one more encoding");
    await page.keyboard.press("Enter");
    await page.locator(".compare-rows .cell:nth-child(4) .token").first().waitFor();
    await tabTo(page, "Tokens of sample.md, compared");
    for (const key of ["ArrowRight", "ArrowRight", "End"]) await page.keyboard.press(key);
    await expect.poll(selected).toBe(5); // the line break, which ends the row
    await page.keyboard.press("Home");
    await expect.poll(selected).toBe(0);
    await page.keyboard.press("ArrowDown");
    await expect.poll(selected).toBe(6);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.asked.at(-1))).toEqual(["editor/focus", { index: 6 }]);
    await page.keyboard.press("Escape");
    await expect.poll(selected).toBe(null);
    expect((await focused(page))?.isSeen).toBe(true);
    await page.close();
  });
});
