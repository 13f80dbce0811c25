/** One question of Export Dataset…, with answers to pick from. */
import * as vscode from "vscode";

export interface Item<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

export const heading = (step: string): string => vscode.l10n.t("Export Dataset: {0}", step);

/** @throws CancellationError when the question is closed */
export async function pick<Value>(items: readonly Item<Value>[], title: string, placeHolder: string): Promise<Value> {
  const chosen = await vscode.window.showQuickPick([...items], { title, placeHolder, ignoreFocusOut: true });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.value;
}
