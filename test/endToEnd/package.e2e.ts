/** The package that users install: it installs into a VS Code that has nothing of the checkout, and works there. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { makePackage } from "../tools/hosts/package.mjs";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({ vsix: await makePackage(), files: { "a.md": "The cat sat on the mat.\n" }, open: "a.md" });
});
afterAll(() => workbench?.close());

it("shows the tokens of the open file", async () => {
  await workbench.runCommand("Tokenscope: Show Token IDs");
  const view = await workbench.webviewFrame("#app");
  await view
    .getByText(/8 tokens/)
    .first()
    .waitFor();
});

it("opens the embedding inspector", async () => {
  await workbench.runCommand("Tokenscope: Open Embedding Inspector");
  const view = await workbench.webviewFrame("#app [class*=inspector], #app canvas");
  expect(await view.title()).toBe("Tokenscope");
});

it("copies the ids", async () => {
  await workbench.goTo(1);
  await workbench.runCommand("Tokenscope: Copy Token IDs");
  await expect.poll(() => workbench.readClipboard()).toMatch(/464.*3797/s);
});
