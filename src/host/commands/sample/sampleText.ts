/** The samples, each as an unsaved document that may be changed freely: a page of ours, and Kate Chopin's novel *The Awakening* (1899), which is in the public domain. */
import * as vscode from "vscode";

/** @param name of a file in `media` */
export async function showSample(extensionUri: vscode.Uri, name: "sample.md" | "the-awakening.md"): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, "media", name));
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: new TextDecoder().decode(bytes) });
  await vscode.window.showTextDocument(document);
}
