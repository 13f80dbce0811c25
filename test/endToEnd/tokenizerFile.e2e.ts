/** A tokenizer's file, used as a user does in a real VS Code: chosen in the picker, its ids in view, hover and export, and with a checkpoint of its own.
 *  The ids are those that Hugging Face's library gives (test/fixtures/tokenizers/llama3-form.golden.json). */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCheckpoint } from "../support/makeCheckpoint.ts";
import { fixtureBytes } from "../support/tokenizerFiles.ts";
import { openFreshFile } from "./support/freshFile.ts";
import { inspector } from "./support/inspector.ts";
import { tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

/** All of it in the golden file, one line a case. */
const text = "tokens and windows\n";
const ids = [294, 82, 283, 409, 198];
const label = "llama/tokenizer.json";

let workbench: Workbench;
let bytes: Uint8Array;
beforeAll(async () => {
  bytes = await fixtureBytes("llama3-form.json");
  workbench = await openWorkbench({
    files: {
      "first.md": text,
      "llama/tokenizer.json": bytes,
    },
    open: "first.md",
    settings: { "editor.minimap.enabled": false, "tokenscope.hover": "always" },
  });
  await workbench.runCommand("Tokenscope: Show Token IDs");
});
afterAll(() => workbench.close());

/** A file of the test's own with this text, looked at through the tokenizer in the workspace. @returns its folder */
async function openWithTokenizer(content: string, tokenCount: number): Promise<string> {
  const { folder } = await openFreshFile(workbench, content);
  await workbench.runCommand("Tokenscope: Select Encoding");
  await workbench.choose(label);
  await workbench.statusBarItem(`${tokenCount} tokens`);
  return folder;
}

describe("a tokenizer.json of the workspace", () => {
  it("is offered in the picker, and gives its ids to the view and the hover", async () => {
    await openWithTokenizer(`${text}<|eot|>\n`, 7);
    const view = await tokenView(workbench);
    await view.choose("id");
    await expect.poll(() => view.firstTokens(ids.length + 1)).toEqual([...ids, 501].map(String));
    expect(await view.token(ids.length).getAttribute("class")).toContain("special");
    const hover = await workbench.hoverWord("windows");
    await hover.getByText(label).first().waitFor();
    expect(await hover.innerText()).toMatch(/·windows 409 · token 3 of 7/);
    await workbench.screenshot("tokenizer-file-dark");
    await workbench.page.mouse.move(2, 2);
    await view.choose("text");
    await view.frame.getByRole("checkbox", { name: "with <|bos|>" }).check();
    await workbench.statusBarItem("8 tokens");
    await expect.poll(() => view.firstTokens(2)).toEqual(["<|bos|>", "tok"].map((start) => expect.stringContaining(start) as string));
    const counted = await workbench.hoverWord("windows");
    await counted.getByText(`${label} with <|bos|>`).first().waitFor();
    expect(await counted.innerText()).toMatch(/·windows 409 · token 4 of 8/);
    await workbench.screenshot("tokenizer-file-start-dark");
    await workbench.page.mouse.move(2, 2);
    await workbench.runCommand("Tokenscope: Toggle Start and End Tokens");
    await workbench.statusBarItem("7 tokens");
  });

  it("is named in the manifest of an export, with its path and hash", async () => {
    const folder = await openWithTokenizer(text, 5);
    await workbench.runCommand("Tokenscope: Export Dataset…");
    await workbench.choose("Document");
    await workbench.choose("nanoGPT .bin");
    await workbench.choose("No split");
    await workbench.page.locator(".quick-input-widget").getByText("Export Here", { exact: true }).click();
    await expect.poll(() => existsSync(join(folder, "dataset.json"))).toBe(true);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(JSON.parse(readFileSync(join(folder, "dataset.json"), "utf8"))).toMatchObject({
      encoding: `sha256-${sha256}`,
      tokenizer: { name: label, path: "llama/tokenizer.json", sha256 },
      vocabSize: 503,
    });
    expect([...new Uint16Array(Uint8Array.from(readFileSync(join(folder, "train.bin"))).buffer)]).toEqual(ids);
  });

  it("is offered with the weights beside it, and names their rows", async () => {
    const { folder } = await openFreshFile(workbench, text);
    writeFileSync(join(folder, "tokenizer.json"), bytes);
    writeFileSync(join(folder, "model.safetensors"), makeCheckpoint({ vocabSize: 503, contextLength: 16, embeddingDim: 8 }, "F32"));
    await workbench.statusBarItem("6 tokens"); // of gpt2
    await workbench.runCommand("Tokenscope: Open Embedding Inspector");
    const { frame } = await inspector(workbench);
    await workbench.runCommand("Tokenscope: Load Embedding Weights");
    await workbench.choose("Choose a File…");
    await workbench.choose("model.safetensors");
    await workbench.runCommand("Notifications: Show Notifications");
    await workbench.page.locator(".notifications-center").getByRole("button", { name: "Use It" }).first().click();
    await workbench.statusBarItem("5 tokens");
    await expect.poll(() => frame.locator(".weights-button").innerText()).toContain("model.safetensors");
    await frame.getByText("·windows").first().waitFor();
    await frame.getByText("torch.Size([1, 4, 8])").first().waitFor();
    await workbench.setTheme("light");
    await workbench.screenshot("tokenizer-file-weights-light");
    await workbench.setTheme("dark");
  });

  it("writes a chat as the template beside it does, each message with its tokens", async () => {
    const { folder, name } = await openFreshFile(workbench, "[]");
    writeFileSync(join(folder, "tokenizer.json"), bytes);
    const template = "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}<|eot|>\n{% endfor %}";
    writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify({ bos_token: "<|bos|>", chat_template: template }));
    writeFileSync(join(folder, name), '[{"role": "user", "content": "tokens and windows"}, {"role": "assistant", "content": "token"}]');
    await workbench.runCommand("File: Revert File");
    await workbench.runCommand("Tokenscope: Select Encoding");
    await workbench.choose(`${folder.split("/").at(-1)}/tokenizer.json`);
    await workbench.runCommand("Tokenscope: Show Chat as the Model Receives It");
    await workbench.page.getByText("2 messages · 21 tokens").first().waitFor();
    await workbench.page.getByText("user · 10 tokens").first().waitFor();
    await workbench.page.getByText("assistant · 11 tokens").first().waitFor();
    const view = await tokenView(workbench);
    await expect.poll(() => view.firstTokens(2)).toEqual(["<|bos|>", "us"]);
    await workbench.screenshot("tokenizer-file-chat");
  });
});
