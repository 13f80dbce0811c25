/** Count Tokens on files and folders of the explorer, and what can be done with the result. */
import * as vscode from "vscode";
import { UserError } from "../../errors.ts";
import { asCsv, filtered } from "../../folderCounts/countTree.ts";
import { chosenUris, type Command } from "../command.ts";

export const countTokens: Command = {
  id: "tokenscope.countTokens",
  run: async ({ folderCounts, folderCountsView }, argument, selection) => {
    const workspaceFolders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const [first, ...others] = argument instanceof vscode.Uri ? chosenUris(argument, selection) : workspaceFolders;
    if (first === undefined) throw new UserError(vscode.l10n.t("There is no folder to count. Open one, or use the explorer's menu."));
    await folderCounts.count([first, ...others]);
    await folderCountsView.show();
  },
};

export const copyCountsAsCsv: Command = {
  id: "tokenscope.copyCountsAsCsv",
  run: async ({ folderCounts, folderCountsView }) => {
    const { counted } = folderCounts;
    if (counted === undefined) throw new UserError(vscode.l10n.t("Nothing was counted yet: use Count Tokens in the explorer's menu."));
    await vscode.env.clipboard.writeText(asCsv(filtered(counted.files, folderCountsView.filter)));
    vscode.window.setStatusBarMessage(vscode.l10n.t("Token counts copied"), 3000);
  },
};

/** @param argument a filter given by another caller; else it is asked */
export const filterCounts: Command = {
  id: "tokenscope.filterCounts",
  run: async ({ folderCountsView }, argument) => {
    const filter =
      typeof argument === "string"
        ? argument
        : await vscode.window.showInputBox({
            title: vscode.l10n.t("Filter Token Counts"),
            prompt: vscode.l10n.t("Words that a path must hold; empty for all files"),
            value: folderCountsView.filter,
          });
    if (filter !== undefined) folderCountsView.filter = filter;
  },
};

export const clearCountsFilter: Command = {
  id: "tokenscope.clearCountsFilter",
  run: ({ folderCountsView }) => {
    folderCountsView.filter = "";
  },
};

export const closeCounts: Command = { id: "tokenscope.closeCounts", run: ({ folderCounts }) => folderCounts.clear() };
