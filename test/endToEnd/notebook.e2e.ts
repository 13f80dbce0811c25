/** The numbers of the notebook *How LLMs Embed Input Tokens*, read off the screen of a real VS Code that is driven through its palette. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { getEncoding } from "js-tiktoken";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../tools/hosts/paths.mjs";
import notebook from "../fixtures/notebook.json" with { type: "json" };
import { type Inspector, inspector } from "./support/inspector.ts";
import { type TokenView, tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

/** The notebook's own text; where it is absent, its beginning, which is what the first ids say. */
const awakening = join(root, "../shared/data/the-awakening.md");
const hasWholeText = existsSync(awakening);
const text = hasWholeText ? readFileSync(awakening, "utf8") : getEncoding("gpt2").decode(notebook.firstTokenIds);

// As torch 2.5.1 printed them in the notebook.
const stride1 = "[tensor([[    2, 11851,    25,   383]]), tensor([[11851,    25,   383, 28832]])]";
const stride4 = `Inputs:
 tensor([[    2, 11851,    25,   383],
        [28832,   198,   198,  2235],
        [ 6434,    25, 16693, 40159],
        [  259,   198,   198,  2235],
        [ 6280,    25, 47465,   198],
        [  198, 26866,   198,   198],
        [ 2235,   220,   314,   198],
        [  198,    32,  4077,   290]])

Targets:
 tensor([[11851,    25,   383, 28832],
        [  198,   198,  2235,  6434],
        [   25, 16693, 40159,   259],
        [  198,   198,  2235,  6280],
        [   25, 47465,   198,   198],
        [26866,   198,   198,  2235],
        [  220,   314,   198,   198],
        [   32,  4077,   290,  7872]])`;
const stride3 = `tensor([[    2, 11851,    25],
        [  383, 28832,   198],
        [  198,  2235,  6434],
        [   25, 16693, 40159],
        [  259,   198,   198],
        [ 2235,  6280,    25],
        [47465,   198,   198],
        [26866,   198,   198]])`;
const table = [
  ["0", "0.3374", "-0.1778", "-0.3035"],
  ["1", "-0.5880", "0.3486", "0.6603"],
  ["2", "-0.2196", "-0.3792", "0.7671"],
  ["3", "-1.1925", "0.6984", "-1.8061"],
  ["4", "1.8960", "-0.1750", "1.3689"],
  ["5", "-1.6033", "-1.3250", "0.1784"],
  ["6", "-2.1338", "0.7953", "0.9985"],
  ["7", "0.2212", "1.8319", "-0.3378"],
  ["8", "0.8805", "1.5542", "0.6266"],
];
const lookUp = [table[5], table[3], table[7], table[2]];

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({ files: { "the-awakening.md": text }, open: "the-awakening.md" });
});
afterAll(() => workbench.close());

describe("Tokenscope: Show Token IDs", () => {
  let view: TokenView;
  beforeAll(async () => {
    await workbench.runCommand("Tokenscope: Show Token IDs");
    view = await tokenView(workbench);
  });

  it.runIf(hasWholeText)("counts 66,398 tokens in The Awakening, in the view and in the status bar", async () => {
    await view.header.getByText("66,398 tokens").waitFor();
    await workbench.statusBarItem("66,398 tokens");
  });

  it("shows the notebook's first ids", async () => {
    await view.choose("id");
    expect((await view.firstTokens(33)).map(Number)).toEqual([
      2, 11851, 25, 383, 28832, 198, 198, 2235, 6434, 25, 16693, 40159, 259, 198, 198, 2235, 6280, 25, 47465, 198, 198, 26866, 198, 198,
      2235, 220, 314, 198, 198, 32, 4077, 290, 7872,
    ]);
    await workbench.screenshot("notebook-ids");
    await view.choose("text");
  });
});

describe("Tokenscope: Show Stride Windows", () => {
  let view: TokenView;
  beforeAll(async () => {
    await workbench.runCommand("Tokenscope: Show Stride Windows");
    view = await tokenView(workbench);
    await view.choose("tensor");
  });

  it("prints the stride-1 batch as PyTorch does", async () => {
    await view.number("stride").fill("1");
    await view.number("batch_size").fill("1");
    await expect.poll(() => view.tensor.textContent()).toBe(stride1);
  });

  it("prints the stride-4 batch as PyTorch does", async () => {
    await view.number("stride").fill("4");
    await view.number("batch_size").fill("8");
    await expect.poll(() => view.tensor.textContent()).toBe(stride4);
    await workbench.screenshot("notebook-stride4-tensor");
  });
});

describe("Tokenscope: Open Embedding Inspector", () => {
  let view: Inspector;
  beforeAll(async () => {
    const windows = await tokenView(workbench);
    await windows.number("max_length").fill("3");
    await windows.number("stride").fill("3");
    await workbench.runCommand("Tokenscope: Open Embedding Inspector");
    view = await inspector(workbench);
  });

  it("says the shapes of ids, token rows, position rows and their sum", async () => {
    await expect
      .poll(async () => [
        await view.shapes.getByRole("term").allTextContents(),
        await view.shapes.getByRole("definition").allTextContents(),
      ])
      .toEqual([
        ["inputs", "token_embeddings", "pos_embeddings", "input_embeddings"],
        ["torch.Size([8, 3])", "torch.Size([8, 3, 256])", "torch.Size([3, 256])", "torch.Size([8, 3, 256])"],
      ]);
    await workbench.screenshot("notebook-inspector");
  });

  it("prints the batch of ids that is embedded as PyTorch does", async () => {
    await view.choose("PyTorch");
    expect(await view.printed.first().textContent()).toContain(`>>> print(inputs)\n${stride3}\n`);
  });

  it("shows the 9 × 3 table and the rows that 5 3 7 2 pick from it", async () => {
    const tables = view.playground.getByRole("table");
    const cells = (at: number): Promise<string[][]> =>
      tables
        .nth(at)
        .evaluate((shown) => [...shown.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
    expect((await cells(0)).map((row) => row.map((cell) => cell.replace("−", "-")))).toEqual(table);
    expect((await cells(1)).map((row) => row.map((cell) => cell.replace("−", "-")))).toEqual(lookUp);
  });

  it("shows that one-hot rows times the table are the same rows, to the last bit", async () => {
    await view.playground.getByText("Largest difference between look-up and product: 0").waitFor();
  });
});
