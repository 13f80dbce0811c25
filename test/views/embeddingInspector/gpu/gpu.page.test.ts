/** Where the inspector computes: WebGL is really used, memory is given back, lost contexts are replaced, and the CPU can stand in. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Mt19937 } from "../../../../src/core/random/mt19937.ts";
import type { LensPatch } from "../../../../src/protocol/lens.ts";
import { type InspectorPages, openInspectorPages, unfolded } from "../support/inspectorPage.ts";

const text = `${"The sea was silent, and the sea spoke to the soul. ".repeat(30)}`;
/** Rows for every token of the text: enough where the table's size is not the point. */
const small = { embedding: { vocabSize: 16_384, embeddingDim: 16 } };
const open = unfolded("input-rows", "neighbours", "map", "playground");

interface Badge {
  readonly backend: string;
  readonly tensors: number;
  readonly bytes: number;
  readonly uploads: number;
  readonly restored: number;
}
const badge = (page: Page): Promise<Badge> =>
  page.locator(".badge[data-backend]").evaluate((element) => {
    const { backend, tensors, bytes, uploads, restored } = (element as HTMLElement).dataset;
    return { backend: backend ?? "", tensors: Number(tensors), bytes: Number(bytes), uploads: Number(uploads), restored: Number(restored) };
  });
/** When nothing is being computed any more: the window, the neighbours and the map shown are those asked for. */
async function settled(page: Page): Promise<void> {
  await page.locator(".heat-maps canvas").first().waitFor();
  await page.locator(".neighbour-list li").first().waitFor();
  await page.waitForFunction(() => document.querySelector("header progress, .outdated") === null);
  await page.waitForFunction(
    () =>
      new Promise((resolve) => {
        const before = document.querySelector(".badge")?.outerHTML;
        setTimeout(() => resolve(document.querySelector(".badge")?.outerHTML === before), 700);
      }),
  );
}

/** One thing a user or the host does, and how many frames pass before the next. */
interface Action {
  readonly set?: LensPatch;
  readonly metric?: string;
  readonly ids?: string;
  readonly framesAfter: number;
}

/** Runs in the page: work is overtaken by the next action at any of its steps, or not at all. */
async function perform(actions: readonly Action[]): Promise<void> {
  const field = [...document.querySelectorAll("label")].find(({ textContent }) => textContent?.trim() === "ids")?.control;
  if (!(field instanceof HTMLInputElement)) throw new Error('Found no field "ids", expected the playground to be open.');
  for (const { set, metric, ids, framesAfter } of actions) {
    if (set !== undefined) fakeHost.set(set);
    if (metric !== undefined) {
      const radio = [...document.querySelectorAll<HTMLElement>("[role=radio]")].find(({ textContent }) => textContent === metric);
      if (radio === undefined) throw new Error(`Found no choice "${metric}", expected the neighbours to be open.`);
      radio.click();
    }
    if (ids !== undefined) {
      field.value = ids;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    for (let frame = 0; frame < framesAfter; frame += 1) await new Promise(requestAnimationFrame);
  }
}

/** Everything is shown of tables with rows of this length, computed there. */
async function settledOn(page: Page, backend: "webgl" | "cpu", embeddingDim: number): Promise<void> {
  await page.locator(`.badge[data-backend="${backend}"]`).waitFor();
  await page.waitForFunction(
    (shape) => document.querySelector('[aria-label="Shapes of the batch"]')?.textContent?.includes(shape) === true,
    `torch.Size([8, 4, ${embeddingDim}])`,
  );
  await page.locator(".neighbour-list li").first().waitFor();
  await page.waitForFunction(() => document.querySelector("header progress, .outdated") === null);
}

/** Runs in the page: a texture of more bytes finds no room, as a driver says it: an error that is asked for, and a texture without storage. */
function limitGraphicsMemory(bytes: number): void {
  const { dataset } = document.documentElement;
  dataset["textureLimit"] = String(bytes);
  const { prototype } = WebGL2RenderingContext;
  const { texStorage2D, getError } = prototype;
  const full = new WeakSet<WebGL2RenderingContext>();
  prototype.texStorage2D = function store(this: WebGL2RenderingContext, target, levels, format, width, height) {
    if (4 * width * height > Number(dataset["textureLimit"] ?? Infinity)) full.add(this);
    else texStorage2D.call(this, target, levels, format, width, height);
  };
  prototype.getError = function error(this: WebGL2RenderingContext) {
    return full.delete(this) ? this.OUT_OF_MEMORY : getError.call(this);
  };
}

describe("with WebGL", () => {
  let pages: InspectorPages;
  beforeAll(async () => {
    pages = await openInspectorPages();
  });
  afterAll(() => pages.close());

  it("computes on webgl, on the graphics API the browser has", async () => {
    const page = await pages.open({ text, lens: { embedding: { embeddingDim: 16 } }, kept: open });
    await settled(page);
    expect(await page.evaluate(() => document.createElement("canvas").getContext("webgl2") !== null)).toBe(true);
    expect((await badge(page)).backend).toBe("webgl");
    expect(await page.locator(".badge").textContent()).toMatch(/webgl 2/);
    await page.close();
  });

  it("holds the two tables and nothing else after any actions, each uploaded once", async () => {
    const page = await pages.open({ text, lens: small, kept: open });
    await settled(page);
    const before = await badge(page);
    expect(before.tensors).toBe(2);
    const seed = 20_240;
    const random = new Mt19937(seed);
    const pick = (count: number): number => random.next32() % count;
    const kinds: readonly (() => Omit<Action, "framesAfter">)[] = [
      () => ({ set: { selectedWindow: pick(80) } }),
      () => ({ set: { selectedToken: pick(300) } }),
      () => ({ set: { windows: { maxLength: 1 + pick(40) } } }),
      () => ({ set: { windows: { batchSize: 1 + pick(12) } } }),
      () => ({ set: { windows: { shuffle: pick(2) === 1 } } }),
      () => ({ set: { embedding: { positions: pick(2) === 1 ? "learned" : "sinusoidal" } } }),
      () => ({ metric: ["cosine", "dot", "distance"][pick(3)] ?? "" }),
      () => ({ ids: `${pick(9)} ${pick(12)}` }),
    ];
    const actions = Array.from({ length: 1000 }, () => ({ ...kinds[pick(kinds.length)]?.(), framesAfter: [0, 0, 1, 2][pick(4)] ?? 0 }));
    await page.evaluate(perform, actions);
    await page.evaluate(() =>
      fakeHost.set({
        selectedWindow: 0,
        windows: { maxLength: 4, batchSize: 8, shuffle: false },
        embedding: { positions: "learned" },
      }),
    );
    await page.locator(`.badge[data-tensors="${before.tensors}"][data-bytes="${before.bytes}"]`).waitFor();
    await settled(page);
    const after = await badge(page);
    expect({ tensors: after.tensors, bytes: after.bytes }, `seed ${seed}`).toEqual({ tensors: before.tensors, bytes: before.bytes });
    await page.close();
  });

  it("frees the old tables when the options ask for new ones", async () => {
    const page = await pages.open({ text, lens: small, kept: open });
    await settled(page);
    const before = await badge(page);
    await page.evaluate(() => fakeHost.set({ embedding: { embeddingDim: 32 } }));
    await page.locator(`.badge[data-bytes="${2 * before.bytes}"]`).waitFor();
    await settled(page);
    expect(await badge(page)).toMatchObject({ tensors: 2, bytes: 2 * before.bytes, uploads: before.uploads + 2 });
    await page.close();
  });

  it("survives three lost contexts: replaced, uploaded again, the same numbers", async () => {
    const page = await pages.open({ text, lens: small, kept: { ...open, inputRows: { show: "numbers" } } });
    await page.locator(".values").waitFor();
    await page.locator(".neighbour-list li").first().waitFor();
    const read = (): Promise<(string | null)[]> => page.locator(".values, .neighbour-list").allTextContents();
    const before = await read();
    for (let losses = 1; losses <= 3; losses += 1) {
      await page.evaluate(() => {
        for (const context of madeContexts) if (!context.isContextLost()) context.getExtension("WEBGL_lose_context")?.loseContext();
      });
      await page.locator(`.badge[data-restored="${losses}"][data-tensors="2"]`).waitFor();
    }
    expect(await read()).toEqual(before);
    expect((await badge(page)).backend).toBe("webgl");
    // A new question is answered on the new context.
    await page.evaluate(() => fakeHost.set({ selectedWindow: 3 }));
    await page.waitForFunction(() => document.querySelector(".stepper")?.textContent?.includes("row 3") === true);
    await page.close();
  });

  it("computes on the CPU where the graphics memory is full, says so, and tries the graphics processor again with the next tables", async () => {
    const page = await pages.open({
      text,
      lens: { embedding: { vocabSize: 16_384, embeddingDim: 16 } },
      kept: { ...open, inputRows: { show: "numbers" } },
    });
    const read = (): Promise<(string | null)[]> => page.locator(".values, .neighbour-list").allTextContents();
    const draw = (embeddingDim: number): Promise<void> =>
      page.evaluate((dim) => fakeHost.set({ embedding: { embeddingDim: dim } }), embeddingDim);
    await settledOn(page, "webgl", 16);
    // No texture takes more than a megabyte any more.
    await page.evaluate(limitGraphicsMemory, 2 ** 20);
    await draw(32);
    await settledOn(page, "cpu", 32);
    expect(await page.locator(".badge").textContent()).toMatch(/^cpu/);
    expect(await page.locator("header").textContent()).toMatch(/graphics memory is too small for these tables/);
    const onCpu = await read();
    // Smaller tables have room.
    await draw(8);
    await settledOn(page, "webgl", 8);
    expect(await page.locator("header").textContent()).not.toMatch(/graphics memory/);
    expect(await badge(page)).toMatchObject({ tensors: 2, restored: 0 });
    // And the same ones, once others have given theirs back.
    await page.evaluate(() => delete document.documentElement.dataset["textureLimit"]);
    await draw(32);
    await settledOn(page, "webgl", 32);
    await expect.poll(read).toEqual(onCpu);
    await page.close();
  });

  it("cuts tables into blocks where one texture is too small for them, computes on the CPU what a texture is too small for, the same numbers", async () => {
    const page = await pages.open({ text, lens: small, kept: { ...open, inputRows: { show: "numbers" } } });
    const read = (): Promise<(string | null)[]> => page.locator(".values, .neighbour-list").allTextContents();
    const large = { maxLength: 40, batchSize: 12 };
    const show = (windows: object): Promise<void> => page.evaluate((patch) => fakeHost.set({ windows: patch }), windows);
    const shape = (words: string): Promise<unknown> =>
      page.waitForFunction(
        (said) => document.querySelector('[aria-label="Shapes of the batch"]')?.textContent?.includes(said) === true,
        words,
      );
    await settledOn(page, "webgl", 16);
    const before = await read();
    await show(large);
    await shape("torch.Size([12, 40, 16])");
    const beforeLarge = await read();
    // A texture of 64 × 64 holds a 64th of the token table and a fourth of the positions; the context that is made next says so.
    await page.evaluate(() => {
      const { prototype } = WebGL2RenderingContext;
      const { getParameter } = prototype;
      prototype.getParameter = function limited(this: WebGL2RenderingContext, name) {
        return name === this.MAX_TEXTURE_SIZE ? 64 : (getParameter.call(this, name) as unknown);
      };
      for (const context of madeContexts) if (!context.isContextLost()) context.getExtension("WEBGL_lose_context")?.loseContext();
    });
    await show({ maxLength: 4, batchSize: 8 });
    await settledOn(page, "webgl", 16);
    await page.locator('.badge[data-tensors="68"]').waitFor();
    await expect.poll(read).toEqual(before);
    await show(large);
    await shape("torch.Size([12, 40, 16])");
    await page.locator('.badge[data-backend="cpu"]').waitFor();
    await expect.poll(read).toEqual(beforeLarge);
    expect(await page.locator("header").textContent()).toMatch(/too large for one texture of this graphics processor/);
    await show({ maxLength: 4, batchSize: 8 });
    await page.evaluate(() => fakeHost.set({ embedding: { embeddingDim: 8 } }));
    await settledOn(page, "webgl", 8);
    expect(await page.locator("header").textContent()).not.toMatch(/too large for one texture/);
    await page.close();
  });

  it("makes a 50257×768 table, and stops making it when told to", async () => {
    const page = await pages.open({
      text,
      lens: { embedding: { embeddingDim: 768 } },
      kept: unfolded("input-rows"),
    });
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("The weights were not made.").waitFor();
    await page.getByRole("button", { name: "Make them" }).click();
    await page.locator(".heat-maps canvas").first().waitFor();
    expect(await page.getByLabel("Shapes of the batch").textContent()).toContain("torch.Size([8, 4, 768])");
    await page.close();
  });
});

describe("without WebGL", () => {
  let pages: InspectorPages;
  beforeAll(async () => {
    pages = await openInspectorPages(["--disable-gpu", "--disable-software-rasterizer"]);
  });
  afterAll(() => pages.close());

  it("computes the same on the CPU and says why, and what to do", async () => {
    const page = await pages.open({ text, lens: { embedding: { embeddingDim: 16 } }, kept: open });
    await page.locator(".heat-maps canvas").first().waitFor();
    await page.locator(".neighbour-list li").first().waitFor();
    expect(await page.evaluate(() => document.createElement("canvas").getContext("webgl2"))).toBeNull();
    expect((await badge(page)).backend).toBe("cpu");
    expect(await page.locator("header").textContent()).toMatch(/offers no WebGL.*turn hardware acceleration on/);
    expect(await page.locator(".difference").textContent()).toBe("0");
    expect(await page.locator(".little.table").textContent()).toContain("-1.6033");
    await page.close();
  });
});
