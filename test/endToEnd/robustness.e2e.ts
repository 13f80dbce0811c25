/** Texts that break other tools: empty, huge, one endless line, emoji, changed from outside; special tokens; and a browser without WebGL. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { get_encoding } from "tiktoken";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putCursor } from "./support/editor.ts";
import { inspector } from "./support/inspector.ts";
import { minifiedOf, proseOf } from "./support/largeTexts.ts";
import { showSideBar } from "./support/sideBar.ts";
import { type TokenView, tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const manyScripts = "👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 e\u0301 ﷽ Z̶̧̛a̷l̸g̶o̴\n海辺の夜に猫が歩く。\n한국어 문장, हिन्दी वाक्य, עברית, ไทย\n\u200Bzero\u00A0width\n";
const special = "One text.<|endoftext|>Another text.\n";

/** As the view writes them: 66,398. */
const grouped = (count: number): string => count.toLocaleString("en-US");

const gpt2 = get_encoding("gpt2");
const idsOf = (text: string): number[] => [...gpt2.encode(text, "all")];
afterAll(() => gpt2.free());

describe("texts that break other tools", () => {
  const files = {
    "short.txt": "The cat sat on the mat.\n",
    "empty.txt": "",
    "many-scripts.txt": manyScripts,
    "special.txt": special,
    "minified.txt": minifiedOf(2_000_000),
    "ten-megabytes.txt": proseOf(10_000_000),
  };
  let workbench: Workbench;
  let view: TokenView;
  /** Opens a file beside the view, whichever of the two has the focus. */
  const open = async (name: string): Promise<void> => {
    await workbench.page.locator(".editor-group-container").first().locator(".tab.active").click();
    await workbench.openFile(name);
  };
  beforeAll(async () => {
    workbench = await openWorkbench({
      files,
      open: "short.txt",
      settings: { "editor.minimap.enabled": false, "files.autoSave": "off", "workbench.editorLargeFileConfirmation": 100 },
    });
    await workbench.runCommand("Tokenscope: Show Token IDs");
    view = await tokenView(workbench);
  });
  afterAll(() => workbench.close());

  it("an empty file is called empty, in the view, in its windows and in the inspector", async () => {
    await open("empty.txt");
    await view.frame.getByText("empty.txt is empty.").waitFor();
    await workbench.statusBarItem("0 tokens");
    await view.tab("Windows").click();
    await view.frame.getByText("empty.txt is empty.").waitFor();
    await view.tab("Tokens").click();
    await workbench.runCommand("Tokenscope: Open Embedding Inspector");
    const frame = await workbench.webviewFrame("main.inspector");
    await frame
      .getByText(/empty|no tokens|no window/i)
      .first()
      .waitFor();
    await workbench.screenshot("empty-file");
  });

  it("with WebGL, the inspector's badge names webgl, its version and a time", async () => {
    await open("short.txt");
    const { badge } = await inspector(workbench);
    await expect.poll(() => badge.innerText()).toMatch(/^webgl [12]\b.* · [\d.]+ m?s/);
  });

  it("emoji, combining marks and many scripts are tiktoken's ids, and hexadecimal where a token is a part of a character", async () => {
    await showSideBar(workbench, "Secondary", false);
    await open("many-scripts.txt");
    const ids = idsOf(manyScripts);
    await view.header.getByText(`${ids.length} tokens`).waitFor();
    await view.token(0).waitFor();
    await workbench.screenshot("many-scripts");
    await view.choose("id");
    await expect.poll(async () => (await view.firstTokens(ids.length)).map(Number)).toEqual(ids);
    await view.choose("text");
    const partial = view.strip.locator("[data-hex]");
    expect(await partial.first().getAttribute("data-hex")).toMatch(/^([\da-f]{2} ?)+$/);
  });

  it("a file that another program changes shows as it is now", async () => {
    await open("short.txt");
    await expect.poll(() => view.firstTokens(2)).toEqual(["The", " cat"]);
    writeFileSync(join(workbench.folder, "short.txt"), "A dog barked.\n");
    await expect.poll(() => view.firstTokens(2), { timeout: 30_000 }).toEqual(["A", " dog"]);
    await view.header.getByText(`${idsOf("A dog barked.\n").length} tokens`).waitFor();
  });

  it("special tokens are one token, text, or errors, as the setting says", async () => {
    await open("special.txt");
    await view.header.getByText(`${idsOf(special).length} tokens`).waitFor();
    await expect.poll(() => view.firstTokens(4)).toContain("<|endoftext|>");

    const asText = gpt2.encode(special, [], []).length;
    workbench.updateSettings({ "tokenscope.specialTokens": "text" });
    await view.header.getByText(`${asText} tokens`).waitFor();
    expect(await workbench.page.locator(".squiggly-error").count()).toBe(0);

    workbench.updateSettings({ "tokenscope.specialTokens": "error" });
    await view.header.getByText("1 special token refused").waitFor();
    await workbench.page.locator(".squiggly-error").first().waitFor();
    workbench.updateSettings({ "tokenscope.specialTokens": "allow" });
    await workbench.page.locator(".squiggly-error").first().waitFor({ state: "hidden" });
  });

  it.each(["minified.txt", "ten-megabytes.txt"] as const)(
    "%s is counted as tiktoken counts it, read to its end, typed into and hovered over",
    async (name) => {
      await open(name);
      const count = idsOf(files[name]).length;
      await view.header.getByText(`${grouped(count)} tokens`).waitFor();

      await view.token(0).click();
      await view.strip.press("ControlOrMeta+End");
      await view.details
        .getByText(`${grouped(count - 1)} of ${grouped(count)}`)
        .first()
        .waitFor();
      await view.token(count - 1).waitFor();
      await workbench.screenshot(`end-of-${name}`);

      await putCursor(workbench, name, 1, 1);
      await workbench.page.keyboard.type("xylophone ");
      const typed = idsOf(`xylophone ${files[name]}`).length;
      await view.header.getByText(`${grouped(typed)} tokens`).waitFor();
      await workbench.statusBarItem(`${grouped(typed)} tokens`);

      const hover = await workbench.hoverWord("xylophone");
      await hover
        .getByText(`of ${grouped(typed)}`)
        .first()
        .waitFor();
      await workbench.page.mouse.move(2, 2);
      await workbench.runCommand("File: Revert File");
      await view.header.getByText(`${grouped(count)} tokens`).waitFor();
    },
  );
});

describe("a browser without WebGL", () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench({
      files: { "short.txt": "The cat sat on the mat.\n" },
      open: "short.txt",
      browserArgs: ["--disable-gpu", "--disable-software-rasterizer"],
    });
  });
  afterAll(() => workbench.close());

  it("computes on the processor, and says so with a reason and what to do", async () => {
    await workbench.runCommand("Tokenscope: Open Embedding Inspector");
    const { badge, frame } = await inspector(workbench);
    expect(await badge.innerText()).toMatch(/^cpu · [\d.]+ m?s/);
    await frame.getByRole("alert").filter({ hasText: "WebGL" }).waitFor();
    await workbench.screenshot("inspector-without-webgl");
  });
});
