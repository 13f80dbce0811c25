/** Show Token IDs · Show Stride Windows · Compare Encodings · Open Embedding Inspector. */
import * as vscode from "vscode";
import type { Lens } from "../../protocol/lens.ts";
import type { Lenses } from "../documents/lenses.ts";
import type { Notebooks } from "../notebooks/notebooks.ts";
import { type Command, type CommandServices, scopeToSelection, target, tokenLink } from "./command.ts";

async function showTokenView(services: CommandServices, argument: unknown, tab: Lens["tab"]): Promise<void> {
  const { lenses, tokenView } = services;
  const link = await followLink(services, argument);
  if (!link) {
    const lensed = target(lenses);
    scopeToSelection(lenses, lensed);
    lenses.change(lensed.document, { tab });
  } else if (lenses.activeDocument !== undefined) lenses.change(lenses.activeDocument, { tab });
  await tokenView.show();
}

/** @returns whether the argument was a link to a token, which is selected now */
async function followLink({ lenses, notebooks, cursor }: CommandServices, argument: unknown): Promise<boolean> {
  const link = tokenLink(argument);
  if (link === undefined) return false;
  const linked = await vscode.workspace.openTextDocument(vscode.Uri.parse(link.uri, true));
  const { document, index } = inNotebook(lenses, notebooks, linked, link.index);
  lenses.change(document, { selectedToken: index });
  cursor.reveal(lenses.open(document), index);
  return true;
}

/** A token of a cell as a token of its notebook's text, where that is open: views show the whole notebook. */
function inNotebook(lenses: Lenses, notebooks: Notebooks, document: vscode.TextDocument, index: number): TokenPlace {
  const notebook = notebooks.notebookOf(document);
  const text = notebook && notebooks.textOf(notebook);
  const cell = notebook?.getCells().find((candidate) => candidate.document === document);
  const whole = text && lenses.open(text).live.ready?.text;
  const own = lenses.open(document).live.ready?.text;
  if (cell === undefined || text === undefined || whole === undefined || own === undefined || index >= own.tokenCount)
    return { document, index };
  return { document: text, index: whole.tokenIndexAt(notebooks.startOf(cell) + own.tokenAt(index).from) };
}

interface TokenPlace {
  readonly document: vscode.TextDocument;
  readonly index: number;
}

export const showTokenIds: Command = {
  id: "tokenscope.showTokenIds",
  run: (services, argument) => showTokenView(services, argument, "tokens"),
};

export const showStrideWindows: Command = {
  id: "tokenscope.showStrideWindows",
  run: (services, argument) => showTokenView(services, argument, "windows"),
};

export const compareEncodings: Command = {
  id: "tokenscope.compareEncodings",
  run: (services, argument) => showTokenView(services, argument, "compare"),
};

export const openEmbeddingInspector: Command = {
  id: "tokenscope.openEmbeddingInspector",
  run: async (services, argument) => {
    const document = services.lenses.targetDocument;
    if (!(await followLink(services, argument)) && document !== undefined) services.lenses.open(document);
    await vscode.commands.executeCommand("tokenscope.embeddingInspector.focus");
  },
};
