/** Looks for what keeps people from using a page: axe-core's rules, run inside it. */
import axe from "axe-core";
import type { Page } from "playwright-core";

/** One line per element and rule that it breaks; none when all is well. @param rules only these, if given */
export async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const inPage = globalThis as unknown as { readonly axe: typeof axe }; // the source put it there
    const found = await inPage.axe.run(document, { resultTypes: ["violations"], ...(only === undefined ? {} : { runOnly: [...only] }) });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, target }) => `${id}: ${target.join(" ")} ${html.slice(0, 160)}`));
  }, rules);
}
