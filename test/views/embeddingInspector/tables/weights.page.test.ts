/** The inspector on a table from a file: its neighbours and directions against loops in double precision, and what does not fit in sentences. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toEmbedding } from "../../../../src/core/embeddings/embedding.ts";
import { Mt19937 } from "../../../../src/core/random/mt19937.ts";
import { fillNormal } from "../../../support/plain/atOnce.ts";
import { neighbours } from "../../../support/plain/neighbours.ts";
import { type InspectorPages, openInspectorPages, says, unfolded } from "../support/inspectorPage.ts";

let pages: InspectorPages;
beforeAll(async () => {
  pages = await openInspectorPages();
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

const text = `!\n<|endoftext|>${" word".repeat(40)}`;

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
    const page = await pages.open({ text, lens, weights: weights(), kept: unfolded("neighbours") });
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
    const page = await pages.open({ text, lens, weights: { ...weights(), token: source }, kept: unfolded("neighbours") });
    await says(page, ".neighbour-list[aria-label] li", String(ids[expected[0]?.index ?? 0]));
    await page.close();
  });

  it("answers a − b + c as a double-precision loop does, and a token among its own neighbours on wish", async () => {
    const page = await pages.open({ text, lens, weights: weights(), kept: unfolded("neighbours") });
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
    const page = await pages.open({ text, lens, weights: weights(), kept: unfolded("input-rows") });
    await says(page, ".part.input-rows", "The file holds no positional table: sinusoidal positions stand in.");
    await page.close();
  });

  it("finds the two strongest directions by PCA and how much they hold", async () => {
    const page = await pages.open({
      text,
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
    const page = await pages.open({ text, lens, weights: short });
    await says(page, "header", '"wte.weight" ended after 400 of the 1608224 bytes');
    await page.close();
  });
});
