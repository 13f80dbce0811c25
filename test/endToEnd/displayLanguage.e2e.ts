/** VS Code in Simplified Chinese: it hands the manifest out in another form there, and all that Tokenscope says is Chinese. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({ language: "zh-cn", files: { "a.md": "The cat sat on the mat.\n" }, open: "a.md" });
});
afterAll(() => workbench?.close());

it("counts, runs commands and shows the tokens in Chinese", async () => {
  await workbench.statusBarItem("8 个 token");
  await workbench.runCommand("Tokenscope: 显示 token id");
  const view = await workbench.webviewFrame("#app .token");
  expect(await view.getByRole("banner").innerText()).toMatch(/8 个 token[^]*窗口/);
});
