import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTokenViewPages, type TokenViewPages } from "./support/tokenViewPage.ts";

/** The notebook's text begins like this. */
const beginning = "# Title: The Awakening\n\n## Author: Kate Chopin\n\n## Year: 1899\n\n-------\n\n##  I\n\nA green and yellow";
/** 23 tokens a line, 2.53 million in all. */
const longLine = "He could speak a little Spanish, and also a language which nobody understood, unless it was the mocking-bird\n";

let pages: TokenViewPages;
beforeAll(async () => {
  pages = await openTokenViewPages();
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

const strip = (page: Page) => page.getByRole("listbox", { name: "Tokens of sample.md" });
const token = (page: Page, index: number) => strip(page).locator(`[data-i="${index}"]`);
const selected = (page: Page): Promise<number | null> => page.evaluate(() => globalThis.fakeHost.lens().selectedToken);
const details = (page: Page) => page.getByRole("contentinfo");

/** Two frames later: sizes have been observed, and what follows from them is drawn. */
const nextFrames = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Indexes of the tokens that are wholly inside the strip. */
const visibleTokens = (page: Page): Promise<number[]> =>
  strip(page).evaluate((element) => {
    const frame = element.getBoundingClientRect();
    const inside = (box: DOMRect): boolean => box.top >= frame.top && box.bottom <= frame.bottom;
    return [...element.querySelectorAll<HTMLElement>(".token")]
      .filter((each) => inside(each.getBoundingClientRect()))
      .map((each) => Number(each.dataset["i"]));
  });

describe("the header", () => {
  it("counts tokens, characters, bytes, characters per token and distinct ids", async () => {
    const page = await pages.open({ text: beginning });
    await token(page, 0).waitFor();
    const header = await page.getByRole("banner").innerText();
    for (const fact of ["sample.md", "33 tokens", "97 chars", "97 bytes", "2.94 chars/token", "20 distinct"])
      expect(header).toContain(fact);
  });

  it("names the part that is looked at, and returns to the whole document", async () => {
    const page = await pages.open({ text: beginning, lens: { scope: { from: 0, to: 5 } } });
    await page.getByText("Selection, Ln 1–2").waitFor();
    await page.getByRole("button", { name: "Show the whole document" }).click();
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.lens().scope)).toBeNull();
    await page.getByText("Selection, Ln 1–2").waitFor({ state: "detached" });
  });

  it("changes the encoding", async () => {
    const page = await pages.open({ text: beginning });
    await page.getByLabel("Encoding").selectOption("o200k_base");
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.lens().encoding)).toBe("o200k_base");
  });
});

describe("the strip", () => {
  it("flows as the text does, each token one chip, whitespace as glyphs outside the text", async () => {
    const page = await pages.open({ text: beginning });
    await token(page, 32).waitFor();
    expect(await token(page, 4).textContent()).toBe(" Awakening");
    expect(await strip(page).evaluate((element) => element.textContent)).toBe(beginning);
    const lines = await Promise.all([0, 4, 7, 8].map(async (index) => (await token(page, index).boundingBox())?.y ?? 0));
    expect(lines[0]).toBeCloseTo(lines[1] ?? 0, 0);
    expect(lines[2]).toBeGreaterThan((lines[0] ?? 0) + 20);
    expect(lines[2]).toBeCloseTo(lines[3] ?? 0, 0);
  });

  it("shows ids, or both, on wish, and remembers it", async () => {
    const page = await pages.open({ text: beginning });
    await token(page, 0).waitFor();
    await page.getByRole("radio", { name: "id", exact: true }).click();
    await page.waitForFunction(() => document.querySelector('[data-i="4"]')?.textContent === "28832");
    await page.getByRole("radio", { name: "both" }).click();
    await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-i="4"]')?.dataset["under"] === "28832");
    await page.reload();
    await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-i="4"]')?.dataset["under"] === "28832");
  });

  it("shows a token that is part of a character as its bytes, and copies the character", async () => {
    const page = await pages.open({ text: "a 🦜 b" });
    await token(page, 0).waitFor();
    const hex = await strip(page)
      .locator(".partial")
      .evaluateAll((tokens) => tokens.map((each) => (each as HTMLElement).dataset["hex"]));
    expect(hex.join(" ")).toContain("9f a6 9c".slice(0, 2));
    const copied = await strip(page).evaluate((element) => {
      getSelection()?.selectAllChildren(element);
      const clipboard = new DataTransfer();
      element.dispatchEvent(new ClipboardEvent("copy", { clipboardData: clipboard, bubbles: true, cancelable: true }));
      return clipboard.getData("text/plain");
    });
    expect(copied).toBe("a 🦜 b");
  });

  it("selects by click, describes the selection, and shows one that comes from the editor", async () => {
    const page = await pages.open({ text: beginning });
    await token(page, 4).click();
    await details(page).getByText("token 4 of 33", { exact: true }).waitFor();
    const said = await details(page).innerText();
    for (const fact of ["28832", "20 41 77 61 6b 65 6e 69 6e 67", "once", "Ln 1, Col 13"]) expect(said).toContain(fact);
    await page.evaluate(() => globalThis.fakeHost.set({ selectedToken: 10 }));
    await details(page).getByText("token 10 of 33", { exact: true }).waitFor();
    expect(await strip(page).getByRole("option", { selected: true }).getAttribute("data-i")).toBe("10");
  });

  it("unfolds the merges above the strip, which does not move", async () => {
    const page = await pages.open({ text: beginning, lens: { selectedToken: 4 } });
    const before = await details(page).boundingBox();
    await details(page)
      .getByRole("button", { name: /merges?/ })
      .click();
    await page.getByRole("list", { name: /Merges of/ }).waitFor();
    expect(await details(page).boundingBox()).toEqual(before);
  });

  it("is moved through by keys: by token, by line, to the ends, to the editor and away", async () => {
    const page = await pages.open({ text: beginning, lens: { selectedToken: 0 } });
    await token(page, 0).waitFor();
    await strip(page).focus();
    const steps = [
      ["ArrowRight", 1],
      ["End", 5],
      ["Home", 0],
      ["ArrowDown", 6],
      ["ArrowDown", 7],
      ["ArrowUp", 6],
      ["ArrowLeft", 5],
      ["Control+End", 32],
      ["Control+Home", 0],
    ] as const;
    for (const [key, index] of steps) {
      await page.keyboard.press(key);
      await expect.poll(() => selected(page), { message: key }).toBe(index);
    }
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.asked.at(-1))).toEqual(["editor/focus", { index: 0 }]);
    await page.keyboard.press("Escape");
    await expect.poll(() => selected(page)).toBeNull();
  });

  it("keeps showing tokens while the text changes under it", async () => {
    const page = await pages.open({ text: beginning });
    await token(page, 32).waitFor();
    const fewest = await page.evaluate(async (text) => {
      let least = Infinity;
      for (let i = 1; i <= 20; i += 1) {
        globalThis.fakeHost.edit("x".repeat(i) + text);
        for (let frame = 0; frame < 3; frame += 1) {
          await new Promise(requestAnimationFrame);
          least = Math.min(least, document.querySelectorAll("#strip .token").length);
        }
      }
      return least;
    }, beginning);
    expect(fewest).toBeGreaterThan(25);
    await page.waitForFunction(() => document.querySelector("#strip")?.textContent?.startsWith("x".repeat(20) + "# Title") === true);
  });
});

describe("search", () => {
  it("finds text across tokens, steps round, and returns where it began", async () => {
    const page = await pages.open({ text: beginning, lens: { selectedToken: 20 } });
    await token(page, 0).waitFor();
    const box = page.getByRole("textbox", { name: "Find text in the tokens" });
    await box.fill("##");
    await page.getByText("3 of 3").waitFor();
    await box.press("Enter");
    await expect.poll(() => selected(page)).toBe(24);
    await box.press("Enter");
    await expect.poll(() => selected(page)).toBe(7);
    await box.press("Shift+Enter");
    await expect.poll(() => selected(page)).toBe(24);
    await box.press("Escape");
    await expect.poll(() => selected(page)).toBe(20);
    await expect.poll(() => box.inputValue()).toBe("");
  });

  it("finds an id", async () => {
    const page = await pages.open({ text: beginning });
    await token(page, 0).waitFor();
    await page.getByRole("button", { name: "Search by id" }).click();
    const box = page.getByRole("textbox", { name: "Find a token id" });
    await box.fill("40159");
    await page.getByText("1 of 1").waitFor();
    await box.press("Enter");
    await expect.poll(() => selected(page)).toBe(11);
    await box.fill("5");
    await page.getByText("none").waitFor();
  });
});

describe("two and a half million tokens", () => {
  it("scroll exactly by the wheel, in proportion by the thumb, to both ends, and never show an empty strip", async () => {
    const page = await pages.open({ pattern: longLine, times: 110_000 });
    await token(page, 0).waitFor();
    const list = strip(page);
    const top = (index: number): Promise<number> => token(page, index).evaluate((element) => element.getBoundingClientRect().top);
    const before = await top(100);
    await list.hover();
    await page.mouse.wheel(0, 90);
    await expect.poll(() => top(100)).toBeCloseTo(before - 90, 0);

    const fewest = await list.evaluate(async (element) => {
      let least = Infinity;
      for (let i = 1; i <= 40; i += 1) {
        element.scrollTop = i * 20_000;
        await new Promise(requestAnimationFrame);
        least = Math.min(least, element.querySelectorAll(".token").length);
      }
      return least;
    });
    expect(fewest).toBeGreaterThan(100);

    await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
    const last = (await page.evaluate(() => Number(document.querySelector(".count b")?.textContent?.replaceAll(",", "")))) - 1;
    await expect.poll(async () => (await visibleTokens(page)).at(-1)).toBe(last);
    await list.evaluate((element) => (element.scrollTop = 0));
    await expect.poll(async () => (await visibleTokens(page))[0]).toBe(0);

    await page.evaluate(() => globalThis.fakeHost.set({ selectedToken: 1_234_567 }));
    await expect.poll(async () => (await visibleTokens(page)).includes(1_234_567)).toBe(true);
  });

  it("shows the end when End is pressed, and the view resized, before the first rows have arrived", async () => {
    const page = await pages.open({ pattern: longLine, times: 20_000, rowsHeld: true });
    await strip(page).press("Control+End");
    await expect.poll(() => selected(page)).not.toBeNull();
    const last = (await selected(page)) ?? 0;
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.asked.some(([method]) => method === "rows/slice"))).toBe(true);
    await details(page)
      .getByText(`token ${last.toLocaleString("en")} of`)
      .first()
      .waitFor();
    await page.setViewportSize({ width: 700, height: 900 });
    await nextFrames(page);
    await page.evaluate(() => globalThis.fakeHost.releaseRows());
    await expect.poll(async () => (await visibleTokens(page)).at(-1)).toBe(last);
  });
});
