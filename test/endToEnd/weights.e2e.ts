/** Load Embedding Weights… as a user does it, in a real VS Code: the file is chosen in VS Code's own dialog, and what the inspector then shows is
 *  compared with the checkpoint's values computed again in plain double precision. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getEncoding } from "js-tiktoken";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkpointValue, gpt2Shape, makeCheckpoint, unitRoundoff } from "../support/makeCheckpoint.ts";
import { nearestByCosine } from "../support/nearestByCosine.ts";
import { type Inspector, inspector } from "./support/inspector.ts";
import { isStored } from "./support/storage.ts";
import { loadWeights } from "./support/weightsFile.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const cat = "The cat sat on the mat, and the dog lay beside it in the sun until the evening came and the two went home together. ";
const text = `${cat}${cat}`.trim();
const ids = getEncoding("gpt2").encode(text);
const window = ids.slice(0, 4); // max_length 4, the notebook's
const small = { vocabSize: gpt2Shape.vocabSize, contextLength: 16, embeddingDim: 32 };

/** How long a state may take to appear, in ms: the table of GPT-2's shape on a slow machine included. */
const patience = { timeout: 60_000 };

let workbench: Workbench;
let view: Inspector;
beforeAll(async () => {
  workbench = await openWorkbench({ files: { "cat.md": text }, open: "cat.md", size: { width: 1500, height: 1100 } });
  const write = (name: string, content: Uint8Array | string): void => writeFileSync(join(workbench.folder, name), content);
  write("gpt2.safetensors", makeCheckpoint(gpt2Shape, "F32"));
  write("first.safetensors", makeCheckpoint(small, "BF16", { token: "transformer.wte.weight", positional: "first" }));
  write("second.safetensors", makeCheckpoint(small, "BF16", { token: "second", positional: "transformer.wpe.weight" }));
  const map = { "transformer.wte.weight": "first.safetensors", "transformer.wpe.weight": "second.safetensors" };
  write("model.safetensors.index.json", JSON.stringify({ metadata: {}, weight_map: map }));
  write("cut.safetensors", makeCheckpoint(small, "F32").subarray(0, 1_000_000));
  write("padded.safetensors", makeCheckpoint({ ...small, vocabSize: 50_304 }, "F16"));
  write("remembered.safetensors", makeCheckpoint(small, "F16"));
  const holes = makeCheckpoint(small, "F32");
  const rowFrom = 8 + Number(new DataView(holes.buffer).getBigUint64(0, true)) + (window[0] ?? 0) * small.embeddingDim * 4;
  new DataView(holes.buffer).setFloat32(rowFrom, Number.NaN, true);
  new DataView(holes.buffer).setFloat32(rowFrom + 4, -Infinity, true);
  write("holes.safetensors", holes);
  write("other.safetensors", makeCheckpoint({ ...small, vocabSize: 32_000 }, "F16"));
  await workbench.runCommand("Tokenscope: Open Embedding Inspector");
  view = await inspector(workbench);
});
afterAll(() => workbench.close());

const load = (name: string): Promise<void> => loadWeights(workbench, name);

/** The inspector's button that says which weights are shown. */
const weights = (): Locator => view.frame.locator(".weights-button");
/** Waits for a notification, and puts it away. Toasts hide by themselves; VS Code keeps what they said in its list. */
async function notified(sentence: RegExp, picture: string): Promise<void> {
  await workbench.runCommand("Notifications: Show Notifications");
  await workbench.page.locator(".notifications-center .notification-list-item", { hasText: sentence }).waitFor();
  await workbench.screenshot(picture);
  await workbench.runCommand("Notifications: Clear All Notifications");
}

const shown = (sentence: string | RegExp): Promise<void> => view.frame.getByText(sentence).waitFor();

/** The numbers of the table, as they read and in full: token, position and input rows, each without the norm at its end. */
async function numbers(): Promise<{ text: number; full: number }[][]> {
  await view.choose("Numbers");
  await view.frame.locator("table.values tbody").nth(2).waitFor();
  return view.frame.locator("table.values").evaluate((table) =>
    [...table.querySelectorAll("tbody tr")]
      .filter((row) => row.querySelector("td"))
      .map((row) =>
        [...row.querySelectorAll<HTMLElement>("td:not(.norm)")].map((cell) => ({
          text: Number(cell.innerText.replace("−", "-")),
          full: Math.fround(Number(cell.title)), // as many digits as make the same float again
        })),
      ),
  );
}

/** Each value shown is the checkpoint's: in full to the rounding of its format, as printed to four decimals besides. */
async function expectCheckpointValues(unit: number): Promise<void> {
  const exact = window.map((id, position) => (dimension: number) => {
    const token = checkpointValue(1, id, dimension);
    const place = checkpointValue(2, position, dimension);
    return { token, place, sum: token + place, error: unit * (Math.abs(token) + Math.abs(place)) + unitRoundoff.F32 };
  });
  const bounds = (dimension: number, row: number, kind: number): { value: number; error: number } => {
    const at = exact[row]?.(dimension);
    if (at === undefined) throw new Error(`The table has a row ${row} and the window none.`);
    if (kind === 2) return { value: at.sum, error: at.error };
    const value = kind === 0 ? at.token : at.place;
    return { value, error: unit * Math.abs(value) };
  };
  const wrong = (rows: readonly (readonly { text: number; full: number }[])[]): string[] =>
    rows.flatMap((row, i) =>
      row.flatMap((cell, dimension) => {
        const { value, error } = bounds(dimension, i % window.length, Math.floor(i / window.length));
        const fits = Math.abs(cell.full - value) <= error && Math.abs(cell.text - value) <= 0.00005 + error + 1e-12;
        return fits ? [] : [`row ${i}, dimension ${dimension}: ${cell.text} (${cell.full}), not ${value}`];
      }),
    );
  await expect.poll(async () => wrong(await numbers()), patience).toEqual([]);
  const rows = await numbers();
  expect(rows).toHaveLength(3 * window.length);
  expect(rows.every((row) => row.length >= 2)).toBe(true);
}

/** The list of neighbours: ids and scores. */
const neighbours = (): Promise<{ id: number; score: number }[]> =>
  view.frame
    .getByRole("list", { name: "Nearest tokens" })
    .evaluate((list) =>
      [...list.querySelectorAll<HTMLElement>("li")].map((item) => ({
        id: Number(item.querySelector<HTMLElement>(".number.dim")?.innerText),
        score: Number(item.querySelector<HTMLElement>(".score")?.innerText.replace("−", "-")),
      })),
    )
    .catch(() => []);

describe("a checkpoint of GPT-2's shape, F32", () => {
  beforeAll(() => load("gpt2.safetensors"));

  it("is named as the weights, its tables with shape and dtype", async () => {
    await expect.poll(() => weights().innerText(), patience).toContain("gpt2.safetensors");
    await weights().click();
    await view.options.getByText("[50,257, 768] F32").waitFor();
    await view.options.getByText("[1,024, 768] F32").waitFor();
    await weights().click();
  });

  it("shows the file's token rows, position rows and their sums", async () => {
    await expect.poll(() => view.shapes.getByRole("definition").allTextContents(), patience).toContain(`torch.Size([8, 4, 768])`);
    await expectCheckpointValues(unitRoundoff.F32);
    await workbench.screenshot("weights-gpt2");
  });

  it("finds the token's 50 nearest among all 50,257 rows", async () => {
    const [id = 0] = window;
    const nearest = nearestByCosine(gpt2Shape, id, 50, (row, column) => checkpointValue(1, row, column));
    await expect.poll(async () => (await neighbours()).map((row) => row.id), patience).toEqual(nearest.map((row) => row.id));
    for (const [i, { score }] of (await neighbours()).entries()) expect(Math.abs(score - (nearest[i]?.score ?? 2))).toBeLessThan(0.000051);
    await shown(/All 50,257 rows compared in/u);
  });
});

describe("other files", () => {
  it("an index leads to the tables in its shards, here BF16", async () => {
    await load("model.safetensors.index.json");
    await expect.poll(() => weights().innerText(), patience).toContain("model.safetensors.index.json");
    await expectCheckpointValues(unitRoundoff.BF16);
  });

  it("a file that was cut short is refused with the reason, and the weights before it stay", async () => {
    await load("cut.safetensors");
    await notified(
      /cut\.safetensors: Tensor "wte\.weight" ends at byte \d+ and the file at 1000000\. It was cut short; download or export it again/u,
      "weights-cut-short",
    );
    expect(await weights().innerText()).toContain("model.safetensors.index.json");
    await expectCheckpointValues(unitRoundoff.BF16);
  });

  it("values that are no numbers are shown as what they are, and their row is flagged", async () => {
    await load("holes.safetensors");
    const first = (at: number): Promise<string[]> =>
      view.frame.locator("table.values tbody").nth(at).locator("tr:not(.group)").first().locator("td:not(.norm)").allInnerTexts();
    await expect.poll(async () => (await first(0)).slice(0, 2), patience).toEqual(["nan", "-inf"]);
    expect((await first(2)).slice(0, 2)).toEqual(["nan", "-inf"]);
    await shown(/This row is not a finite vector/u);
    await workbench.screenshot("weights-not-finite");
  });

  it("a table padded to 50304 rows is taken, and said to be padded", async () => {
    await load("padded.safetensors");
    await expect.poll(() => weights().innerText(), patience).toContain("padded.safetensors");
    await shown("The token table has 50,304 rows and gpt2 has 50,257 tokens: the last 47 rows are padding that no token uses.");
    await expectCheckpointValues(unitRoundoff.F16);
  });

  it("a table of another vocabulary is shown with what does not fit", async () => {
    await load("other.safetensors");
    await shown(
      "The token table has 32,000 rows and gpt2 has 50,257 tokens: ids from 32,000 on have no row, and they are Llama 2's and Mistral's rows, whose ids are not gpt2's. Open the tokenizer that belongs to it.",
    );
    await workbench.screenshot("weights-other-vocabulary");
  });
});

describe("after a reload of the window", () => {
  const reopened = async (): Promise<void> => {
    const choice = String.raw`remembered\.safetensors\W+token\W`;
    await expect.poll(() => workbench.page.evaluate(isStored, choice), patience).toBe(true); // VS Code in a browser stores with a delay
    await workbench.reload();
    await workbench.runCommand("Tokenscope: Open Embedding Inspector");
    view = await inspector(workbench);
  };

  it("the choice is remembered", async () => {
    await load("remembered.safetensors");
    await expect.poll(() => weights().innerText(), patience).toContain("remembered.safetensors");
    await reopened();
    await expect.poll(() => weights().innerText(), patience).toContain("remembered.safetensors");
    await expectCheckpointValues(unitRoundoff.F16);
  });

  it("a file that has gone is said to be missing, and seeded weights stand in, called seeded", async () => {
    rmSync(join(workbench.folder, "remembered.safetensors"));
    await reopened();
    await shown(/There is no file remembered\.safetensors in .*Put it back.*Seeded weights stand in for remembered\.safetensors\./u);
    await expect.poll(() => weights().innerText(), patience).toContain("weights: seed 123");
    await workbench.screenshot("weights-unavailable");
  });
});
