/** One lens: whatever is chosen in one place shows in all others, at once and after a reload. Ids are tiktoken's. */
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { putCursor, selectedText } from "./support/editor.ts";
import { type FreshFile, openBesideViews, openFreshFile } from "./support/freshFile.ts";
import { type Inspector, inspector } from "./support/inspector.ts";
import { isStored } from "./support/storage.ts";
import { type TokenView, tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const text = "The cat sat on the mat.\nIt was a very good mat, and the cat knew it.\nNobody else did.\n";

let workbench: Workbench;
let view: TokenView;
let embeddings: Inspector;
/** The open file. */
let file: FreshFile;

beforeAll(async () => {
  workbench = await openWorkbench({
    files: { "first.md": text },
    open: "first.md",
    size: { width: 1700, height: 1200 },
    settings: { "editor.minimap.enabled": false, "editor.occurrencesHighlight": "off", "editor.selectionHighlight": false },
  });
  await workbench.runCommand("Tokenscope: Show Token IDs");
  await workbench.runCommand("Tokenscope: Open Embedding Inspector");
});
afterAll(() => workbench.close());

/** Each test has a file of its own, hence a lens of its own, as the settings make it. */
beforeEach(async () => {
  file = await openFreshFile(workbench, text);
  view = await tokenView(workbench);
  embeddings = await inspector(workbench);
  await says(view.header, file.name);
  await says(view.header, "27 tokens");
  await view.tab("Tokens").click();
  await view.choose("text");
});

const cursorAt = (line: number, column: number): Promise<void> => putCursor(workbench, file.name, line, column);

const editorSelection = (): Promise<string> => workbench.page.evaluate(selectedText);

/** What the hover on a word says, once it says it; the mouse is away again afterwards. */
async function hoverSays(word: string, sentence: string | RegExp): Promise<void> {
  const hover = await workbench.hoverWord(word);
  await hover.getByText(sentence).first().waitFor();
  await workbench.page.keyboard.press("Escape");
  await workbench.page.mouse.move(2, 2);
  await hover.waitFor({ state: "hidden" });
}

const says = (place: Locator, sentence: string): Promise<void> => place.getByText(sentence).first().waitFor();

describe("a token", () => {
  it("clicked in the view becomes the editor's selection", async () => {
    await view.token(1).click();
    await says(view.details, "3797");
    await expect.poll(editorSelection).toBe(" cat");
  });

  it("moved to with the arrow keys becomes the editor's selection", async () => {
    await view.token(1).click();
    await view.strip.press("ArrowRight");
    await expect.poll(editorSelection).toBe(" sat");
  });

  it("under the editor's cursor is the selected one in the view", async () => {
    await cursorAt(2, 16);
    await says(view.details, "922");
    await expect.poll(() => view.strip.getByRole("option", { selected: true }).textContent()).toBe(" good");
  });

  it("is marked in the inspector when its window is shown there", async () => {
    await view.token(2).click();
    await embeddings.frame.getByRole("button", { name: "·sat", pressed: true }).first().waitFor();
  });

  it("chosen in the inspector is selected in the view and in the editor", async () => {
    await view.token(2).click();
    await embeddings.frame.getByRole("button", { name: "·cat", exact: true }).first().click();
    await says(view.details, "3797");
    await expect.poll(editorSelection).toBe(" cat");
  });
});

describe("a window", () => {
  it("chosen in the view is the one the inspector embeds", async () => {
    await view.tab("Windows").click();
    await view.choose("all windows");
    await view.window(2).click();
    await says(embeddings.frame.locator("body"), "window 2 of 6");
    await embeddings.frame.getByRole("button", { name: "It", exact: true }).first().waitFor();
  });

  it("chosen in the inspector is the one the view shows", async () => {
    await view.tab("Windows").click();
    await view.number("window").fill("2");
    await says(embeddings.frame.locator("body"), "window 2 of 6");
    await embeddings.frame.getByRole("button", { name: "Next window" }).click();
    await expect.poll(() => view.number("window").inputValue()).toBe("3");
  });
});

describe("the stride", () => {
  it("changed in the view changes the windows that inspector and hover name", async () => {
    await view.tab("Windows").click();
    await hoverSays("mat.", "input in window 1");
    await view.number("stride").fill("1");
    await says(embeddings.frame.locator("body"), "of 23");
    await hoverSays("mat.", "input in windows 2–5");
  });
});

describe("the encoding", () => {
  it("changed in the status bar changes count, tokens, hover and inspector", async () => {
    await (await workbench.statusBarItem("27 tokens")).click();
    await workbench.choose("o200k_base");
    await workbench.statusBarItem("24 tokens");
    await says(view.header, "24 tokens");
    await view.choose("id");
    await expect.poll(() => view.firstTokens(3)).toEqual(["976", "9059", "10139"]);
    await hoverSays("sat", "10139");
    await embeddings.frame.getByRole("button", { name: /^weights: seed 123/ }).click();
    await expect.poll(() => embeddings.options.getByLabel("vocab_size").inputValue()).toBe("200019");
  });

  it("changed in the view changes status bar and hover", async () => {
    await view.choose("id");
    await view.frame.getByRole("combobox", { name: "Encoding" }).selectOption("o200k_base");
    await workbench.statusBarItem("24 tokens");
    await hoverSays("sat", "10139");
    await expect.poll(() => view.firstTokens(3)).toEqual(["976", "9059", "10139"]);
  });
});

describe("typing", () => {
  it("updates count and tokens in the view and in the status bar", async () => {
    await cursorAt(1, 4);
    await workbench.page.keyboard.type(" black");
    await workbench.statusBarItem("28 tokens");
    await says(view.header, "28 tokens");
    await expect.poll(() => view.firstTokens(4)).toEqual(["The", " black", " cat", " sat"]);
  });

  it("undone brings back the tokens that were", async () => {
    await cursorAt(1, 4);
    await workbench.page.keyboard.type(" black");
    await workbench.statusBarItem("28 tokens");
    await workbench.page.keyboard.press("ControlOrMeta+z");
    await workbench.statusBarItem("27 tokens");
    await expect.poll(() => view.firstTokens(3)).toEqual(["The", " cat", " sat"]);
  });

  it("of a selection counts the selection in the status bar", async () => {
    await cursorAt(1, 1);
    for (let at = 0; at < 7; at += 1) await workbench.page.keyboard.press("Shift+ArrowRight");
    await workbench.statusBarItem("2 tokens selected");
  });
});

describe("a reload of the window", () => {
  it("restores encoding, window options, selected token, selected window and tab", async () => {
    await view.frame.getByRole("combobox", { name: "Encoding" }).selectOption("cl100k_base");
    await says(view.header, "24 tokens");
    await view.tab("Windows").click();
    await view.number("max_length").fill("5");
    await view.number("stride").fill("2");
    await cursorAt(2, 10);
    await says(view.details, "1633");
    await view.number("window").fill("5");
    await says(embeddings.frame.locator("body"), "window 5 of 10");

    const chosen = String.raw`${file.name}((?!\.md).)*selectedWindow\W+5\D`; // of this file, not of one that another test opened
    await expect.poll(() => workbench.page.evaluate(isStored, chosen)).toBe(true); // VS Code in a browser stores with a delay
    await workbench.reload();
    // Which editors VS Code opens again depends on when it stored them last: this file is opened whatever they are.
    await openBesideViews(workbench, file.path);
    view = await tokenView(workbench);
    await says(view.header, file.name);
    await says(view.details, "1633");
    expect(await view.frame.getByRole("combobox", { name: "Encoding" }).inputValue()).toBe("cl100k_base");
    expect(await view.tab("Windows").getAttribute("aria-selected")).toBe("true");
    expect(await Promise.all(["max_length", "stride", "window"].map((name) => view.number(name).inputValue()))).toEqual(["5", "2", "5"]);
    embeddings = await inspector(workbench);
    await says(embeddings.frame.locator("body"), "window 5 of 10");
  });
});
