/** The editor beside the views: its focus and its selection. */
import type { Workbench } from "./workbench.ts";
import { openPalette } from "./palette.ts";

/** Puts the cursor of the file's editor at a 1-based line and column, also while a view has the focus. */
export async function putCursor({ page }: Workbench, file: string, line: number, column: number): Promise<void> {
  const quickInput = page.locator(".quick-input-widget");
  for (;;) {
    await page.locator(`.tab[data-resource-name="${file}"]`).click();
    await openPalette(page);
    await quickInput.locator(".quick-input-box input").fill(`:${line}:${column}`);
    // Until the focus has come back from a view, it says that a text editor must be opened first.
    const offered = await quickInput
      .getByText(new RegExp(`line ${line}\\b`))
      .first()
      .waitFor({ timeout: 2000 })
      .then(
        () => true,
        () => false,
      );
    await page.keyboard.press(offered ? "Enter" : "Escape");
    await quickInput.waitFor({ state: "hidden" });
    if (offered) return;
  }
}

/** The text that is drawn as selected in the editor, without taking the focus there. Runs inside the page: it may use nothing but the DOM. */
export function selectedText(): string {
  const boxes = [...document.querySelectorAll(".monaco-editor .selected-text")].map((box) => box.getBoundingClientRect());
  const lines = [...document.querySelectorAll<HTMLElement>(".monaco-editor .view-line")].toSorted((a, b) => a.offsetTop - b.offsetTop);
  let selected = "";
  for (const line of lines) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < (node.textContent?.length ?? 0); at += 1) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        // The editor draws spaces as no-break spaces.
        if (boxes.some((box) => x > box.left && x < box.right && y > box.top && y < box.bottom)) {
          selected += (node.textContent?.[at] ?? "").replace("\u00A0", " ");
        }
      }
    }
  }
  return selected;
}
