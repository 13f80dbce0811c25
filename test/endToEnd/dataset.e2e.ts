/** Export a text, look at the file in the editor of tokenized files, and find the same tokens and windows. Ids are tiktoken's. */
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openFreshFile } from "./support/freshFile.ts";
import { tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const text = "The cat sat on the mat.\nIt was a very good mat, and the cat knew it.\n".repeat(40);
const firstIds = [464, 3797, 3332, 319, 262, 2603, 13, 198];

let workbench: Workbench;
/** The folder of the test's own file: exports of a document go there. */
let folder: string;

beforeAll(async () => {
  workbench = await openWorkbench({
    files: {
      "first.md": text,
      "more/two.md": "two <|endoftext|>\n",
      "more/three.md": "three\n",
      "more/skip.log": "no",
      "more/.gitignore": "*.log\n",
    },
    open: "first.md",
    // the explorer stays as it is while files are opened: a row would move under the mouse
    settings: { "explorer.autoReveal": false, "workbench.editorAssociations": { "*.bin": "tokenscope.tokenizedFile" } },
  });
});
afterAll(() => workbench.close());

beforeEach(async () => {
  folder = (await openFreshFile(workbench, text)).folder;
});

const inFolder = (name: string): string => join(folder, name);
const ids = (name: string): number[] => [...new Uint16Array(Uint8Array.from(readFileSync(inFolder(name))).buffer)];
const quickInput = () => workbench.page.locator(".quick-input-widget");

/** Answers the questions; the folder offered is the one the document is in. */
async function exportDocument(format: string, split: string): Promise<void> {
  await workbench.runCommand("Tokenscope: Export Dataset…");
  await workbench.choose("Document");
  await workbench.choose(format);
  await workbench.choose(split);
  await quickInput().getByText("Export Here", { exact: true }).click();
}

/** The test's document as train.bin. */
async function exportBin(): Promise<void> {
  await exportDocument("nanoGPT .bin", "No split");
  await expect.poll(() => existsSync(inFolder("dataset.json"))).toBe(true);
}

/** Opens a file by its path, in the editor that is set for it. */
async function open(name: string): Promise<void> {
  await workbench.page.keyboard.press("F1");
  await quickInput().locator("input").first().fill(inFolder(name));
  await quickInput().locator(".monaco-list-row").first().waitFor();
  await workbench.page.keyboard.press("Enter");
  await workbench.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`).waitFor();
}

describe("Export Dataset…", () => {
  it("asks for the format and the split, each choice saying what it means", async () => {
    await workbench.runCommand("Tokenscope: Export Dataset…");
    await workbench.choose("Document");
    await quickInput().getByText("uint16: every id of gpt2 fits").first().waitFor();
    await workbench.screenshot("export-format");
    await workbench.choose("nanoGPT .bin");
    await quickInput().getByText("as nanoGPT does").waitFor();
    await workbench.screenshot("export-split");
    await workbench.page.keyboard.press("Escape");
    await quickInput().waitFor({ state: "hidden" });
  });

  it("writes the ids of the document, and says how many", async () => {
    await exportDocument("nanoGPT .bin", "No split");
    const sentence = "880 tokens of gpt2 exported to train.bin (uint16).";
    await workbench.page.getByText(sentence).first().waitFor(); // said to screen readers in any case
    await workbench.runCommand("Notifications: Show Notifications");
    await workbench.page.locator(".notifications-center", { hasText: sentence }).waitFor();
    await workbench.screenshot("export-done");
    await workbench.runCommand("Notifications: Clear All Notifications");
    expect(ids("train.bin").slice(0, 8)).toEqual(firstIds);
    expect(existsSync(inFolder("dataset.json"))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("asks before it writes over a file, and leaves it alone without a yes", async () => {
    await exportBin();
    writeFileSync(inFolder("val.bin"), "mine");
    await exportDocument("nanoGPT .bin", "Last 10 % of the tokens");
    const dialog = workbench.page.locator(".monaco-dialog-box");
    await dialog.getByText("train.bin, val.bin, dataset.json are there already.").waitFor();
    await workbench.screenshot("export-overwrite");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(readFileSync(inFolder("val.bin"), "utf8")).toBe("mine");
  });
});

describe("Export Dataset… in the explorer", () => {
  it("takes the folder under the mouse, without what .gitignore leaves out", async () => {
    const beside = (name: string): string => join(workbench.folder, name); // an export of a folder goes beside it
    for (const name of ["train.jsonl", "dataset.json"]) rmSync(beside(name), { force: true });
    const row = (name: string) => workbench.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
    await row(basename(folder)).waitFor(); // the explorer has taken in the test's own folder: rows stay where they are
    await row("more").click({ button: "right" });
    const entry = workbench.page.locator(".monaco-menu .action-label", { hasText: "Export Dataset…" });
    await entry.waitFor();
    // VS Code passes over clicks that come right after a menu opened: until it closes, nothing was chosen.
    await expect
      .poll(async () => (await entry.isVisible()) && (await entry.click({ timeout: 1000 }).catch(() => undefined), true))
      .toBe(false);
    await workbench.choose("JSON Lines");
    await quickInput().getByText("windows of 4, stride 4, labels one token later already").first().waitFor();
    await workbench.screenshot("export-options");
    await workbench.choose("stride");
    await quickInput().locator("input").first().fill("2");
    await workbench.page.keyboard.press("Enter");
    await quickInput().getByText("windows of 4, stride 2, labels one token later already").first().waitFor();
    await workbench.choose("Go On");
    await workbench.choose("No split");
    await quickInput().getByText("Export Here", { exact: true }).click();
    await expect.poll(() => existsSync(beside("dataset.json"))).toBe(true);
    const [first, second] = readFileSync(beside("train.jsonl"), "utf8").split("\n");
    expect(JSON.parse(first ?? "")).toEqual({ input_ids: [15542, 198, 50256, 11545], labels: [198, 50256, 11545, 220] });
    expect(JSON.parse(second ?? "")).toMatchObject({ input_ids: [50256, 11545, 220, 50256] });
    const { inputs } = JSON.parse(readFileSync(beside("dataset.json"), "utf8")) as { inputs: readonly { path: string }[] };
    expect(inputs.map(({ path }) => path)).toEqual(["three.md", "two.md"]);
  });
});

describe("the editor of tokenized files", () => {
  it("shows the tokens of the export, read as the manifest says", async () => {
    await exportBin();
    await open("train.bin");
    const view = await tokenView(workbench);
    await view.header.getByText("ids as uint16, says dataset.json").waitFor();
    await view.choose("id");
    expect(await view.firstTokens(8)).toEqual(firstIds.map(String));
    await view.choose("text");
    await view.token(1).click();
    await view.details.getByText("3797").first().waitFor();
    await workbench.screenshot("tokenized-file");
  });

  it("shows its windows", async () => {
    await exportBin();
    await open("train.bin");
    const view = await tokenView(workbench);
    await view.tab("Windows").click();
    await view.number("stride").waitFor();
    await view.frame.locator(".token", { hasText: "cat" }).nth(3).waitFor();
    await workbench.screenshot("tokenized-file-windows");
  });

  it("opens two gigabytes at once: only what is shown is read", async () => {
    writeFileSync(inFolder("large.bin"), "");
    truncateSync(inFolder("large.bin"), 2e9); // zeros, which take no room on the disk
    await open("large.bin");
    const { header, strip, details, token } = await tokenView(workbench);
    await header.getByText("500,000,000").waitFor();
    await strip.press("Control+End");
    await token(499_999_999).waitFor();
    await details.getByText("token 499,999,999 of 500,000,000", { exact: true }).waitFor();
    await workbench.screenshot("tokenized-file-large");
  });
});
