/** Documents larger than anybody edits: each is shown, hovered over and typed into while the host goes on, and leaves no memory behind. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, copiedIds, hoverAt, openText, until, withHovers } from "../../host/support.ts";
import { memoryInUse } from "../../support/collector.ts";
import { proseOf } from "../../support/largeTexts.ts";
import { profileBlocks } from "./hostProfile.ts";
import { report } from "./report.ts";

const documents = [
  { name: "45 MB", content: () => proseOf(39_500_000) }, // 45 MB as UTF-8: beyond 50 MB VS Code hands no text to extensions
  { name: "a million lines", content: () => "a line of text\n".repeat(1_000_000) },
  { name: "one line of 20 MB", content: () => "the model reads tokens ".repeat(870_000) },
];

describe("large documents", () => {
  before(activate);
  withHovers();

  for (const { name, content } of documents) {
    it(name, async function () {
      this.timeout(600_000);
      await closeAll();
      await openText("The cat sat.");
      await copiedIds(); // the encoding is there
      await closeAll();
      const empty = await memoryInUse();
      const { opening, typing, shown } = await workOn(content());
      const closed = await memoryInUse();
      report(
        `${name}: our longest while opening ${opening} ms, while typing ${typing} ms; memory before ${empty.toFixed(0)} MiB, shown ${shown.toFixed(0)}, after closing ${closed.toFixed(0)}`,
      );
      assert.ok(closed < empty + 40, `${closed - empty} MiB are left`);
    });
  }
});

/** Shows a text of that content, hovers over it, types into it and closes it. A function of its own: what it held is free once it has returned.
 *  @returns our longest blocks, in ms, and the memory while it was shown */
async function workOn(content: string): Promise<{ readonly opening: string; readonly typing: string; readonly shown: number }> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, "large.txt");
  writeFileSync(uri.fsPath, content);
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  const place = new vscode.Position(Math.floor(document.lineCount / 2), 3);
  const opening = await profileBlocks(
    () =>
      until(
        () => hoverAt(document, place),
        (hover) => /token [\d.,]+ of/.test(hover),
      ),
    8,
  );
  const shown = await memoryInUse();
  const typing = await profileBlocks(async () => {
    for (const character of " xylophone") await editor.edit((edit) => edit.insert(place, character));
    await until(
      () => hoverAt(document, place),
      (hover) => /token [\d.,]+ of/.test(hover),
    );
  }, 8);
  await editor.edit((edit) => edit.delete(new vscode.Range(place, place.translate(0, 10))));
  await document.save();
  await closeAll();
  await until(
    () => vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString()),
    (isOpen) => !isOpen,
  );
  const ours = (blocks: typeof opening.blocks): string => Math.max(0, ...blocks.map(({ longestOfOursMs }) => longestOfOursMs)).toFixed(1);
  return { opening: ours(opening.blocks), typing: ours(typing.blocks), shown };
}
