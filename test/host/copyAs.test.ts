/** Copy as PyTorch and as Hugging Face datasets: what lands on the clipboard. That the scripts run is test/torch's part. */
import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { activate, closeAll, openText } from "./support.ts";

async function copied(command: string): Promise<string> {
  await vscode.env.clipboard.writeText("");
  await vscode.commands.executeCommand(command);
  return vscode.env.clipboard.readText();
}

const sentences = "The quick brown fox jumps over the lazy dog. ".repeat(20);

describe("copy as a script", () => {
  before(activate);
  beforeEach(closeAll);

  it("writes an unsaved text into the PyTorch script, line breaks as the model gets them", async () => {
    await openText(`${sentences}\n"quoted"`, vscode.EndOfLine.CRLF);
    const script = await copied("tokenscope.copyAsPyTorch");
    assert.match(script, /^import tiktoken\n/);
    assert.ok(script.includes(String.raw`dog. \n\"quoted\""`), script);
    assert.ok(script.includes("GPTDatasetV1(token_ids, max_length=4, stride=4)"), script);
    assert.ok(script.includes("torch.nn.Embedding(50257, 256)"), script);
  });

  it("reads a saved file by its path", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const file = vscode.Uri.joinPath(folder.uri, "copied as script.txt");
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(sentences));
    try {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
      const script = await copied("tokenscope.copyAsHuggingFace");
      assert.ok(script.includes("Dataset.from_generator(read"), script);
      if (file.scheme === "file") assert.ok(script.includes(JSON.stringify(file.fsPath)), script);
      else assert.ok(script.includes("The quick brown fox"), script);
    } finally {
      await closeAll();
      await vscode.workspace.fs.delete(file);
    }
  });

  it("copies nothing where there is no batch", async () => {
    await openText("short");
    assert.equal(await copied("tokenscope.copyAsPyTorch"), "");
  });
});
