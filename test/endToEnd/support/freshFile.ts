/** A file of a test's own: no lens, edit, backup or export of another test, or of an earlier try of the same one, is there. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Workbench } from "./workbench.ts";

let made = 0;

/** Writes the text to a new file in a new folder and opens it in the first editor group, beside the views. @returns its name, and the folder's path */
export async function openFreshFile(workbench: Workbench, text: string): Promise<{ readonly name: string; readonly folder: string }> {
  made += 1;
  const name = `text-${made}.md`;
  const folder = join(workbench.folder, `test-${made}`);
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  await workbench.page.locator(".editor-group-container").first().locator(".tab").first().click(); // a view that has the focus would be covered
  await workbench.openFile(`test-${made}/${name}`);
  return { name, folder };
}
