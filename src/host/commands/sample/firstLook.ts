/** What `npm start` ends with: the token view and the inspector, open beside the sample text, so that a newcomer sees the main job at once. */
import * as vscode from "vscode";

/** Once, when the first editor is there. */
export function showFirstLook(): vscode.Disposable {
  let isShown = false;
  const show = async (editor: vscode.TextEditor | undefined): Promise<void> => {
    if (editor === undefined || isShown) return;
    isShown = true;
    await vscode.commands.executeCommand("tokenscope.showTokenIds");
    await vscode.commands.executeCommand("tokenscope.openEmbeddingInspector");
  };
  void show(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor((editor) => void show(editor));
}
