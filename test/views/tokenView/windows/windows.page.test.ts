import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import largeOrder from "../../../fixtures/largeOrder.json" with { type: "json" };
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

const number = (page: Page, name: string) => page.getByRole("spinbutton", { name, exact: true });
const lensOf = (page: Page) => page.evaluate(() => globalThis.fakeHost.lens());
const tensor = (page: Page) => page.getByLabel("Batch as PyTorch prints it");
/** Chooses and waits until the page has followed: until then it shows what was chosen before. */
async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole("radio", { name, exact: true }).click();
  await page.getByRole("radio", { name, exact: true, checked: true }).waitFor();
}
/** Token indexes of the picture that have a class. */
const marked = (page: Page, kind: string): Promise<number[]> =>
  page.locator(`.picture .token.${kind}`).evaluateAll((tokens) => tokens.map((each) => Number((each as HTMLElement).dataset["i"])));
const handle = (page: Page, name: string) => page.getByRole("slider", { name: new RegExp(name) });

describe("the window picture", () => {
  it("draws input, target one later and the next windows, and steps", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows", selectedWindow: 1 } });
    await page.locator(".picture .token.in").first().waitFor();
    expect([await marked(page, "in"), await marked(page, "tg"), await marked(page, "g1")]).toEqual([
      [4, 5, 6, 7],
      [5, 6, 7, 8],
      [8, 9, 10, 11],
    ]);
    await page.getByRole("button", { name: "Next window" }).click();
    await expect.poll(() => marked(page, "in")).toEqual([8, 9, 10, 11]);
    expect((await lensOf(page)).selectedWindow).toBe(2);
  });

  it("changes with the controls at once, by typing and by arrow keys", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows" } });
    await number(page, "max_length").fill("6");
    await expect.poll(() => marked(page, "in")).toEqual([0, 1, 2, 3, 4, 5]);
    await number(page, "stride").press("ArrowDown");
    await expect.poll(async () => (await lensOf(page)).windows).toMatchObject({ maxLength: 6, stride: 3 });
    await expect.poll(() => marked(page, "overlap")).toEqual([3, 4, 5]);
  });

  it("is dragged: the window's end is max_length, the next one's start the stride", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows" } });
    const drag = async (name: string, to: number): Promise<void> => {
      const from = await handle(page, name).boundingBox();
      const goal = await page.locator(`.picture [data-i="${to}"]`).boundingBox();
      if (from === null || goal === null) throw new Error(`The handle "${name}" or token ${to} is not drawn.`);
      const y = name === "stride" ? goal.y + goal.height - 6 : goal.y + 8;
      await page.mouse.move(from.x, y);
      await page.mouse.down();
      await page.mouse.move(goal.x + 3, y, { steps: 8 });
      await page.mouse.up();
    };
    await handle(page, "max_length").waitFor({ state: "attached" });
    await drag("max_length", 9);
    await expect.poll(async () => (await lensOf(page)).windows.maxLength).toBe(9);
    await drag("stride", 2);
    await expect.poll(async () => (await lensOf(page)).windows.stride).toBe(2);
    await handle(page, "stride").press("ArrowRight");
    await expect.poll(async () => (await lensOf(page)).windows.stride).toBe(3);
  });

  it("plays from window to window and stops at the last", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows", selectedWindow: 5 } });
    await page.getByRole("button", { name: /^Play/ }).click();
    await expect.poll(async () => (await lensOf(page)).selectedWindow, { timeout: 10_000 }).toBe(7);
    await page.getByRole("button", { name: /^Play/ }).waitFor();
  });
});

describe("batches", () => {
  it("print the notebook's stride-1 batch character for character", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows", windows: { stride: 1, batchSize: 1 } } });
    await choose(page, "tensor");
    await expect
      .poll(() => tensor(page).textContent())
      .toBe("[tensor([[    2, 11851,    25,   383]]), tensor([[11851,    25,   383, 28832]])]");
  });

  it("print the notebook's stride-4 batch of eight, and copy it", async () => {
    const page = await pages.open({ text: `${beginning} and yellow`, lens: { tab: "windows" } });
    await choose(page, "tensor");
    await page.getByText("torch.Size([8, 4])").waitFor();
    const printed = (await tensor(page).textContent()) ?? "";
    const rows = [...printed.matchAll(/\[+([\d, ]+)\]/g)].map(([, row]) => (row ?? "").split(",").map(Number));
    expect(rows).toEqual([...notebook.stride4.inputs, ...notebook.stride4.targets]);
    expect(printed).toMatch(/^Inputs:\n tensor\(\[\[ {4}2, 11851, {4}25, {3}383\],\n {8}\[28832/);
    expect(printed).toContain("\n\nTargets:\n tensor([[11851,");
    await page.getByRole("button", { name: "Copy the tensors’ text" }).click();
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.asked.at(-1))).toEqual(["clipboard/write", { text: printed }]);
  });

  it("follow PyTorch's shuffled order", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows", windows: { shuffle: true, dropLast: false } } });
    const order = (): Promise<number[]> =>
      page.locator(".window-row > .number").evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));
    await expect.poll(async () => (await order()).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const first = await order();
    expect(first).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await number(page, "epoch").press("ArrowUp");
    await expect.poll(order).not.toEqual(first);
  });

  it("say so when drop_last leaves the selected window out", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows", selectedWindow: 6, windows: { batchSize: 3 } } });
    await page.getByText("Window 6 is in no batch: drop_last leaves out the last 2 windows.").waitFor();
    await page.getByRole("button", { name: "Go to the last batch" }).click();
    await expect.poll(async () => (await lensOf(page)).selectedWindow).toBe(3);
  });
});

describe("ladder, windows, ledger", () => {
  it("are in sight as soon as they are chosen, where the parts of a narrow view stand one above the other", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows" }, size: { width: 560, height: 780 } });
    await page.locator(".picture .token.in").first().waitFor();
    const isInSight = (): Promise<boolean> =>
      tensor(page).evaluate((element) => {
        const { top } = element.getBoundingClientRect();
        const floor = document.querySelector("footer")?.getBoundingClientRect().top ?? innerHeight;
        return top >= 0 && top + 200 < floor; // a batch of eight, or most of it
      });
    await choose(page, "tensor");
    await expect.poll(() => tensor(page).textContent()).toContain("tensor([[");
    await expect.poll(isInSight).toBe(true);
  });

  it("chosen where all parts have room, move nothing", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows" }, size: { width: 1400, height: 900 } });
    await page.locator(".picture .token.in").first().waitFor();
    for (const name of ["tensor", "batch", "all windows"]) {
      await choose(page, name);
      expect(await page.evaluate(() => [...document.querySelectorAll("*")].filter(({ scrollTop }) => scrollTop > 0).length)).toBe(0);
    }
  });

  it("the ladder has a rung for each token of the window", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows", selectedWindow: 2 } });
    await page.locator(".rung").nth(3).waitFor();
    const rungs = await page
      .locator(".rung")
      .evaluateAll((all) => all.map((rung) => [rung.querySelector(".context")?.textContent, rung.querySelector(".next")?.textContent]));
    expect(rungs).toEqual([
      [" Author", ":"],
      [" Author:", " Kate"],
      [" Author: Kate", " Chop"],
      [" Author: Kate Chop", "in"],
    ]);
  });

  it("two and a half million windows are a list to scroll", async () => {
    const page = await pages.open({
      pattern: "one two three four five\n",
      times: 420_000,
      lens: { tab: "windows", windows: { stride: 1 } },
    });
    await choose(page, "all windows");
    await page.locator(".window-row").first().waitFor();
    await page.locator(".window-rows .virtual-rows").evaluate((element) => (element.scrollTop = element.scrollHeight));
    await page.locator(".window-row", { hasText: "2,519,995" }).waitFor();
  });

  it("two and a half million windows are shuffled while the page goes on answering, in PyTorch's order", async () => {
    const page = await pages.open({
      pattern: "one two three four five\n",
      times: 420_000,
      lens: { tab: "windows", windows: { stride: 1, batchSize: largeOrder.batchSize } },
    });
    const [first, second, otherSeed] = largeOrder.epochs;
    const batch = (): Promise<number[]> =>
      page
        .locator(".window-row > .number")
        .evaluateAll((cells) => cells.map((cell) => Number((cell.textContent ?? "").replaceAll(",", ""))));
    const goToBatchOf = async (window: number | undefined): Promise<void> => {
      await number(page, "window").fill(String(window));
      await number(page, "window").press("Enter");
    };
    await choose(page, "batch");
    await page.locator(".window-row").first().waitFor();
    // What is on the screen in each frame from now on.
    await page.evaluate(() => {
      const frames: (string | null)[] = [];
      const look = (): void => {
        frames.push(document.querySelector("progress")?.nextElementSibling?.textContent ?? null);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      Object.assign(globalThis, { frames });
    });
    // From within the page, because it may be done before a click from outside has been told to have happened.
    const said = await page.evaluate(async () => {
      const control = (role: string, name: string): HTMLInputElement | undefined =>
        [...document.querySelectorAll<HTMLInputElement>(role)].find(
          (each) => (each.ariaLabel ?? each.closest("label")?.textContent)?.trim() === name,
        );
      control("input[type=checkbox]", "shuffle")?.click();
      const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
      while (document.querySelector("progress") === null) await frame();
      const text = document.querySelector("progress")?.parentElement?.textContent;
      while (control("input", "seed") === undefined) await frame();
      const seed = control("input", "seed");
      if (seed !== undefined) seed.value = "7"; // in the midst of it: the order under way is given up
      seed?.dispatchEvent(new Event("input", { bubbles: true }));
      return text;
    });
    expect(said).toContain("Shuffling 2,519,996 windows");
    await goToBatchOf(otherSeed?.first[0]);
    await expect.poll(batch).toEqual(otherSeed?.first);
    const frames = await page.evaluate(() => (globalThis as unknown as { frames: (string | null)[] }).frames);
    expect(new Set(frames.filter((shown) => shown !== null)).size).toBeGreaterThan(3);

    await number(page, "seed").fill("123");
    await goToBatchOf(first?.first[0]);
    await expect.poll(batch).toEqual(first?.first);
    await goToBatchOf(first?.last[0]);
    await page.getByText(/is in no batch: drop_last leaves out the last 4 windows/).waitFor();
    await number(page, "epoch").press("ArrowUp");
    await goToBatchOf(second?.first[0]);
    await expect.poll(batch).toEqual(second?.first);
  });

  it("the ledger counts what is lost, and goes there", async () => {
    const page = await pages.open({ text: beginning, lens: { tab: "windows", windows: { stride: 5 } } });
    const ledger = page.getByRole("region", { name: "Coverage" });
    await ledger.getByText("never input").waitFor();
    expect((await ledger.innerText()).replaceAll(/\s+/g, " ")).toContain(
      "6 windows 0 batches 6 windows lost to drop_last 9 tokens never input",
    );
    await page.getByText(/Stride 5 is greater than max_length 4/).waitFor();
    await ledger.getByRole("button", { name: "never input" }).click();
    await expect.poll(async () => (await lensOf(page)).selectedToken).not.toBeNull();
  });

  it("a click on the strip along the text goes to that place, and to the window there", async () => {
    const page = await pages.open({ pattern: "one two three four five\n", times: 1000, lens: { tab: "windows" } });
    const strip = page.getByRole("img", { name: /are never an input/ });
    await strip.waitFor();
    const { width = 0, height = 0 } = (await strip.boundingBox()) ?? {};
    await strip.click({ position: { x: width / 2, y: height / 2 } });
    await expect.poll(async () => Math.abs(((await lensOf(page)).selectedToken ?? 0) - 3000)).toBeLessThan(20); // of 6,000 tokens; a pixel is some
    const { selectedToken, selectedWindow } = await lensOf(page);
    expect(selectedWindow).toBe(Math.floor((selectedToken ?? 0) / 4));
  });
});

it("windows that cross the end of a document are counted, in words", async () => {
  const page = await pages.open({
    text: "one two three<|endoftext|>four five six seven eight nine",
    lens: { tab: "windows", windows: { stride: 1 } },
  });
  await page.getByText(/cross the end of a document/).waitFor();
});

describe("honest states", () => {
  it("a text shorter than a window says what is and what to do", async () => {
    const page = await pages.open({ text: "one two", lens: { tab: "windows" } });
    await page.getByText("There are no windows.", { exact: true }).waitFor();
    await page
      .getByText(/Choose a max_length of at most 1/)
      .first()
      .waitFor();
  });

  it.each([
    { state: { kind: "none" } as const, says: "No text is open." },
    { state: { kind: "tokenizing", name: "big.txt", done: 0.42 } as const, says: "Tokenizing big.txt" },
    { state: { kind: "failed", name: "bad.txt", message: "The vocabulary is damaged." } as const, says: "The vocabulary is damaged." },
  ])("$state.kind", async ({ state, says }) => {
    const page = await pages.open({ text: "", state });
    await page.getByText(says).waitFor();
  });

  it("an empty document", async () => {
    const page = await pages.open({ text: "" });
    await page.getByText("sample.md is empty.").waitFor();
  });
});
