/** The editor of tokenized files: which files it opens. What it shows is tested in tokenizedFileSession.test.ts and end to end. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, until } from "./support.ts";

const viewType = "tokenscope.tokenizedFile";
const file = (name: string): vscode.Uri => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, "tokenized", name);
};
const customTab = (): vscode.TabInputCustom | null => {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input : null;
};

describe("tokenized files", () => {
  before(activate);
  beforeEach(closeAll);
  after(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(file(""), { recursive: true });
  });

  for (const name of ["ids.bin", "ids.npy", "no ids at all.npy"]) {
    it(`opens ${name} in an editor of ours when asked to`, async () => {
      await vscode.workspace.fs.writeFile(file(name), new Uint8Array(Uint16Array.of(464, 3797, 3332, 319).buffer));
      await vscode.commands.executeCommand("vscode.openWith", file(name), viewType);
      const tab = await until(customTab, (input) => input !== null);
      assert.equal(tab?.viewType, viewType);
      assert.equal(tab?.uri.toString(), file(name).toString());
    });
  }
});
