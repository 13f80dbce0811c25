/** The hover: the tokens under the mouse, in four lines at most, on every kind of document. Ids and bytes are tiktoken's for gpt2. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putCursor } from "./support/editor.ts";
import { tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({
    files: {
      "words.md": "The cat sat on the mat.\nx 🐈 y    z\n",
      "empty.md": "",
      "read-only.md": "The cat sat on the mat.\n",
      "hostile.md": "[x](command:workbench.action.quit) <b>bold</b> ![i](https://example.com/i.png)\n",
    },
    open: "words.md",
    settings: { "editor.minimap.enabled": false, "files.readonlyInclude": { "**/read-only.md": true } },
  });
  await workbench.runCommand("Tokenscope: Show Token IDs"); // nothing of Tokenscope runs before it is asked for
  await tokenView(workbench);
});
afterAll(() => workbench.close());

/** The lines of the hover on a text in the editor. */
async function hoverLines(text: string): Promise<string[]> {
  const hover = await workbench.hoverWord(text);
  await hover.getByText("gpt2").first().waitFor();
  return (await hover.innerText()).split("\n").filter((line) => line.trim() !== "");
}

async function leaveHover(): Promise<void> {
  await workbench.page.mouse.move(2, 2);
  await workbench.page.locator(".monaco-hover:not(.hidden)", { hasText: "gpt2" }).waitFor({ state: "hidden" });
}

describe("the hover", () => {
  it("tells a word's text, id, place, bytes, merges and windows in four lines", async () => {
    expect(await hoverLines("cat")).toEqual([
      "·cat 3797 · token 1 of 18 · gpt2",
      "bytes 20 63 61 74 · merges a+t, ·+c, ·c+at",
      "input in window 0 · target in window 0",
      "Show in token view · Show embedding",
    ]);
    await leaveHover();
  });

  it("tells the token of a run of spaces", async () => {
    const [first, second] = await hoverLines("    z");
    expect(first).toMatch(/^· 220 · token 15 of 18 · gpt2$/);
    expect(second).toBe("bytes 20 · no merges");
    await leaveHover();
  });

  it("tells every token of an emoji that is split over three", async () => {
    const lines = await hoverLines("🐈");
    expect(lines.slice(0, 4)).toEqual([
      "·🐈 in 3 tokens",
      expect.stringMatching(/ 12520 · token 9 of \d+ · gpt2 · 20 f0 9f$/),
      expect.stringMatching(/ 238 · token 10 of \d+ · gpt2 · 90$/),
      expect.stringMatching(/ 230 · token 11 of \d+ · gpt2 · 88$/),
    ]);
    await leaveHover();
  });

  it("opens the token view at its token", async () => {
    const hover = await workbench.hoverWord("mat");
    await hover.getByRole("link", { name: "Show in token view" }).or(hover.getByText("Show in token view")).first().click();
    const view = await tokenView(workbench);
    await expect.poll(() => view.strip.getByRole("option", { selected: true }).textContent()).toBe(" mat");
    await view.details.getByText("2603").first().waitFor();
  });

  it("shows what a document says and never renders it", async () => {
    await workbench.openFile("hostile.md");
    const lines = await hoverLines("command");
    expect(lines[0]).toMatch(/^command \d+ · token \d+ of \d+ · gpt2$/);
    // The row that is ours: VS Code itself offers to follow the link in the text.
    const ours = workbench.page.locator(".monaco-hover:not(.hidden) .hover-contents", { hasText: "gpt2" }).last();
    expect(await ours.locator("img, b, a[data-href*='quit'], a[href*='quit']").count()).toBe(0);
    await leaveHover();
  });

  it("works on a read-only document", async () => {
    await workbench.openFile("read-only.md");
    expect((await hoverLines("sat"))[0]).toBe("·sat 3332 · token 2 of 8 · gpt2");
    await leaveHover();
  });

  it("works on an untitled document", async () => {
    await workbench.runCommand("File: New Untitled Text File");
    await workbench.page.locator(".editor-group-container.active .tab.active", { hasText: "Untitled-1" }).waitFor();
    await workbench.page.keyboard.type("Hello there, world.");
    expect((await hoverLines("there"))[0]).toBe("·there 612 · token 1 of 5 · gpt2");
    await leaveHover();
  });

  it("says nothing about an empty document, which counts 0 tokens", async () => {
    await workbench.openFile("empty.md");
    await workbench.statusBarItem("0 tokens");
    await putCursor(workbench, "empty.md", 1, 1);
    await workbench.page.keyboard.press("ControlOrMeta+k");
    await workbench.page.keyboard.press("ControlOrMeta+i"); // shows the hover at the cursor
    const view = await tokenView(workbench);
    await view.frame.getByText("empty.md is empty.").waitFor();
    expect(await workbench.page.locator(".monaco-hover:not(.hidden)", { hasText: "gpt2" }).count()).toBe(0);
  });
});
