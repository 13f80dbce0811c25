/** The stride-window lab in a real VS Code: drag, step, shuffle, export, and find the same windows in the file that was written. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getEncoding } from "js-tiktoken";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openFreshFile } from "./support/freshFile.ts";
import { type TokenView, tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const text = "The cat sat on the mat.\nIt was a very good mat, and the cat knew it.\n".repeat(40);
const ids = getEncoding("gpt2").encode(text); // 880
/** The first batch of 292 windows as PyTorch 1.13's DataLoader gives it: batch_size=8, shuffle=True after manual_seed(123). */
const shuffledBatch = [246, 245, 168, 275, 284, 144, 67, 174];

let workbench: Workbench;
let view: TokenView;
/** The folder of the test's file. */
let folder: string;
beforeAll(async () => {
  workbench = await openWorkbench({
    files: { "first.md": text },
    open: "first.md",
    settings: { "workbench.editorAssociations": { "*.bin": "tokenscope.tokenizedFile" } },
  });
  await workbench.runCommand("Tokenscope: Show Stride Windows");
});
afterAll(() => workbench.close());

/** Each test has a file of its own, in a folder of its own: the windows are as the settings make them. */
beforeEach(async () => {
  const fresh = await openFreshFile(workbench, text);
  folder = fresh.folder;
  view = await tokenView(workbench);
  await view.header.getByText(fresh.name).waitFor();
  await view.tab("Windows").click();
  await pictured(0).waitFor();
});

/** Types window options into their fields, as a user does, and waits until the picture follows. */
async function choose(options: Readonly<Record<"max_length" | "stride", number>>): Promise<void> {
  for (const [name, value] of Object.entries(options)) await view.number(name).fill(String(value));
  await expect.poll(() => marked("in")).toEqual(range(0, options.max_length));
  await expect.poll(() => marked("g1")).toEqual(range(options.stride, options.stride + options.max_length));
}

const handle = (name: "max_length" | "stride"): Locator => view.frame.getByRole("slider", { name: new RegExp(`^${name}`) });
const pictured = (token: number): Locator => view.frame.locator(`.picture [data-i="${token}"]`);
/** Tokens of the picture with a role: `in` of the selected window, `tg` its targets, `g1` of the next window. */
const marked = (role: string): Promise<number[]> =>
  view.frame.locator(`.picture .token.${role}`).evaluateAll((tokens) => tokens.map((each) => Number((each as HTMLElement).dataset["i"])));
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
const ledger = async (): Promise<string> =>
  (await view.frame.getByRole("region", { name: "Coverage" }).innerText()).replaceAll(/\s+/g, " ").trim();
/** Numbers of the windows in the list below. */
const listed = (): Promise<number[]> =>
  view.frame.locator(".window-row > .number").evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));

/** Drags a handle's grip with the mouse to the left edge of a token. The stride's grip hangs below the line, the other stands in it. */
async function drag(name: "max_length" | "stride", token: number): Promise<void> {
  const [from, to] = [await handle(name).boundingBox(), await pictured(token).boundingBox()];
  if (from === null || to === null) throw new Error(`The handle "${name}" or token ${token} is not on the screen.`);
  const { mouse } = workbench.page;
  const y = from.y + (name === "stride" ? 30 : 8);
  await mouse.move(from.x + from.width / 2, y);
  await mouse.down();
  await mouse.move(to.x + 2, y, { steps: 10 });
  await mouse.up();
}

it("shows the first window, the next ones and the ledger", async () => {
  expect([await marked("in"), await marked("tg"), await marked("g1")]).toEqual([range(0, 4), range(1, 5), range(4, 8)]);
  expect(await ledger()).toContain(
    "219 windows 27 batches 3 windows lost to drop_last 4 tokens never input 3 tokens never target + the first",
  );
  await workbench.screenshot("windows-start");
});

it("max_length is dragged by the window's end", async () => {
  await drag("max_length", 6);
  await expect.poll(() => view.number("max_length").inputValue()).toBe("6");
  expect([await marked("in"), await marked("tg"), await marked("g1")]).toEqual([range(0, 6), range(1, 7), range(4, 10)]);
});

it("the stride is dragged by the next window's start, and windows, batches and coverage follow", async () => {
  await choose({ max_length: 6, stride: 4 });
  await drag("stride", 3);
  await expect.poll(() => view.number("stride").inputValue()).toBe("3");
  expect([await marked("in"), await marked("g1"), await marked("overlap")]).toEqual([range(0, 6), range(3, 9), range(3, 6)]);
  await expect
    .poll(ledger)
    .toContain("292 windows 36 batches 4 windows lost to drop_last 1 token never input 0 tokens never target + the first");
  await workbench.screenshot("windows-dragged");
});

it("steps to the next window", async () => {
  await choose({ max_length: 6, stride: 3 });
  await view.frame.getByRole("button", { name: "Next window" }).click();
  await expect.poll(() => marked("in")).toEqual(range(3, 9));
  await view.frame.getByRole("heading", { name: "window 1: context → next" }).waitFor();
  await view.choose("batch");
  await expect.poll(listed).toEqual(range(0, 8));
});

it("shuffled, the batch is another one: PyTorch's", async () => {
  await choose({ max_length: 6, stride: 3 });
  await view.choose("batch");
  await expect.poll(listed).toEqual(range(0, 8));
  await view.frame.getByRole("checkbox", { name: "shuffle" }).check();
  await expect.poll(listed).not.toEqual(range(0, 8));
  await view.number("window").fill(String(shuffledBatch[0]));
  await view.number("window").press("Enter");
  await expect.poll(listed).toEqual(shuffledBatch);
  await workbench.screenshot("windows-shuffled");
  await view.choose("tensor");
  const rows = async (): Promise<number[][]> =>
    [...((await view.tensor.textContent()) ?? "").matchAll(/\[+([\d, \n]+)\]/g)].map(([, row]) => (row ?? "").split(",").map(Number));
  await expect
    .poll(rows)
    .toEqual([0, 1].flatMap((later) => shuffledBatch.map((window) => ids.slice(3 * window + later, 3 * window + later + 6))));
  await workbench.screenshot("windows-shuffled-tensor");
});

it("is exported, and the file opened again has the same windows", async () => {
  await choose({ max_length: 6, stride: 3 });
  await workbench.runCommand("Tokenscope: Export Dataset…");
  await workbench.choose("Document");
  await workbench.choose("nanoGPT .bin");
  await workbench.choose("No split");
  await workbench.page.locator(".quick-input-widget").getByText("Export Here", { exact: true }).click();
  await expect.poll(() => existsSync(join(folder, "dataset.json"))).toBe(true);
  expect([...new Uint16Array(Uint8Array.from(readFileSync(join(folder, "train.bin"))).buffer)]).toEqual(ids);
  const { options, ledgers } = JSON.parse(readFileSync(join(folder, "dataset.json"), "utf8")) as Record<string, unknown>;
  expect(options).toMatchObject({ maxLength: 6, stride: 3, batchSize: 8, dropLast: true });
  expect(ledgers).toMatchObject([{ windowCount: 292, batchCount: 36, lostWindowCount: 4, neverInputCount: 1 }]);

  await workbench.page.keyboard.press("F1");
  const quickInput = workbench.page.locator(".quick-input-widget");
  await quickInput.locator("input").first().fill(join(folder, "train.bin"));
  await quickInput.locator(".monaco-list-row").first().waitFor();
  await workbench.page.keyboard.press("Enter");
  await workbench.page.locator('.editor-group-container.active .tab.active[data-resource-name="train.bin"]').waitFor();
  const frame = await workbench.webviewFrame("text=ids as uint16, says dataset.json");
  view = { ...view, frame };
  await frame.getByRole("tab", { name: "Windows" }).click();
  await pictured(0).waitFor();
  expect(await frame.getByRole("spinbutton", { name: "stride", exact: true }).inputValue()).toBe("3");
  expect([await marked("in"), await marked("g1")]).toEqual([range(0, 6), range(3, 9)]);
  expect(await ledger()).toContain("292 windows 36 batches 4 windows lost to drop_last");
  await workbench.screenshot("windows-export-opened");
});
