/** The map as a page: UMAP in its worker tells how far it is, stops when told to, keeps near rows near, and draws the same picture again. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Mt19937 } from "../../../../src/core/random/mt19937.ts";
import { randperm } from "../../../../src/core/random/randperm.ts";
import { trustworthiness } from "../../../support/trustworthiness.ts";
import { type InspectorPages, openInspectorPages, unfolded } from "../support/inspectorPage.ts";
import { fillNormal } from "../../../support/plain/atOnce.ts";

let pages: InspectorPages;
beforeAll(async () => {
  pages = await openInspectorPages();
});
afterAll(() => pages.close());

const kept = (source: "document" | "vocabulary", method: "pca" | "umap") => ({
  ...unfolded("map"),
  map: { source, method, colour: "kind" as const },
});
const text = "The cat sat on the mat, and the dog lay beside it in the sun until the evening came.";
const columns = 16;
const groups = 12;

/** Rows around a dozen places, more than two directions can show apart. */
function grouped(rows: number): Float32Array<ArrayBuffer> {
  const generator = new Mt19937(11);
  const places = new Float32Array(groups * columns);
  fillNormal(places, generator);
  const values = new Float32Array(rows * columns);
  fillNormal(values, generator);
  return values.map((value, at) => 0.3 * value + (places[((Math.floor(at / columns) * 7) % groups) * columns + (at % columns)] ?? 0));
}

function open(values: Float32Array<ArrayBuffer>, method: "pca" | "umap"): Promise<Page> {
  const rows = values.length / columns;
  const token = { url: pages.serve(`table${rows}`, new Uint8Array(values.buffer)), rows, columns, tensor: "wte.weight", dtype: "F32" };
  const weights = { kind: "file", name: "model.safetensors", token, positional: null, note: null, namesFit: true } as const;
  return pages.open({ text, lens: { embedding: { weights: "file" } }, weights, kept: kept("vocabulary", method) });
}

const says = (page: Page, sentence: string): Promise<unknown> =>
  page.waitForFunction((what) => document.querySelector(".part.map")?.textContent?.includes(what) === true, sentence);
const finished = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      document.querySelector(".part.map .cloud") !== null &&
      document.querySelector(".part.map .progress") === null &&
      document.querySelector(".part.map")?.textContent?.includes("near ones drawn near") === true,
  );

/** The points' places, [count, 2], as .npy gives them. */
async function places(page: Page): Promise<Float32Array> {
  await page.getByRole("button", { name: ".npy", exact: true }).click();
  const saved = await page.waitForFunction(() => fakeHost.asked.find(([method]) => method === "file/save")?.[1] as { bytes: number[] });
  const bytes = Uint8Array.from((await saved.jsonValue()).bytes);
  const headerEnd = 10 + (bytes[8] ?? 0) + 256 * (bytes[9] ?? 0);
  return new Float32Array(bytes.slice(headerEnd).buffer);
}

describe("UMAP", () => {
  it("keeps the nearest rows of a table near, and draws the same picture each time", async () => {
    const values = grouped(600);
    const pictures: Float32Array[] = [];
    for (let time = 0; time < 2; time += 1) {
      const page = await open(values, "umap");
      await finished(page);
      pictures.push(await places(page));
      await page.close();
    }
    const [first = new Float32Array(), second] = pictures;
    expect(first).toHaveLength(600 * 2);
    expect(second).toEqual(first);
    expect(trustworthiness(values, columns, first, 2, 15)).toBeGreaterThan(0.9);
    const mixed = randperm(600, new Mt19937(5));
    const shuffledPlaces = first.map((_, at) => first[2 * (mixed[Math.floor(at / 2)] ?? 0) + (at % 2)] ?? 0);
    expect(trustworthiness(values, columns, shuffledPlaces, 2, 15)).toBeLessThan(0.6); // chance is 0.5
  });

  it("tells what it does and how far it is", async () => {
    const page = await open(grouped(3000), "pca");
    await says(page, "of all variance");
    await page.evaluate(() => {
      const told = new Set<string>();
      Object.assign(globalThis, { told });
      const part = document.querySelector(".part.map");
      const note = (): void => {
        const label = part?.querySelector(".progress .label, .notice")?.textContent;
        if (label !== undefined) told.add(label);
      };
      if (part !== null) new MutationObserver(note).observe(part, { subtree: true, childList: true, characterData: true });
    });
    await page.getByRole("radio", { name: "UMAP" }).click();
    await finished(page);
    const told = await page.evaluate(() => [...(globalThis as unknown as { told: Set<string> }).told].join("\n"));
    expect(told).toContain("Finding the nearest of each of 3,000 tokens");
    expect(told).toContain("Joining near tokens into one graph");
    expect(told).toContain("Laying out (UMAP)");
    await page.close();
  });

  it("stops where it is when it has a picture, and keeps it", async () => {
    const page = await open(grouped(4000), "umap");
    await says(page, "Laying out (UMAP)");
    await page.getByRole("button", { name: "Stop" }).click();
    await says(page, "Stopped early.");
    expect(await page.locator(".cloud").count()).toBe(1);
    expect((await places(page)).every(Number.isFinite)).toBe(true);
    await page.close();
  });

  it("takes GPT-2's whole vocabulary, stops before there is a picture, and begins again when asked", async () => {
    const page = await open(grouped(50_257), "umap");
    await says(page, "Finding the nearest of each of 50,257 tokens");
    await page.getByRole("button", { name: "Stop" }).click();
    await says(page, "Stopped before there was a picture.");
    await page.getByRole("button", { name: "Start again" }).click();
    await says(page, "Finding the nearest of each of 50,257 tokens");
    await page.close();
  });

  it("asks for more tokens where there are too few for neighbourhoods", async () => {
    const page = await pages.open({ text: "one two", lens: { embedding: { embeddingDim: 8 } }, kept: kept("document", "umap") });
    await says(page, "UMAP needs at least 4 different tokens, and these are 2. Choose PCA.");
    await page.close();
  });
});

describe("the points", () => {
  it("whose rows are not finite are left out, and counted", async () => {
    const values = grouped(500);
    values[7 * columns + 3] = Number.NaN;
    values[9 * columns] = Infinity;
    const page = await open(values, "pca");
    await says(page, "498 tokens.");
    await says(page, "2 tokens left out: their rows are not finite.");
    await page.close();
  });

  it("inside a lasso drawn with the mouse are listed, and one of the list selects its token", async () => {
    const page = await pages.open({ text, lens: { embedding: { embeddingDim: 8 } }, kept: kept("document", "pca") });
    await says(page, "of all variance");
    const positions = await places(page);
    const xs = positions.filter((_, at) => at % 2 === 0);
    const middle = (Math.min(...xs) + Math.max(...xs)) / 2; // in the middle of the picture, which shows all
    const cloud = page.getByRole("application", { name: /Map of/ });
    const box = await cloud.boundingBox();
    if (box === null) throw new Error("The map is not drawn.");
    const [left, right, top, bottom] = [box.x + 2, box.x + box.width / 2, box.y + 2, box.y + box.height - 2];
    await page.mouse.move(left, top);
    await page.keyboard.down("Shift");
    await page.mouse.down();
    for (const [x, y] of [
      [right, top],
      [right, bottom],
      [left, bottom],
    ] as const)
      await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    const chips = page.locator(".chips .chip-button");
    await expect.poll(() => chips.count()).toBe(xs.filter((x) => x < middle).length);
    await chips.first().click();
    await page.waitForFunction(() =>
      fakeHost.asked.some(([method, change]) => method === "lens/change" && "selectedToken" in (change as object)),
    );
    await page.close();
  });

  it("in view are listed with the keyboard, as the lasso lists those inside it", async () => {
    const page = await pages.open({ text, lens: { embedding: { embeddingDim: 8 } }, kept: kept("document", "pca") });
    await says(page, "of all variance");
    const cloud = page.getByRole("application", { name: /Map of/ });
    await cloud.focus();
    const listed = async (): Promise<number> => {
      await page.keyboard.press(" ");
      return page.locator(".chips .chip-button").count();
    };
    await page.keyboard.press("0");
    const all = await listed();
    for (let i = 0; i < 8; i += 1) await page.keyboard.press("+");
    const few = await listed();
    expect(all).toBeGreaterThan(10);
    expect(few).toBeLessThan(all);
    await page.close();
  });
});

it("nothing is complained of", () => {
  expect(pages.complaints).toEqual([]);
});
