/** The questions of Export Dataset… about files: what is exported and where to, and what may be written over or passed over. */
import { said } from "../../../host/said.ts";
import * as vscode from "vscode";
import type { DatasetFormat } from "../../../core/datasets/formats.ts";
import type { SplitOptions } from "../../../core/datasets/split.ts";
import type { UnreadableRules } from "../../chosenFiles/unknownRules.ts";
import { outputNames } from "../outputNames.ts";
import { heading, type Item, pick } from "./pick.ts";
import { inLabel, inMessage } from "../../literal.ts";
import { isThere } from "../../smallFile.ts";

export type Wanted = "selection" | "document" | "files";

/** @param name of the document; undefined: there is none  @param hasSelection whether a part of it is selected */
export function askWhat(name: string | undefined, hasSelection: boolean): Promise<Wanted> {
  const items: Item<Wanted>[] = [
    ...(hasSelection ? [{ label: `$(selection) ${vscode.l10n.t("Selection")}`, value: "selection" as const }] : []),
    ...(name === undefined
      ? []
      : [{ label: `$(file) ${vscode.l10n.t("Document")}`, description: inLabel(name), value: "document" as const }]),
    {
      label: `$(folder-opened) ${vscode.l10n.t("Files and Folders…")}`,
      description: vscode.l10n.t("also from the explorer's menu"),
      value: "files",
    },
  ];
  return pick(items, vscode.l10n.t("Export Dataset"), vscode.l10n.t("What becomes the dataset?"));
}

/** @returns the files and folders chosen in VS Code's own dialog */
export async function askFiles(): Promise<readonly vscode.Uri[]> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Files and Folders to Export"),
    openLabel: vscode.l10n.t("Choose"),
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: true,
  });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen;
}

export async function askFolder(start: vscode.Uri | undefined): Promise<vscode.Uri> {
  const chosen = await vscode.window.showOpenDialog({
    title: heading(vscode.l10n.t("Folder to Write Into")),
    openLabel: vscode.l10n.t("Export Here"),
    canSelectFiles: false,
    canSelectFolders: true,
    ...(start === undefined ? {} : { defaultUri: start }),
  });
  const folder = chosen?.[0];
  if (folder === undefined) throw new vscode.CancellationError();
  return folder;
}

/** @returns whether to export what is below an ignore file that can't be read, as if it held no rules */
export async function askPassOver({ uri, reason }: UnreadableRules): Promise<boolean> {
  const passOver = vscode.l10n.t("Export Without Its Rules");
  const leaveOut = vscode.l10n.t("Leave the Folder Out");
  const chosen = await vscode.window.showWarningMessage(
    inMessage(vscode.l10n.t("What {0} keeps out is unknown: it {1}.", vscode.workspace.asRelativePath(uri), said(reason))),
    { modal: true, detail: vscode.l10n.t("Files that it names, perhaps secret ones, would be exported with the rest of its folder.") },
    leaveOut,
    passOver,
  );
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen === passOver;
}

/** Goes on only when none of the files is there, or the user wants them written over. */
export async function askOverwrite(folder: vscode.Uri, format: DatasetFormat, split: SplitOptions): Promise<void> {
  const there: string[] = [];
  const entries = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  for (const name of outputNames(format, split)) {
    // Where the disk takes no notice of case, train.bin would be written over TRAIN.bin.
    const found = entries.includes(name) ? name : entries.find((entry) => entry.toLowerCase() === name);
    if (found !== undefined && (await isThere(vscode.Uri.joinPath(folder, name)))) there.push(found);
  }
  if (there.length === 0) return;
  const overwrite = vscode.l10n.t("Overwrite");
  const chosen = await vscode.window.showWarningMessage(
    inMessage(
      there.length === 1
        ? vscode.l10n.t("{0} is there already. Overwrite it?", there.join(""))
        : vscode.l10n.t("{0} are there already. Overwrite them?", there.join(", ")),
    ),
    { modal: true, detail: vscode.l10n.t("They stay as they are until the export is complete.") },
    overwrite,
  );
  if (chosen !== overwrite) throw new vscode.CancellationError();
}
