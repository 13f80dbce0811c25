/** The pictures of README and of the shop window, at two sizes: .build/screenshots/readme-*.png, taken over into media/screenshots/ after a look (`node .config/pictures.mjs`).
 *  Nothing is in them that the mouse left behind. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../tools/hosts/paths.mjs";
import { inspector } from "./support/inspector.ts";
import { showSideBar } from "./support/sideBar.ts";
import { tokenView } from "./support/tokenView.ts";
import { openWorkbench, type Workbench } from "./support/workbench.ts";

const sizes = { wide: { width: 1400, height: 800 }, narrow: { width: 900, height: 640 } };

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({
    files: { "sample.md": readFileSync(join(root, "media/sample.md"), "utf8") },
    open: "sample.md",
    size: sizes.wide,
    settings: {
      "editor.minimap.enabled": false,
      "editor.wordWrap": "on",
      "tokenscope.tokenColours": true,
      "workbench.activityBar.location": "hidden",
    },
  });
  await showSideBar(workbench, "Primary", false);
  await workbench.runCommand("Tokenscope: Show Token IDs");
});
afterAll(() => workbench.close());

it("are taken of the tokens, the windows, the comparison, the hover and the inspector", async () => {
  const { page } = workbench;
  const view = await tokenView(workbench);
  const settle = async (): Promise<void> => {
    await page.mouse.move(2, 2);
    await expect.poll(() => page.locator(".monaco-hover:not(.hidden)").count()).toBe(0);
  };
  const take = async (name: string): Promise<void> => {
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await settle();
      await workbench.screenshot(`readme-${name}-${size}`);
    }
    await page.setViewportSize(sizes.wide);
  };
  await view.token(12).click();
  await view.details.getByText("token 12 of").first().waitFor();
  await take("token-view");
  await view.tab("Windows").click();
  await view.window(1).or(view.tensor).first().waitFor();
  await take("windows");
  await view.tab("Compare").click();
  await view.frame.locator(".cell:nth-child(3) .token").first().waitFor();
  await take("compare");
  await view.tab("Tokens").click();
  const hover = await workbench.hoverWord("tokens");
  await hover.getByText("gpt2").first().waitFor();
  await workbench.screenshot("readme-hover-wide");
  await settle();
  await workbench.runCommand("Tokenscope: Open Embedding Inspector");
  await inspector(workbench);
  await take("inspector");
});
