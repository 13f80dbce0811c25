/** An hour of typing at ten edits a second, as fast as the editor takes them, with all surfaces on: the tokens stay the text's, the memory flat. */
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, copiedIds, openText } from "../../host/support.ts";
import { memoryInUse } from "../../support/collector.ts";
import { keys, proseOf, seededBelow } from "../../support/largeTexts.ts";
import { report, sayProgress } from "./report.ts";

const edits = Number(process.env["TOKENSCOPE_LOAD_EDITS"] ?? 36_000);
const measured = 6;

describe("an hour of typing", () => {
  before(activate);

  it(`${edits} edits with all surfaces on`, async function () {
    this.timeout(3_600_000);
    await closeAll();
    const empty = await memoryInUse();
    const editor = await openText(proseOf(60_000));
    const { document } = editor;
    await vscode.commands.executeCommand("tokenscope.showTokenIds");
    await vscode.commands.executeCommand("tokenscope.openEmbeddingInspector");
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand("tokenscope.toggleTokenColours");
    await copiedIds();
    const used: number[] = [];
    const below = seededBelow(13);
    const start = performance.now();
    for (let edit = 1; edit <= edits; edit++) {
      const at = document.positionAt(below(document.getText().length + 1));
      const end = document.positionAt(document.offsetAt(at) + 2);
      const isDone = await editor.edit(
        (builder) => (edit % 2 === 0 ? builder.delete(new vscode.Range(at, end)) : builder.insert(at, keys[below(keys.length)] ?? "")),
        { undoStopBefore: false, undoStopAfter: false },
      );
      assert.ok(isDone);
      if (edit % Math.ceil(edits / measured) !== 0 && edit !== edits) continue;
      used.push(await memoryInUse());
      sayProgress(`${edit} edits`);
    }
    const seconds = (performance.now() - start) / 1000;
    const ids = await copiedIds();
    const content = document.getText();
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await closeAll();
    await openText(content);
    assert.deepEqual(await copiedIds(), ids);
    await closeAll();
    const closed = await memoryInUse();
    const [early = 0] = used;
    const late = used.at(-1) ?? 0;
    report(
      `${edits} edits in ${seconds.toFixed(0)} s: memory before ${empty.toFixed(1)} MiB, on the way ${used.map((each) => each.toFixed(1)).join(", ")}, all closed ${closed.toFixed(1)}`,
    );
    assert.ok(late - early < 20, `${late - early} MiB more after ${edits} edits than after ${Math.ceil(edits / measured)}`);
  });
});
