/** The sample: a short text of ours, as an unsaved document that may be changed freely. */
import * as vscode from "vscode";

export async function showSample(extensionUri: vscode.Uri): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, "media", "sample.md"));
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: new TextDecoder().decode(bytes) });
  await vscode.window.showTextDocument(document);
}
