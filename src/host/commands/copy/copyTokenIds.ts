/** Copy Token IDs: those of the selection, or of the document, as a Python list. */
import * as vscode from "vscode";
import { yieldToOthers } from "../../slices.ts";
import { type Command, scopeToSelection, target, targetTokens } from "../command.ts";

/** Ids written between two pauses. */
const perSlice = 100_000;

export const copyTokenIds: Command = {
  id: "tokenscope.copyTokenIds",
  run: async ({ lenses }) => {
    const { document } = target(lenses);
    scopeToSelection(lenses, lenses.open(document));
    const { text } = (await targetTokens(lenses, document)).ready;
    const parts: string[] = [];
    for (let from = 0; from < text.tokenCount; from += perSlice) {
      parts.push(text.ids(from, Math.min(from + perSlice, text.tokenCount)).join(", "));
      await yieldToOthers();
    }
    await vscode.env.clipboard.writeText(`[${parts.join(", ")}]`);
    vscode.window.setStatusBarMessage(vscode.l10n.t("{0} token ids copied", text.tokenCount.toLocaleString(vscode.env.language)), 3000);
  },
};
