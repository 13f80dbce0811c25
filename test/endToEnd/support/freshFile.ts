/** A file of a test's own: no lens, edit, backup or export of another test, or of an earlier try of the same one, is there. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Workbench } from "./workbench.ts";

let made = 0;

export interface FreshFile {
  readonly name: string;
  /** Its folder. */
  readonly folder: string;
  /** From the opened folder. */
  readonly path: string;
}

/** Writes the text to a new file in a new folder and opens it in the first editor group, beside the views. */
export async function openFreshFile(workbench: Workbench, text: string): Promise<FreshFile> {
  made += 1;
  const name = `text-${made}.md`;
  const path = `test-${made}/${name}`;
  const folder = join(workbench.folder, dirname(path));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  await openBesideViews(workbench, path);
  return { name, folder, path };
}

/** Opens a file in the first editor group: a view that has the focus would be covered. */
export async function openBesideViews(workbench: Workbench, path: string): Promise<void> {
  await workbench.page.locator(".editor-group-container").first().locator(".tab").first().click();
  await workbench.openFile(path);
}
