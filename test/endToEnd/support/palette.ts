/** Opens the command palette: a key pressed while VS Code moves the focus between editor and webview is lost, so it is pressed until heard. */
import type { Page } from "playwright-core";

/** @throws Error when it has not opened after a minute */
export async function openPalette(page: Page): Promise<void> {
  const input = page.locator(".quick-input-widget .quick-input-box input");
  for (let attempt = 0; attempt < 30; attempt++) {
    await page.keyboard.press("F1");
    const isOpen = await input.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    if (isOpen) return;
  }
  throw new Error("The command palette did not open on F1.");
}
