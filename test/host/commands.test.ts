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

  it("Open Sample Book opens a text that is long enough to learn from", async () => {
    await closeAll();
    await vscode.commands.executeCommand("tokenscope.openSampleBook");
    const editor = await until(
      () => vscode.window.activeTextEditor,
      (active) => active?.document.getText().startsWith("# Title: The Awakening") === true,
    );
    assert.ok(editor?.document.isUntitled);
    assert.ok((await copiedIds()).length > 60_000);
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

describe("tokens as data", () => {
  before(activate);

  it("Copy Tokens as JSON gives each token's places, counted from the document's start also for a selection", async () => {
    await closeAll();
    const editor = await openText("🐈 é The cat");
    editor.selection = new vscode.Selection(0, 5, 0, 8);
    await vscode.commands.executeCommand("tokenscope.copyTokensAsJson");
    assert.deepEqual(JSON.parse(await vscode.env.clipboard.readText()), [
      { id: 464, text: "The", bytes: [0x54, 0x68, 0x65], codeUnits: [5, 8], codePoints: [4, 7], byteRange: [8, 11] },
    ]);
  });

  it("Copy Tokens as CSV gives a line of names and a line for each token", async () => {
    await closeAll();
    await openText("The cat");
    await vscode.commands.executeCommand("tokenscope.copyTokensAsCsv");
    assert.match(await vscode.env.clipboard.readText(), /^id,text,bytes,.*\r\n464,The,54 68 65,0,3,0,3,0,3\r\n3797," cat",/);
  });

  it("Select First N Tokens selects a beginning of N tokens", async () => {
    await closeAll();
    const editor = await openText("The cat sat\r\non the mat.", vscode.EndOfLine.CRLF);
    await vscode.commands.executeCommand("tokenscope.selectFirstTokens", 5);
    const selected = await until(
      () => editor.selection,
      (selection) => !selection.isEmpty,
    );
    assert.equal(editor.document.getText(selected), "The cat sat\r\non");
    assert.deepEqual((await copiedIds()).length, 5);
  });
});

describe("a link of the walkthrough", () => {
  before(activate);

  it("ends in a result also where no text is open: it opens the sample", async () => {
    await closeAll();
    await until(
      () => vscode.window.activeTextEditor,
      (editor) => editor === undefined,
    );
    await vscode.commands.executeCommand("tokenscope.showStrideWindows", { orSample: true });
    await until(tokenViews, (views) => views.length === 1);
    assert.ok(vscode.window.visibleTextEditors.some(({ document }) => document.isUntitled && document.getText().length > 500));
  });
});
