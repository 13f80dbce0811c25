/** Texts that break other tools: empty, huge, one endless line, emoji, changed from outside; special tokens; and a browser without WebGL. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { get_encoding } from "tiktoken";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../tools/hosts/paths.mjs";
import { putCursor } from "./support/editor.ts";
import { inspector } from "./support/inspector.ts";
import { makeCheckpoint } from "../support/makeCheckpoint.ts";
import { minifiedOf, proseOf } from "./support/largeTexts.ts";
import { showSideBar } from "./support/sideBar.ts";
import { type TokenView, tokenView } from "./support/tokenView.ts";
import { loadWeights } from "./support/weightsFile.ts";
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
    "book.md": readFileSync(join(root, "media/the-awakening.md"), "utf8"),
    "weights.safetensors": makeCheckpoint({ vocabSize: 50_257, contextLength: 16, embeddingDim: 64 }, "F16"),
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

  it("webviews that are reloaded or hidden in the middle of work show what they showed, once, and go on", async () => {
    const inAll = async (selector: string): Promise<number> => {
      const counts = workbench.page.frames().map((frame) => {
        const count = frame.locator(selector).count();
        return Promise.race([count.catch(() => 0), setTimeout(2000, 0)]); // a frame that is just going may not answer
      });
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    const views = "[role=tablist][aria-label=View], main.inspector";
    /** Both views: they are other pages then, and still two. */
    const reloadViews = async (): Promise<void> => {
      for (const selector of views.split(", ")) {
        const frame = await workbench.webviewFrame(selector);
        await frame.evaluate(() => document.body.classList.add("before"));
      }
      await workbench.runCommand("Developer: Reload Webviews");
      await expect.poll(() => inAll("body.before")).toBe(0);
      await expect.poll(() => inAll(views), { timeout: 30_000 }).toBe(2);
      view = await tokenView(workbench);
    };
    await showSideBar(workbench, "Secondary", true);
    // While ten megabytes are tokenized anew.
    await open("ten-megabytes.txt");
    const gpt2Count = `${grouped(idsOf(files["ten-megabytes.txt"]).length)} tokens`;
    await view.header.getByText(gpt2Count).waitFor();
    workbench.updateSettings({ "tokenscope.encoding": "cl100k_base" });
    await reloadViews();
    const count = view.header.getByText(/^[\d,]+ tokens$/).filter({ hasNotText: gpt2Count });
    await workbench.statusBarItem(await count.innerText());
    await view.token(0).waitFor();
    // While they are tokenized once more, hidden behind another file and shown again.
    workbench.updateSettings({ "tokenscope.encoding": "gpt2" });
    const second = workbench.page.locator(".editor-group-container").nth(1);
    await second.locator(".tab.active").click();
    await workbench.openFile("many-scripts.txt");
    await expect.poll(() => inAll("[role=tablist][aria-label=View]")).toBe(0);
    await second.locator('.tab[data-resource-name="Tokens"], .tab', { hasText: "Tokens" }).first().click();
    await open("ten-megabytes.txt");
    view = await tokenView(workbench);
    await view.header.getByText(gpt2Count).waitFor();
    // While the inspector trains.
    await open("book.md");
    let { frame } = await inspector(workbench);
    await frame.getByText("book.md").first().waitFor();
    await frame.locator(".train-button").click();
    await frame.locator('.run:not([data-mode="paused"], [data-step="0"])').waitFor();
    await reloadViews();
    ({ frame } = await inspector(workbench));
    expect(await frame.locator(".run").count()).toBe(0); // a run lives in its page
    expect(await frame.locator(".weights-button").textContent()).toBe("weights: seed 123");
    // While weights are read.
    await loadWeights(workbench, "weights.safetensors");
    await reloadViews();
    await showSideBar(workbench, "Secondary", false);
    await showSideBar(workbench, "Secondary", true);
    ({ frame } = await inspector(workbench));
    await expect.poll(() => frame.locator(".weights-button").textContent()).toContain("weights.safetensors");
    await workbench.screenshot("reloaded-views");
  });
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
