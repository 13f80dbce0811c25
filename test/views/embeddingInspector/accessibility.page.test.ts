/** The inspector for everyone: no rule of axe-core is broken in any state and any theme, and all of it can be used with keys alone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeStates, type ViewState } from "../support/accessibleStates.ts";
import { tabThrough, tabTo } from "../support/keys.ts";
import { type InspectorPages, openInspectorPages, unfolded } from "./support/inspectorPage.ts";

let pages: InspectorPages;
beforeAll(async () => {
  pages = await openInspectorPages();
});
afterAll(async () => {
  await pages.close();
  expect(pages.complaints).toEqual([]);
});

const text = "The cat sat on the mat, 🐈 and the dog\n\tlay beside it in the sun until the evening came.";
const lens = { embedding: { embeddingDim: 8 }, selectedToken: 2 } as const;

const states: readonly ViewState[] = [
  { name: "no text", options: { state: { kind: "none" } }, drawn: ".notice" },
  { name: "tokenizing", options: { state: { kind: "tokenizing", name: "big.txt", done: 0.4 } }, drawn: "progress" },
  {
    name: "weights being read",
    options: { text, lens: { embedding: { weights: "file" } }, weights: { kind: "loading", name: "model.safetensors", done: 0.4 } },
    drawn: ".window-tokens .token",
  },
  {
    name: "weights that can't be used",
    options: { text, lens, weights: { kind: "unavailable", name: "model.safetensors", message: "The file is gone." } },
    drawn: ".heat-maps canvas",
  },
  {
    name: "tables too large",
    options: { text, lens: { embedding: { embeddingDim: 16_384 } } },
    drawn: ".notice.caution",
    act: (page) => page.getByRole("button", { name: /weights: seed/ }).click(),
  },
  {
    name: "heat maps",
    options: { text, lens, kept: unfolded("input-rows") },
    drawn: ".heat-maps canvas",
    act: (page) => page.locator(".heat-maps canvas").first().hover(),
  },
  { name: "numbers", options: { text, lens, kept: { ...unfolded("input-rows"), inputRows: { show: "numbers" } } }, drawn: "table.values" },
  {
    name: "what PyTorch prints",
    options: { text, lens, kept: { ...unfolded("input-rows"), inputRows: { show: "pytorch" } } },
    drawn: ".tensors pre",
  },
  {
    name: "a training that is paused",
    options: { text: text.repeat(4), lens, kept: unfolded("training") },
    drawn: ".train-button",
    act: async (page) => {
      await page.getByRole("button", { name: "Train", exact: true }).click();
      await page.locator(".loss-curve").waitFor();
      await page.getByRole("button", { name: "Pause" }).click();
      await page.getByRole("button", { name: "Train", exact: true }).waitFor();
    },
  },
  { name: "positions", options: { text, lens, kept: unfolded("input-rows", "positions") }, drawn: ".cosine-map canvas" },
  {
    name: "neighbours, a token searched for",
    options: { text, lens, kept: unfolded("neighbours") },
    drawn: ".neighbour-list li",
    act: async (page) => {
      await page.getByRole("combobox").fill("cat");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "the map, all its tokens listed",
    options: { text, lens, kept: unfolded("map") },
    drawn: ".cloud",
    act: async (page) => {
      await page.getByRole("application", { name: /Map of/ }).press(" ");
      await page.locator(".chips .token").first().waitFor();
    },
  },
  {
    name: "the playground",
    options: { text, lens, kept: unfolded("playground") },
    drawn: ".difference",
    act: (page) => page.locator("summary").click(),
  },
];

describeStates(() => pages, states);

describe("with keys alone", () => {
  it("everything is reached, its focus is seen, and Tab leaves the page", async () => {
    const page = await pages.open({
      text,
      lens,
      kept: unfolded("input-rows", "positions", "neighbours", "map", "playground"),
      isStill: true,
    });
    for (const drawn of [".heat-maps canvas", ".cosine-map canvas", ".neighbour-list li", ".cloud", ".difference"])
      await page.locator(drawn).first().waitFor();
    const reached = await tabThrough(page);
    expect(reached.filter(({ isSeen }) => !isSeen)).toEqual([]);
    const names = reached.map(({ name }) => name).join(" | ");
    for (const name of [
      "weights: seed",
      "Next window",
      "Picture",
      "Colour range",
      "Heat maps",
      "Other position",
      "Cosine map",
      "Any token",
      "cosine",
      "Map of",
      "kind",
      "vocab_size",
      "As PyTorch prints it",
    ])
      expect(names).toContain(name);
    await page.close();
  });

  it("a value is read, a token selected, a section folded, a token found, the map listed", async () => {
    const page = await pages.open({
      text,
      lens: { embedding: { embeddingDim: 8 } },
      kept: unfolded("input-rows", "neighbours", "map"),
      isStill: true,
    });
    for (const drawn of [".heat-maps canvas", ".neighbour-list li", ".cloud"]) await page.locator(drawn).first().waitFor();
    await tabTo(page, /^Heat maps/);
    for (const key of ["ArrowRight", "ArrowDown", "Enter"]) await page.keyboard.press(key);
    await expect.poll(() => page.evaluate(() => globalThis.fakeHost.lens().selectedToken)).toBe(1);
    await tabTo(page, "What position changes");
    await page.keyboard.press("Enter");
    await page.locator(".cosine-map canvas").waitFor();
    await tabTo(page, "Any token, by text or id");
    await page.keyboard.type(" dog");
    await page.locator("[role=option]:first-child", { hasText: "dog" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".term-chip .token", { hasText: "dog" }).waitFor();
    await tabTo(page, /^Map of/);
    await page.keyboard.press(" ");
    await page.locator(".chips .token").first().waitFor();
    await page.close();
  });
});
