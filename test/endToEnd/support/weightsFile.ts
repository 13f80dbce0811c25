/** Checkpoints as a user handles them: chosen in VS Code's own dialog; and what is in one that was saved, read without the extension's code. */
import { readFileSync } from "node:fs";
import type { Workbench } from "./workbench.ts";

/** Runs Load Embedding Weights and chooses a file of the opened folder in its dialog, which starts there. */
export async function loadWeights(workbench: Workbench, name: string): Promise<void> {
  await workbench.runCommand("Tokenscope: Load Embedding Weights");
  await workbench.page.locator(".quick-input-widget .monaco-list-row", { hasText: "Choose a File…" }).click();
  const dialog = workbench.page.locator(".quick-input-widget", { hasText: "Load Embedding Weights" });
  const row = dialog.locator(".monaco-list-row").filter({ has: workbench.page.getByText(name, { exact: true }) });
  await row.click();
  await dialog.waitFor({ state: "hidden" });
}

/** Rows of a float32 table of a .safetensors file: a length of eight bytes, a JSON header, then the values. */
export function savedRows(path: string, tensor: string, rows: readonly number[]): number[][] {
  const bytes = readFileSync(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + headerLength)) as Record<
    string,
    { shape: [number, number]; data_offsets: [number, number] }
  >;
  const table = header[tensor];
  if (table === undefined) throw new Error(`${path} holds no ${tensor}, only ${Object.keys(header).join(", ")}.`);
  const [, columns] = table.shape;
  const from = 8 + headerLength + table.data_offsets[0];
  return rows.map((row) => Array.from({ length: columns }, (_, i) => bytes.readFloatLE(from + (row * columns + i) * 4)));
}
