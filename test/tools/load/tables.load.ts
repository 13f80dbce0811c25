/** Embedding tables of more than a gigabyte, in files of Llama 3's and Qwen 3's own shape: opened with the rows that the text needs, in the memory of
 *  an ordinary machine. Rows that the test looks at are written; between them the file has holes, which read as zeros. */
import assert from "node:assert/strict";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, copiedIds, openText } from "../../host/support.ts";
import { memoryInUse } from "../../support/collector.ts";
import { report } from "./report.ts";

const models = [
  { name: "Llama 3 8B", rows: 128_256, columns: 4_096 },
  { name: "Qwen 3 8B", rows: 151_936, columns: 4_096 },
];
const tensor = "model.embed_tokens.weight";
/** 1.0, 2.0 and 3.0 as BF16. */
const values = [0x3f80, 0x4000, 0x4040];

/** @param ids rows that are filled, each with one of the values */
function writeTable(path: string, rows: number, columns: number, ids: readonly number[]): void {
  const length = rows * columns * 2;
  const header = JSON.stringify({ [tensor]: { dtype: "BF16", shape: [rows, columns], data_offsets: [0, length] } });
  const start = Buffer.alloc(8 + header.length);
  start.writeBigUInt64LE(BigInt(header.length));
  start.write(header, 8);
  const file = openSync(path, "w");
  writeSync(file, start);
  ftruncateSync(file, start.length + length);
  for (const [i, id] of ids.entries()) {
    const row = Buffer.from(new Uint16Array(columns).fill(values[i % values.length] ?? 0).buffer);
    writeSync(file, row, 0, row.length, start.length + id * row.length);
  }
  closeSync(file);
}

/** What is said while the work goes on: it was not expected. */
async function saidDuring(work: () => Thenable<unknown>): Promise<readonly string[]> {
  const said: string[] = [];
  const { showErrorMessage, showWarningMessage } = vscode.window;
  const say = (message: string): Promise<undefined> => Promise.resolve(void said.push(message));
  Object.assign(vscode.window, { showErrorMessage: say, showWarningMessage: say });
  try {
    await work();
  } finally {
    Object.assign(vscode.window, { showErrorMessage, showWarningMessage });
  }
  return said;
}

describe("tables of more than a gigabyte", () => {
  before(activate);

  for (const { name, rows, columns } of models)
    it(`${name}: [${rows}, ${columns}] BF16`, async function () {
      this.timeout(600_000);
      await closeAll();
      await openText("The cat sat on the mat.");
      const ids = [...new Set(await copiedIds())];
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      const uri = vscode.Uri.joinPath(folder.uri, "large.safetensors");
      writeTable(uri.fsPath, rows, columns, [...ids, rows - 1]);
      const empty = await memoryInUse();
      let mostRss = 0;
      const sampling = setInterval(() => (mostRss = Math.max(mostRss, process.memoryUsage.rss())), 20);
      const rss = process.memoryUsage.rss();
      const start = performance.now();
      try {
        assert.deepEqual(await saidDuring(() => vscode.commands.executeCommand("tokenscope.loadEmbeddingWeights", uri)), []);
      } finally {
        clearInterval(sampling);
      }
      const seconds = (performance.now() - start) / 1000;
      const used = await memoryInUse();
      report(
        `${name}: read and laid down in ${seconds.toFixed(1)} s; peak of the host's resident memory +${((mostRss - rss) / 2 ** 20).toFixed(0)} MiB; in use before ${empty.toFixed(0)}, after ${used.toFixed(0)} MiB`,
      );
      await vscode.env.clipboard.writeText("");
      await vscode.commands.executeCommand("tokenscope.copyAsPyTorch");
      // Copy as PyTorch makes embedding tables only where PyTorch would make the same ones.
      assert.ok(!(await vscode.env.clipboard.readText()).includes("torch.nn.Embedding"));
      await vscode.commands.executeCommand("tokenscope.useSeededWeights");
      await closeAll();
      await vscode.workspace.fs.delete(uri);
      assert.ok(used < empty + 40, `${used - empty} MiB are left`);
    });
});
