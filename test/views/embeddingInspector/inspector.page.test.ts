/** The inspector as a page: the notebook's numbers and PyTorch's golden ones read from the screen. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatFixed } from "../../../src/core/torch/formatFloat.ts";
import { pytorchGolden } from "../../support/pytorchGolden.ts";
import { type InspectorPages, openInspectorPages, says, unfolded } from "./support/inspectorPage.ts";

let pages: InspectorPages;
beforeAll(async () => {
  pages = await openInspectorPages();
});
afterAll(() => pages.close());

const endOfText = "<|endoftext|>";
/** Token 0 first, the vocabulary's last token third: both ends of the golden table. */
const goldenText = `!\n${endOfText}${" word".repeat(40)}`;
const notebookWindows = { maxLength: 3, stride: 3 };
/** Where the table's size is not the point. */
const narrow = { embeddingDim: 8 };

/** The cells of one body of the numbers table, row by row. */
const numbers = (page: Page, body: number): Promise<string[][]> =>
  page
    .locator(".values tbody")
    .nth(body)
    .locator("tr:not(.group)")
    .evaluateAll((rows) => rows.map((row) => Array.from(row.querySelectorAll("td:not(.norm)"), (cell) => cell.textContent ?? "")));

describe("token + position = input", () => {
  it("prints the notebook's shapes", async () => {
    const page = await pages.open({ text: goldenText, lens: { windows: notebookWindows }, kept: unfolded("input-rows") });
    const shapes = page.getByLabel("Shapes of the batch");
    await shapes.waitFor();
    const lines = await shapes
      .locator("div")
      .evaluateAll((rows) => rows.map((row) => Array.from(row.children, (part) => part.textContent)));
    expect(lines).toEqual([
      ["inputs", "torch.Size([8, 3])"],
      ["token_embeddings", "torch.Size([8, 3, 256])"],
      ["pos_embeddings", "torch.Size([3, 256])"],
      ["input_embeddings", "torch.Size([8, 3, 256])"],
    ]);
    await page.close();
  });

  it("shows PyTorch's own values at both ends of a 50257×256 table, looked up on the GPU", async () => {
    const layers = pytorchGolden.embedding.find(({ layers: [token] }) => token?.vocabSize === 50_257)?.layers ?? [];
    const [token, position] = layers;
    const page = await pages.open({
      text: goldenText,
      lens: { windows: notebookWindows },
      kept: { ...unfolded("input-rows"), inputRows: { show: "numbers" } },
      size: { width: 760, height: 900 }, // nine columns of numbers, at least eight
    });
    await page.locator(".values").waitFor();
    const first = await numbers(page, 0);
    expect(first[0]?.slice(0, 8)).toEqual(token?.first?.map(formatFixed));
    expect((await numbers(page, 1))[0]?.slice(0, 8)).toEqual(position?.first?.map(formatFixed));
    const next = page.getByRole("button", { name: "Next dimensions" });
    const dimensions = page.getByText(/^dimensions \d+–\d+ of 256$/);
    for (let shown = await dimensions.innerText(); !shown.includes("–255 "); shown = await dimensions.innerText()) {
      await next.click();
      await expect.poll(() => dimensions.innerText()).not.toBe(shown); // drawn anew in the next frame
    }
    expect(await next.isDisabled()).toBe(true);
    expect((await numbers(page, 0))[2]?.slice(-8)).toEqual(token?.last?.map(formatFixed)); // <|endoftext|> is the table's last row
    await page.close();
  });

  it("says dimension, value and sum of the cell the arrow keys reach", async () => {
    const page = await pages.open({ text: goldenText, lens: { embedding: narrow }, kept: unfolded("input-rows") });
    const maps = page.getByRole("application", { name: /Heat maps/ });
    await maps.focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
    await says(page, ".readout", "at position 1, dimension 1");
    const values = await page.locator(".readout .value").allTextContents();
    const [token = 0, position = 0, input = 0] = values.map(Number);
    expect(token + position).toBeCloseTo(input, 3); // three numbers of four decimals
    await page.close();
  });

  it("tells the host of a token and a window that were chosen", async () => {
    const page = await pages.open({ text: goldenText, lens: { embedding: narrow }, kept: unfolded("input-rows") });
    await page.getByRole("button", { name: "Next window" }).click();
    await says(page, ".stepper", "window 1");
    await page.getByRole("button", { name: "·word", exact: true }).first().click();
    await expect
      .poll(() => page.evaluate(() => fakeHost.asked))
      .toEqual([
        ["lens/change", { selectedWindow: 1 }],
        ["lens/change", { selectedToken: 4 }],
      ]);
    await page.close();
  });

  it.each([
    ["", "The text is empty"],
    ["one two", "The text has 2 tokens"],
  ])("says why %j has no window", async (text, sentence) => {
    const page = await pages.open({ text, lens: { embedding: narrow }, kept: unfolded("input-rows") });
    await says(page, ".part.input-rows", `${sentence}. A window of 4 needs at least 5`);
    await page.close();
  });

  it("says what to do when a table is too large, or ids have no row", async () => {
    const page = await pages.open({ text: goldenText, lens: { embedding: { embeddingDim: 16_384 } }, kept: unfolded("input-rows") });
    await says(page, "header", "Choose a smaller vocab_size or embedding_dim.");
    await page.evaluate(() => fakeHost.set({ embedding: { embeddingDim: 8, vocabSize: 100 } }));
    await says(page, ".part.input-rows", "has no row: the table has 100");
    await page.close();
  });
});

describe("the playground", () => {
  it("reproduces the notebook's 9×3 table and its look-up, with no difference to the matrix product", async () => {
    const golden = pytorchGolden.embedding[0]?.layers[0]?.weight?.map((row) => row.map(formatFixed)) ?? [];
    const page = await pages.open({ text: goldenText, lens: { embedding: narrow }, kept: unfolded("playground") });
    const cells = (table: string): Promise<string[][]> =>
      page
        .locator(`.little.${table} tr`)
        .evaluateAll((rows) => rows.map((row) => Array.from(row.querySelectorAll("td"), (cell) => cell.textContent ?? "")));
    await page.locator(".difference").waitFor();
    expect(await cells("table")).toEqual(golden);
    const picked = [5, 3, 7, 2].map((id) => golden[id]);
    expect(await cells("rows")).toEqual(picked);
    expect(await cells("product")).toEqual(picked);
    expect(await page.locator(".difference").textContent()).toBe("0");
    await page.close();
  });

  it("follows its fields and refuses ids without a row in a sentence", async () => {
    const page = await pages.open({ text: goldenText, lens: { embedding: narrow }, kept: unfolded("playground") });
    await page.getByRole("spinbutton", { name: "vocab_size" }).fill("6");
    await says(page, ".part.playground", '"7" has no row: the table\'s rows are 0 to 5.');
    await page.getByLabel("ids").fill("5");
    await says(page, ".little.table", "-2.8400"); // the golden 6×3 table's row 5
    await page.close();
  });
});

describe("saving", () => {
  const saved = (page: Page, count: number): Promise<readonly { name: string; bytes: number[] }[]> =>
    page
      .waitForFunction((wanted) => fakeHost.asked.filter(([method]) => method === "file/save").length >= wanted, count)
      .then(() =>
        page.evaluate(() =>
          fakeHost.asked.filter(([method]) => method === "file/save").map(([, params]) => params as { name: string; bytes: number[] }),
        ),
      );

  it("gives the input rows as .npy, all rows as .safetensors and the maps as PNG", async () => {
    const page = await pages.open({ text: goldenText, lens: { embedding: narrow }, kept: unfolded("input-rows") });
    for (const name of [".npy", ".safetensors", "PNG"]) await page.getByRole("button", { name, exact: true }).click();
    const files = (await saved(page, 3)).toSorted((a, b) => a.name.length - b.name.length);
    expect(files.map(({ name }) => name)).toEqual([
      "embeddings window 0.png",
      "input_embeddings window 0.npy",
      "embeddings window 0.safetensors",
    ]);
    const text = (file: number, from: number, to: number): string => String.fromCharCode(...(files[file]?.bytes.slice(from, to) ?? []));
    expect(text(0, 1, 4)).toBe("PNG");
    expect(text(1, 1, 128)).toMatch(/^NUMPY.*'descr': '<f4'.*'shape': \(4, 8\)/s);
    expect(files[1]?.bytes.length).toBe(128 + 4 * 8 * 4);
    expect(text(2, 8, 400)).toMatch(/"input_embeddings":\{"dtype":"F32","shape":\[4,8\]/);
    await page.close();
  });

  it("gives the map's points as the Embedding Projector's pair", async () => {
    const page = await pages.open({ text: goldenText, lens: { embedding: narrow }, kept: unfolded("map") });
    await page.getByRole("button", { name: "TSV pair" }).click();
    const [vectors, metadata] = (await saved(page, 2)).map(({ bytes }) =>
      new TextDecoder().decode(Uint8Array.from(bytes)).trimEnd().split("\n"),
    );
    expect(vectors?.map((line) => line.split("\t").length)).toEqual([8, 8, 8, 8]);
    expect(metadata?.[0]).toBe("token\tid\tcount");
    expect(metadata?.at(-1)).toMatch(/word\t1573\t40$/);
    await page.close();
  });
});

describe("what position changes", () => {
  it("shows sinusoidal positions as alike as they are near", async () => {
    const page = await pages.open({
      text: goldenText,
      lens: { embedding: { embeddingDim: 64, positions: "sinusoidal" } },
      kept: unfolded("positions"),
    });
    const map = page.getByRole("application", { name: /Cosine map/ });
    await map.focus();
    const at = async (key: string): Promise<number> => {
      await page.keyboard.press(key);
      return Number((await page.locator(".positions [aria-live]").textContent())?.split(": ")[1]);
    };
    const near = await at("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const far = await at("ArrowRight");
    expect(near).toBeLessThan(1);
    expect(far).toBeLessThan(near);
    await page.close();
  });
});

describe("the page", () => {
  it.each([
    ["dark", 320],
    ["light", 320],
    ["highContrast", 320],
    ["dark", 900],
  ] as const)("has its picture taken in %s at %d pixels", async (theme, width) => {
    const page = await pages.open({
      text: goldenText,
      theme,
      size: { width, height: 1000 },
      lens: { windows: notebookWindows, embedding: { embeddingDim: 64 } },
      kept: unfolded("input-rows", "positions", "neighbours", "map", "playground"),
    });
    await page.locator(".heat-maps canvas").first().waitFor();
    await page.locator(".difference").waitFor();
    await page.locator(".neighbour-list[aria-label] li").first().waitFor();
    await page.locator(".cloud").waitFor();
    await page.locator(".heat-maps canvas").first().hover();
    await pages.screenshot(page, `inspector-${theme}-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width); // nothing sticks out
    await page.close();
  });

  it("does nothing the content policy forbids, and leaves no error uncaught", () => {
    expect(pages.complaints).toEqual([]);
  });
});
