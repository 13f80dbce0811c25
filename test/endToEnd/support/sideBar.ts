/** VS Code's side bars: there are commands to toggle them only, and a toggle that runs twice undoes itself. */
import type { Workbench } from "./workbench.ts";

/** Shows or hides a side bar, whichever it was before. */
export async function showSideBar({ page, runCommand }: Workbench, side: "Primary" | "Secondary", isShown: boolean): Promise<void> {
  const bar = page.locator(side === "Primary" ? ".part.sidebar" : ".part.auxiliarybar");
  while ((await bar.isVisible()) !== isShown) {
    await runCommand(`View: Toggle ${side} Side Bar Visibility`);
    await bar.waitFor({ state: isShown ? "visible" : "hidden", timeout: 3000 }).catch(() => {}); // asked again
  }
}
