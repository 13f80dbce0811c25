/** The inspector as a page: the notebook's numbers and PyTorch's golden ones read from the screen. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toEmbedding } from "../../../src/core/embeddings/embedding.ts";
import { Mt19937 } from "../../../src/core/random/mt19937.ts";
import { formatFixed } from "../../../src/core/torch/formatFloat.ts";
import { pytorchGolden } from "../../support/pytorchGolden.ts";
import { type InspectorPages, openInspectorPages, unfolded } from "./support/inspectorPage.ts";
import { fillNormal } from "../../support/plain/atOnce.ts";
import { neighbours } from "../../support/plain/neighbours.ts";

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

/** Resolves when the locator's text fits. */
const says = (page: Page, selector: string, text: string): Promise<unknown> =>
  page.waitForFunction(([where, what]) => document.querySelector(where)?.textContent?.includes(what) === true, [selector, text] as const);

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

describe("weights from a file", () => {
  const [rows, columns] = [50_257, 8];
  const weight = new Float32Array(rows * columns);
  fillNormal(weight, new Mt19937(7));
  // Three directions of their own strength: 16, 4 and 6 × 1 of 26 parts of the variance.
  for (let i = 0; i < rows; i += 1) {
    weight[i * columns]! *= 4;
    weight[i * columns + 1]! *= 2;
  }
  const table = toEmbedding(weight, { numEmbeddings: rows, embeddingDim: columns });
  const weights = () => ({
    kind: "file" as const,
    name: "model.safetensors",
    token: { url: pages.serve("wte", new Uint8Array(weight.buffer)), rows, columns, tensor: "wte.weight", dtype: "F32" },
    positional: null,
    note: null,
    namesFit: true,
  });
  const lens = { embedding: { weights: "file" }, selectedToken: 4 } as const;

  it.each(["cosine", "dot", "distance"])("finds the neighbours by %s that a double-precision loop finds", async (measure) => {
    const page = await pages.open({ text: goldenText, lens, weights: weights(), kept: unfolded("neighbours") });
    await page.locator(".neighbour-list[aria-label] li").first().waitFor();
    await page.getByRole("radio", { name: measure, exact: true }).click();
    const metric = measure === "distance" ? "euclidean" : (measure as "cosine" | "dot");
    const word = table.weight.subarray(1573 * columns, 1574 * columns); // " word"
    const expected = neighbours(table, word, { metric, count: 50, excluded: new Set([1573]) });
    await says(page, ".neighbour-list[aria-label] li", String(expected[0]?.index));
    const firstScore = page.locator(".neighbour-list[aria-label] .score").first(); // the same token may be first by the measure before
    await expect.poll(async () => Number(await firstScore.textContent())).toBeCloseTo(expected[0]?.score ?? Number.NaN, 3);
    const shown = await page.locator(".neighbour-list[aria-label] li").evaluateAll((items) =>
      items.map((item) => ({
        id: Number(item.querySelector(".number.small")?.textContent),
        score: Number(item.querySelector(".score")?.textContent),
      })),
    );
    expect(shown).toHaveLength(50);
    for (const [i, { score }] of shown.entries()) expect(score).toBeCloseTo(expected[i]?.score ?? Number.NaN, 3);
    expect(shown.filter(({ id }, i) => id !== expected[i]?.index).length).toBeLessThanOrEqual(2); // near ties may change places
    await page.close();
  });

  it("names the rows of a table that holds some ids only by their ids", async () => {
    const ids = Int32Array.from({ length: Math.floor(rows / 2) }, (_, i) => 2 * i + 1);
    const some = Float32Array.from(
      { length: ids.length * columns },
      (_, i) => weight[(ids[Math.floor(i / columns)] ?? 0) * columns + (i % columns)] ?? 0,
    );
    const held = toEmbedding(some, { numEmbeddings: ids.length, embeddingDim: columns });
    const row = (1573 - 1) / 2; // " word"
    const expected = neighbours(held, some.subarray(row * columns, (row + 1) * columns), {
      metric: "cosine",
      count: 50,
      excluded: new Set([row]),
    });
    const source = {
      ...weights().token,
      url: pages.serve("some-rows", new Uint8Array(some.buffer)),
      idsUrl: pages.serve("some-ids", new Uint8Array(ids.buffer)),
      rows: ids.length,
      totalRows: rows,
    };
    const page = await pages.open({ text: goldenText, lens, weights: { ...weights(), token: source }, kept: unfolded("neighbours") });
    await says(page, ".neighbour-list[aria-label] li", String(ids[expected[0]?.index ?? 0]));
    await page.close();
  });

  it("answers a − b + c as a double-precision loop does, and a token among its own neighbours on wish", async () => {
    const page = await pages.open({ text: goldenText, lens, weights: weights(), kept: unfolded("neighbours") });
    await page.locator(".neighbour-list[aria-label] li").first().waitFor();
    const shown = (): Promise<number[]> =>
      page.locator(".neighbour-list[aria-label] li .number.small").evaluateAll((all) => all.map(({ textContent }) => Number(textContent)));
    await page.getByRole("checkbox", { name: "itself too" }).click();
    await expect.poll(async () => (await shown())[0]).toBe(1573);
    await page.getByRole("checkbox", { name: "itself too" }).click();
    const add = async (sign: "Add" | "Subtract", text: string): Promise<void> => {
      await page.getByRole("button", { name: `${sign} a token` }).click();
      await page.getByRole("combobox", { name: /by text or id/ }).fill(text);
      await page.getByRole("option", { name: text, exact: false }).first().click();
    };
    await add("Subtract", "50000");
    await add("Add", "40159");
    const ids = [1573, 50_000, 40_159];
    await says(page, ".expression", "−");
    const row = (id: number): Float32Array => table.weight.subarray(id * columns, (id + 1) * columns);
    const query = row(1573).map((value, i) => value - (row(50_000)[i] ?? 0) + (row(40_159)[i] ?? 0));
    const expected = neighbours(table, query, { metric: "cosine", count: 50, excluded: new Set(ids) }).map(({ index }) => index);
    await expect
      .poll(async () => {
        const found = await shown();
        return expected.filter((id) => !found.includes(id)).length;
      })
      .toBeLessThanOrEqual(1); // near ties may change places at the end
    await page.close();
  });

  it("says that sinusoidal positions stand in for a missing table", async () => {
    const page = await pages.open({ text: goldenText, lens, weights: weights(), kept: unfolded("input-rows") });
    await says(page, ".part.input-rows", "The file holds no positional table: sinusoidal positions stand in.");
    await page.close();
  });

  it("finds the two strongest directions by PCA and how much they hold", async () => {
    const page = await pages.open({
      text: goldenText,
      lens,
      weights: weights(),
      kept: { ...unfolded("map"), map: { source: "vocabulary", method: "pca", colour: "kind" } },
    });
    await says(page, ".part.map", "of all variance");
    const [first = 0, second = 0] = ((await page.locator(".part.map").textContent())?.match(/hold ([\d.]+) % and ([\d.]+) %/) ?? [])
      .slice(1)
      .map(Number);
    expect(first).toBeCloseTo((100 * 16) / 26, -0.3); // within 1: 8192 of the rows are looked at
    expect(second).toBeCloseTo((100 * 4) / 26, -0.3);
    await page.close();
  });

  it("refuses a table that is shorter than it should be", async () => {
    const short = { ...weights(), token: { ...weights().token, url: pages.serve("short", new Uint8Array(400)) } };
    const page = await pages.open({ text: goldenText, lens, weights: short });
    await says(page, "header", '"wte.weight" ended after 400 of the 1608224 bytes');
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
