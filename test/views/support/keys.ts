/** A walk through a page with the keyboard alone. */
import type { Page } from "playwright-core";

export interface Focused {
  readonly role: string;
  readonly name: string;
  /** It is seen that it has the focus. */
  readonly isSeen: boolean;
}

/** What has the focus; undefined: nothing in the page. */
export const focused = (page: Page): Promise<Focused | undefined> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return undefined;
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
    const { outlineStyle } = getComputedStyle(element);
    const isGrip = getComputedStyle(element, "::after").content !== "none"; // drawn wider and in the focus colour
    return {
      role: element.getAttribute("role") ?? element.tagName.toLowerCase(),
      name: (element.getAttribute("aria-label") ?? label?.textContent ?? element.textContent ?? "").trim(),
      isSeen: outlineStyle !== "none" || isGrip,
    };
  });

/** Presses Tab until `name` fits what has the focus. @throws Error naming what was passed when it is not reached */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now !== undefined && (typeof name === "string" ? now.name === name : name.test(now.name))) return;
    passed.push(now?.name ?? "(the page's end)");
  }
  throw new Error(`"${name}" was not reached by Tab. Passed: ${passed.join(" | ")}`);
}

/** Everything that Tab reaches, in its order, until the page's end. */
export async function tabThrough(page: Page): Promise<readonly Focused[]> {
  const reached: Focused[] = [];
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (now === undefined) return reached;
    reached.push(now);
  }
  throw new Error(`Tab does not leave the page: ${reached.map(({ name }) => name).join(" | ")}`);
}
