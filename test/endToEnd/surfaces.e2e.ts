/** Every surface in every kind of theme: pictures to look at (.build/screenshots), and of their looks what can be computed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putCursor } from "./support/editor.ts";
import { type Inspector, inspector } from "./support/inspector.ts";
import { cutOff, emptyParts, focused, poorContrast, sidewaysScrollers } from "./support/looks.ts";
import { showSideBar } from "./support/sideBar.ts";
import { type TokenView, tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Theme, themes, type Workbench } from "./support/workbench.ts";

const paragraph =
  "She had never learned to swim, and all summer people had tried to teach her. That evening she walked into the water alone; " +
  "the sea was quiet, and the moonlight lay on it like a path.\n\n";
const text = `# The sea at night\n\n${paragraph}A cat 🐈 and a word of its own, 海辺の夜, cost more tokens than one thinks.\n<|endoftext|>\n\tindented    by spaces\n\n${paragraph.repeat(12)}`;
const [wide, narrow] = [
  { width: 1500, height: 950 },
  { width: 856, height: 900 },
];

let workbench: Workbench;
let view: TokenView;
let embeddings: Inspector;
beforeAll(async () => {
  workbench = await openWorkbench({
    files: { "sea.txt": text },
    open: "sea.txt",
    size: wide,
    settings: { "editor.minimap.enabled": false, "editor.wordWrap": "on" },
  });
  await showSideBar(workbench, "Primary", false);
  await workbench.runCommand("Tokenscope: Show Token IDs");
  view = await tokenView(workbench);
  await workbench.runCommand("Tokenscope: Toggle Token Colours");
  await workbench.runCommand("Tokenscope: Toggle Window Spans");
  await workbench.runCommand("Tokenscope: Open Embedding Inspector");
  embeddings = await inspector(workbench);
});
afterAll(() => workbench.close());

describe.each(Object.keys(themes) as Theme[])("in the theme %s", (theme) => {
  const picture = (name: string): Promise<void> => workbench.screenshot(`${name}-${theme}`);
  beforeAll(async () => {
    await workbench.page.setViewportSize(wide);
    await workbench.setTheme(theme);
    await view.tab("Tokens").click();
    await view.choose("text");
  });

  it("tokens show as text, as ids and as both, readable on their tints", async () => {
    await view.token(12).click();
    await view.details.getByText("token 12 of").first().waitFor();
    for (const mode of ["text", "id", "both"]) {
      await view.choose(mode);
      await view.token(12).waitFor();
      await expect.poll(() => view.frame.evaluate(poorContrast, { selector: "[role=option]" })).toEqual([]);
      await picture(`tokens-${mode}`);
    }
    await view.choose("text");
  });

  it("labels and numbers around the tokens are readable", async () => {
    await expect.poll(() => view.frame.evaluate(poorContrast, { selector: "header *, [role=tab], [role=radio], footer *" })).toEqual([]);
  });

  it("tokens and the selected window are drawn in the editor, readable on their tints", async () => {
    await putCursor(workbench, "sea.txt", 3, 20);
    const targetSpan = (): Promise<string> =>
      workbench.page.locator(".view-line span:not(:has(span))").evaluateAll((all) =>
        all
          .filter((span) => getComputedStyle(span).textDecorationStyle === "dashed")
          .map((span) => span.textContent)
          .join(""),
      );
    await expect.poll(async () => (await targetSpan()).replaceAll("\u00a0", " ")).toBe(" never learned to swim");
    const inputSpans = workbench.page.locator(".view-overlays .cdr");
    await expect
      .poll(() => inputSpans.evaluateAll((all) => all.some((each) => getComputedStyle(each).borderBottomWidth === "2px")))
      .toBe(true);
    await picture("editor");
    await expect
      .poll(() => workbench.page.evaluate(poorContrast, { selector: ".view-line span", tints: ".view-overlays .cdr" }))
      .toEqual([]);
  });

  it("the hover stands at its word", async () => {
    const hover = await workbench.hoverWord("learned");
    await hover.getByText("gpt2").first().waitFor();
    await picture("hover");
    await workbench.page.mouse.move(2, 2);
    await hover.waitFor({ state: "hidden" });
  });

  it("the encoding picker opens from the status bar", async () => {
    await (await workbench.statusBarItem(/^[\d,]+ tokens/)).click();
    await workbench.page.getByText("GPT-4o, o1, GPT-5").waitFor();
    const uncounted = workbench.page.locator(".quick-input-list-row", { hasText: "…" }).filter({ hasNotText: "Open Tokenizer File…" });
    await expect.poll(() => uncounted.count()).toBe(0);
    await picture("encoding-picker");
    await workbench.page.keyboard.press("Escape");
  });

  it.each(["all windows", "batch", "tensor"])("the windows tab shows picture, ladder, coverage and %s, no pane empty", async (pane) => {
    await view.tab("Windows").click();
    await view.choose(pane);
    if (pane === "tensor") await expect.poll(() => view.tensor.textContent()).toContain("tensor([[");
    else await view.window(1).waitFor();
    expect(await view.frame.evaluate(emptyParts, "section, [role=tabpanel], .pane-body")).toEqual([]);
    await picture(`windows-${pane.replace(" ", "-")}`);
  });

  it.each(["Tokens", "Windows"] as const)("a view 400 pixels wide shows %s with nothing cut off and no scrolling sideways", async (tab) => {
    await showSideBar(workbench, "Secondary", false);
    await workbench.page.setViewportSize(narrow);
    await expect.poll(() => view.frame.evaluate(() => Math.abs(innerWidth - 400))).toBeLessThanOrEqual(10);
    await view.tab(tab).click();
    await picture(`narrow-${tab.toLowerCase()}`);
    expect.soft(await view.frame.evaluate(sidewaysScrollers)).toEqual([]);
    expect.soft(await view.frame.evaluate(cutOff)).toEqual([]);
    await workbench.page.setViewportSize(wide);
    await showSideBar(workbench, "Secondary", true);
    embeddings = await inspector(workbench);
  });

  it("the inspector shows its parts beside the editor, none empty, none cut off", async () => {
    const sections = embeddings.frame.locator("section.part");
    for (let at = 0; at < (await sections.count()); at += 1) {
      const heading = sections.nth(at).getByRole("button").first();
      if ((await heading.getAttribute("aria-expanded")) === "false") await heading.click();
      await heading.evaluate((button) => button.scrollIntoView({ block: "start" }));
      await picture(`inspector-${at + 1}`);
    }
    expect.soft(await embeddings.frame.evaluate(emptyParts, "section.part")).toEqual([]);
    expect.soft(await embeddings.frame.evaluate(cutOff)).toEqual([]);
    expect.soft(await embeddings.frame.evaluate(sidewaysScrollers)).toEqual([]);
    await expect.poll(() => embeddings.frame.evaluate(poorContrast, { selector: "main *" })).toEqual([]);
  });

  it("the inspector shows its parts when it is wide", async () => {
    await workbench.runCommand("View: Toggle Maximized Secondary Side Bar");
    await expect.poll(() => embeddings.frame.evaluate(() => innerWidth)).toBeGreaterThan(1000);
    await embeddings.frame.locator(".badge").evaluate((badge) => badge.scrollIntoView());
    await picture("inspector-wide");
    expect.soft(await embeddings.frame.evaluate(cutOff)).toEqual([]);
    await workbench.runCommand("View: Toggle Maximized Secondary Side Bar");
    view = await tokenView(workbench); // VS Code has loaded the views anew
    embeddings = await inspector(workbench);
  });

  it("the focus is seen wherever the Tab key leads", async () => {
    await view.tab("Windows").click();
    const seen = new Map<string, boolean>();
    for (let step = 0; step < 14; step += 1) {
      await workbench.page.keyboard.press("Tab");
      const { name, isSeen } = await view.frame.evaluate(focused);
      if (name !== "") seen.set(name, isSeen);
    }
    expect(seen.size).toBeGreaterThan(6);
    expect([...seen].filter(([, isSeen]) => !isSeen)).toEqual([]);
    await picture("focus");
  });

  it("special tokens are marked where the policy refuses them", async () => {
    workbench.updateSettings({ "tokenscope.specialTokens": "error" });
    await view.header.getByText("refused").waitFor();
    await workbench.page.locator(".squiggly-error").first().waitFor();
    await view.tab("Tokens").click();
    await picture("special-token-refused");
    workbench.updateSettings({ "tokenscope.specialTokens": "allow" });
    await view.header.getByText("refused").waitFor({ state: "hidden" });
  });
});
