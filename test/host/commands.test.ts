/** The commands: what the palette offers, and what each does to the editor. */
import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, copiedIds, openText, until } from "./support.ts";

const openTabs = (): string[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
const tokenViews = (): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("tokenscope.tokenView"));

describe("commands", () => {
  before(activate);

  it("are all registered", async () => {
    const registered = await vscode.commands.getCommands(true);
    const manifest = vscode.extensions.getExtension("tokenscope.tokenscope")?.packageJSON as {
      contributes: { commands: { command: string }[] };
    };
    for (const { command } of manifest.contributes.commands)
      assert.ok(registered.includes(command), `${command} is in the palette but does nothing.`);
  });

  it("Show Token IDs opens one token view, and the same one again", async () => {
    await closeAll();
    await openText("The cat");
    await vscode.commands.executeCommand("tokenscope.showTokenIds");
    await until(tokenViews, (views) => views.length === 1);
    await vscode.commands.executeCommand("tokenscope.showStrideWindows");
    assert.equal(tokenViews().length, 1, openTabs().join(", "));
  });

  it("Open Sample Text opens an unsaved text of ours", async () => {
    await closeAll();
    await vscode.commands.executeCommand("tokenscope.openSampleText");
    // Not just any editor: VS Code may still show the unsaved one of the test before.
    const editor = await until(
      () => vscode.window.activeTextEditor,
      (active) => (active?.document.getText().length ?? 0) > 500,
    );
    assert.ok(editor?.document.isUntitled);
    assert.ok((await copiedIds()).length > 100);
  });

  it("special tokens are problems at their places when the setting says error", async () => {
    await vscode.workspace.getConfiguration("tokenscope").update("specialTokens", "error", vscode.ConfigurationTarget.Global);
    try {
      const { document } = await openText("one\ntwo <|endoftext|> three");
      await copiedIds();
      const [problem] = await until(
        () => vscode.languages.getDiagnostics(document.uri),
        (problems) => problems.length === 1,
      );
      assert.deepEqual(problem?.range, new vscode.Range(1, 4, 1, 17));
      assert.match(problem?.message ?? "", /<\|endoftext\|>/);
    } finally {
      await vscode.workspace.getConfiguration("tokenscope").update("specialTokens", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
