/** At home in VS Code: counted from the start, found by a model's name, spoken in the user's language, shown at once by `npm start`. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { inspector } from "./support/inspector.ts";
import { tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

describe("a window in which nobody used Tokenscope yet", () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench({
      files: { "words.md": "The cat sat on the mat.\n", "code.ts": "const cat = 1;\n" },
      open: "words.md",
      settings: { "editor.minimap.enabled": false, "tokenscope.contextWindow": 6 },
    });
  });
  afterAll(() => workbench.close());

  it("counts a Markdown text, with the share of the context window and a warning past it", async () => {
    const item = await workbench.statusBarItem("8 tokens · 8 of 6");
    expect(await item.getAttribute("class")).toContain("warning-kind");
    await item.hover();
    const tooltip = workbench.page.locator(".monaco-hover:not(.hidden)", { hasText: "characters per token" });
    await tooltip.waitFor();
    const lines = await tooltip.innerText();
    for (const part of [
      "24 characters",
      "24 bytes",
      "3.00 characters per token",
      "1 line break",
      "8 of 6 (133 %)",
      "Count in every encoding",
    ])
      expect(lines).toContain(part);
    await workbench.screenshot("status-bar-tooltip");
    await workbench.page.mouse.move(2, 2);
  });

  it("finds an encoding by a model's name", async () => {
    await (await workbench.statusBarItem("8 tokens")).click();
    const typed = workbench.page.locator(".quick-input-widget .quick-input-box input");
    await typed.fill("gpt-4o-mini");
    const rows = workbench.page.locator(".quick-input-widget .monaco-list-row");
    await expect.poll(() => rows.first().innerText()).toMatch(/gpt-4o-mini[^]*o200k_base/);
    await workbench.screenshot("select-encoding-by-model");
    await typed.fill("claude-sonnet-4");
    await expect.poll(() => rows.first().innerText()).toMatch(/no public tokenizer/);
    await workbench.page.keyboard.press("Escape");
  });

  it("leaves a language alone that the setting does not name, until a view is used", async () => {
    await workbench.openFile("code.ts");
    const counts = workbench.page.locator(".part.statusbar .statusbar-item", { hasText: /\d+ tokens/ });
    await counts.first().waitFor({ state: "hidden" });
    await workbench.runCommand("Tokenscope: Show Token IDs");
    await workbench.statusBarItem("6 tokens");
  });
});

describe("npm start", () => {
  let workbench: Workbench | undefined;
  afterEach(() => workbench?.close());

  it("shows the text, its tokens and their embeddings without a command", async () => {
    workbench = await openWorkbench({
      files: { "sample.md": "The cat sat on the mat.\n" },
      open: "sample.md",
      environment: { TOKENSCOPE_FIRST_LOOK: "1" },
    });
    const view = await tokenView(workbench);
    await view.frame
      .getByText(/8 tokens/)
      .first()
      .waitFor();
    await workbench.webviewFrame("main.inspector");
    await workbench.screenshot("first-look");

    // The inspector goes on wherever the user moves it.
    for (const [place, part, index, token] of [
      ["New Panel Entry", "panel", 1, "cat"],
      ["New Side Bar Entry", "sidebar", 2, "sat"],
    ] as const) {
      await workbench.runCommand("View: Move View");
      await workbench.choose("Embedding Inspector");
      await workbench.choose(place);
      await workbench.page.locator(`.part.${part}`, { hasText: /embedding inspector/i }).waitFor();
      const { frame } = await inspector(workbench);
      await view.token(index).click();
      await expect.poll(() => frame.locator("section.neighbours").innerText()).toContain(token);
      await workbench.screenshot(`inspector-in-${part}`);
    }
  });
});
