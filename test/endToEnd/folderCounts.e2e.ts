/** Count Tokens in the explorer's menu: the tree with its shares, the filter, and badges beside the names. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const sentence = "The cat sat on the mat.\n"; // 8 tokens of gpt2, line break included

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({
    files: {
      "readme.md": sentence,
      "book/one.md": sentence.repeat(100),
      "book/two.md": sentence.repeat(40),
      "book/notes/three.md": sentence.repeat(20),
      "book/.env": "KEY=1\n",
      "book/skip.log": "no",
      "book/.gitignore": "*.log\n",
    },
    open: "readme.md",
    settings: { "tokenscope.folderCounts.badges": true },
  });
  await workbench.statusBarItem("8 tokens"); // menus are complete once the extension is there
  await explorerRow("book").click({ button: "right" });
  const entry = workbench.page.locator(".monaco-menu .action-label", { hasText: "Count Tokens" });
  await entry.waitFor();
  // VS Code passes over clicks that come right after a menu opened: until it closes, nothing was chosen.
  while (await entry.isVisible()) await entry.click({ timeout: 1000 }).catch(() => undefined);
});
afterAll(() => workbench.close());

const explorerRow = (name: string) => workbench.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
const countRows = () => workbench.page.getByRole("tree", { name: "Token Counts" }).locator(".monaco-list-row");

describe("Count Tokens", () => {
  it("shows a folder's files with their shares, largest first, and what was left out", async () => {
    await countRows().first().waitFor();
    const shown = async (): Promise<string[]> => (await countRows().allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ""));
    await expect.poll(shown).toEqual(["book1,280", "one.md800█████62.5%", "two.md320██25%", "notes160█12.5%", "LeftOut2"]);
    await workbench.screenshot("folder-counts");
  });

  it("has a badge of each counted file and folder in the explorer", async () => {
    // A badge is drawn by a style sheet, after the name.
    const drawn = (): Promise<string> =>
      explorerRow("book")
        .first()
        .evaluate((row) => [...row.querySelectorAll("*")].map((part) => getComputedStyle(part, "::after").content).join(" "));
    await expect.poll(drawn).toContain("1³");
  });

  it("follows a file that changes", async () => {
    writeFileSync(join(workbench.folder, "book/two.md"), sentence.repeat(200));
    await expect.poll(() => countRows().nth(1).innerText()).toMatch(/two\.md/);
    await countRows().nth(1).getByText("1,600").waitFor();
  });

  it("is filtered by words", async () => {
    await workbench.runCommand("Tokenscope: Filter Token Counts…");
    await workbench.page.locator(".quick-input-widget input").first().fill("notes");
    await workbench.page.keyboard.press("Enter");
    await workbench.page.getByText('1 of 3 files hold "notes"').waitFor();
    await expect.poll(() => countRows().count()).toBe(4); // the top, notes, three.md, what was left out
    await workbench.screenshot("folder-counts-filtered");
  });
});
