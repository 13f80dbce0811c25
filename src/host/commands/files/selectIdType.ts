/** Select ID Type: how the ids of the tokenized file in the active editor are stored, where nothing says so. */
import * as vscode from "vscode";
import { UserError } from "../../errors.ts";
import { idTypes } from "../../tokenizedFile/tokenizedFileEditor.ts";
import type { Command } from "../command.ts";

export const selectIdType: Command = {
  id: "tokenscope.selectIdType",
  run: async ({ tokenizedFiles }) => {
    const file = tokenizedFiles.active;
    if (file === undefined)
      throw new UserError(vscode.l10n.t("There is no tokenized file to read. Open a .bin with the Tokenized File editor first."));
    if (file.ready?.file.known === "header") throw new UserError(vscode.l10n.t("{0} says itself how its ids are stored.", file.name));
    const items = idTypes.map(({ type, description }) => ({ label: type, description, type }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t("Select ID Type"),
      placeHolder: vscode.l10n.t("How are the ids of {0} stored?", file.name),
    });
    if (chosen !== undefined) await file.chooseType(chosen.type);
  },
};
