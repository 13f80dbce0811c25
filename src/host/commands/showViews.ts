/** Show Token IDs · Show Stride Windows · Open Embedding Inspector. */
import * as vscode from "vscode";
import type { Lens } from "../../protocol/lens.ts";
import { type Command, type CommandServices, scopeToSelection, target, tokenLink } from "./command.ts";

async function showTokenView(services: CommandServices, argument: unknown, tab: Lens["tab"]): Promise<void> {
  const { lenses, tokenView } = services;
  const link = await followLink(services, argument);
  if (!link) {
    const lensed = target(lenses);
    scopeToSelection(lenses, lensed);
    lenses.change(lensed.document, { tab });
  } else if (lenses.activeDocument !== undefined) lenses.change(lenses.activeDocument, { tab });
  tokenView.show();
}

/** @returns whether the argument was a link to a token, which is selected now */
async function followLink({ lenses, cursor }: CommandServices, argument: unknown): Promise<boolean> {
  const link = tokenLink(argument);
  if (link === undefined) return false;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(link.uri, true));
  lenses.change(document, { selectedToken: link.index });
  cursor.reveal(lenses.open(document), link.index);
  return true;
}

export const showTokenIds: Command = {
  id: "tokenscope.showTokenIds",
  run: (services, argument) => showTokenView(services, argument, "tokens"),
};

export const showStrideWindows: Command = {
  id: "tokenscope.showStrideWindows",
  run: (services, argument) => showTokenView(services, argument, "windows"),
};

export const openEmbeddingInspector: Command = {
  id: "tokenscope.openEmbeddingInspector",
  run: async (services, argument) => {
    if (!(await followLink(services, argument)) && vscode.window.activeTextEditor !== undefined)
      services.lenses.open(vscode.window.activeTextEditor.document);
    await vscode.commands.executeCommand("tokenscope.embeddingInspector.focus");
  },
};
