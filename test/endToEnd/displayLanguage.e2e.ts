/** VS Code in Simplified Chinese: it hands the manifest out in another form there, and all that Tokenscope says is Chinese. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({
    language: "zh-cn",
    files: { "a.md": "The cat sat on the mat.\n", "other/tokenizer.json": '{"model":{"type":"WordPiece"}}' },
    open: "a.md",
  });
});
afterAll(() => workbench?.close());

it("counts, runs commands and shows the tokens in Chinese", async () => {
  await workbench.statusBarItem("8 个 token");
  await workbench.runCommand("Tokenscope: 显示 token id");
  const view = await workbench.webviewFrame("#app .token");
  expect(await view.getByRole("banner").innerText()).toMatch(/8 个 token[^]*窗口/);
});

it("says in Chinese what core finds wrong with a file, also in another thread", async () => {
  await workbench.runCommand("Tokenscope: 选择编码");
  await workbench.choose("other/tokenizer.json");
  const sentence = "无法使用 other/tokenizer.json：文件的模型是 WordPiece；只支持字节级 BPE。";
  await workbench.page.getByText(sentence).first().waitFor(); // said to screen readers in any case
});
