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

  const many = (bytes: readonly number[]): Uint8Array =>
    Uint8Array.from({ length: 60 * bytes.length }, (_, i) => bytes[i % bytes.length] ?? 0);
  for (const { about, bytes, encoding, endOfLine, embedded } of [
    { about: "bytes that are no UTF-8", bytes: [0x63, 0x61, 0x66, 0xe9, 0x0a], embedded: `caf\ufffd${String.raw`\n`}` },
    { about: "UTF-16 without a byte order mark", bytes: [0x48, 0, 0x69, 0, 0x0a, 0], encoding: "utf16le", embedded: String.raw`Hi\n` },
    { about: "EUC-KR, of which Python knows less", bytes: [0x8c, 0x63, 0x0a], encoding: "euckr", embedded: String.raw`똠\n` },
    {
      about: "mixed line breaks that the editor has made one kind",
      bytes: [0x61, 0x0d, 0x0a, 0x62, 0x0a],
      endOfLine: "document",
      embedded: String.raw`a\nb\n`,
    },
  ]) {
    it(`writes the text on the screen into the script where the file is another for Python: ${about}`, async () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      const file = vscode.Uri.joinPath(folder.uri, `${about}.txt`);
      await vscode.workspace.fs.writeFile(file, many(bytes));
      const setting = vscode.workspace.getConfiguration("tokenscope");
      await setting.update("endOfLine", endOfLine, vscode.ConfigurationTarget.Global);
      try {
        const document = await (encoding === undefined
          ? vscode.workspace.openTextDocument(file)
          : vscode.workspace.openTextDocument(file, { encoding }));
        await vscode.window.showTextDocument(document);
        const script = await copied("tokenscope.copyAsPyTorch");
        const breaks =
          document.eol === vscode.EndOfLine.CRLF && endOfLine === "document"
            ? embedded.replaceAll(String.raw`\n`, String.raw`\r\n`)
            : embedded;
        assert.ok(script.includes(`text = "${breaks.repeat(2)}`), script.slice(0, 2000));
      } finally {
        await setting.update("endOfLine", undefined, vscode.ConfigurationTarget.Global);
        await closeAll();
        await vscode.workspace.fs.delete(file);
      }
    });
  }

  it("copies nothing where there is no batch", async () => {
    await openText("short");
    assert.equal(await copied("tokenscope.copyAsPyTorch"), "");
  });
});
