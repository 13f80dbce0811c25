/** The questions of Export Dataset…: what, in which format, split or not, where to. Each has its answer at the top; the lens has said the rest. */
import * as vscode from "vscode";
import type { DatasetFormat } from "../../core/datasets/datasetFiles.ts";
import { idTypeFor } from "../../core/datasets/idBytes.ts";
import { type SplitOptions, splitProblem } from "../../core/datasets/split.ts";
import type { Lens } from "../../protocol/lens.ts";
import type { UnreadableRules } from "../chosenFiles/ruleFiles.ts";
import { outputNames } from "./outputNames.ts";

interface Item<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

const title = (step: number): string => vscode.l10n.t("Export Dataset ({0}/3)", step);

async function pick<Value>(items: readonly Item<Value>[], heading: string, placeHolder: string): Promise<Value> {
  const chosen = await vscode.window.showQuickPick([...items], { title: heading, placeHolder, ignoreFocusOut: true });
  if (chosen === undefined) throw new vscode.CancellationError();
  return chosen.value;
}

export type Wanted = "selection" | "document" | "files";

/** @param name of the document; null: there is none  @param hasSelection whether a part of it is selected */
export function askWhat(name: string | null, hasSelection: boolean): Promise<Wanted> {
  const items: Item<Wanted>[] = [
    ...(hasSelection ? [{ label: `$(selection) ${vscode.l10n.t("Selection")}`, value: "selection" as const }] : []),
    ...(name === null ? [] : [{ label: `$(file) ${vscode.l10n.t("Document")}`, description: name, value: "document" as const }]),
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

export function askFormat({ encoding, windows }: Lens, vocabSize: number): Promise<DatasetFormat> {
  const type = idTypeFor(vocabSize);
  const stored =
    type === "uint16"
      ? vscode.l10n.t("uint16: every id of {0} fits", encoding)
      : vscode.l10n.t("uint32: the ids of {0} run to {1} and don't fit in 16 bits", encoding, vocabSize - 1);
  const cut = vscode.l10n.t("windows of {0}, stride {1}", windows.maxLength, windows.stride);
  const items: Item<DatasetFormat>[] = [
    { label: "nanoGPT .bin", description: stored, detail: `np.memmap(path, dtype=np.${type}, mode="r")`, value: "bin" },
    { label: "NumPy .npy", description: vscode.l10n.t("all tokens, {0}", stored), detail: 'np.load(path, mmap_mode="r")', value: "npy" },
    {
      label: vscode.l10n.t("NumPy .npy, inputs and targets"),
      description: `${cut}, ${type}`,
      detail: vscode.l10n.t("two arrays [windows, {0}]", windows.maxLength),
      value: "npyPairs",
    },
    { label: "JSON Lines", description: cut, detail: 'load_dataset("json", data_files=path)', value: "jsonLines" },
    { label: "Parquet", description: cut, detail: 'load_dataset("parquet", data_files=path)', value: "parquet" },
  ];
  return pick(items, title(1), vscode.l10n.t("Which format does the training code read?"));
}

export async function askSplit(documentCount: number): Promise<SplitOptions> {
  const tenth = { validationFraction: 0.1 };
  const byDocument = { by: "document", ...tenth } as const;
  const items: Item<SplitOptions | "document" | "token">[] = [
    { label: vscode.l10n.t("No split"), description: "train", value: { by: "none", validationFraction: 0 } },
    {
      label: vscode.l10n.t("Last 10 % of the tokens for validation"),
      description: vscode.l10n.t("as nanoGPT does"),
      value: { by: "token", ...tenth },
    },
    ...(splitProblem(byDocument, documentCount) === undefined
      ? [
          {
            label: vscode.l10n.t("Every 10th document for validation"),
            description: vscode.l10n.t("{0} documents", documentCount),
            value: byDocument,
          },
        ]
      : []),
    { label: vscode.l10n.t("Another part of the tokens…"), value: "token" },
    ...(documentCount > 1 ? [{ label: vscode.l10n.t("Another part of the documents…"), value: "document" as const }] : []),
  ];
  const chosen = await pick(items, title(2), vscode.l10n.t("What is kept for validation?"));
  if (typeof chosen !== "string") return chosen;
  const split = (value: string): SplitOptions => ({
    by: chosen,
    validationFraction: Number(value.replace(",", ".").replace("%", "")) / 100,
  });
  const entered = await vscode.window.showInputBox({
    title: title(2),
    prompt: vscode.l10n.t("The part for validation, in percent"),
    value: "10",
    ignoreFocusOut: true,
    validateInput: (value) => splitProblem(split(value), documentCount),
  });
  if (entered === undefined) throw new vscode.CancellationError();
  return split(entered);
}

export async function askFolder(start: vscode.Uri | undefined): Promise<vscode.Uri> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Export Dataset (3/3): Folder to Write Into"),
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
    vscode.l10n.t("What {0} keeps out is unknown: it {1}.", vscode.workspace.asRelativePath(uri), reason),
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
  const entries = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  for (const name of outputNames(format, split)) if (entries.has(name)) there.push(name);
  if (there.length === 0) return;
  const overwrite = vscode.l10n.t("Overwrite");
  const chosen = await vscode.window.showWarningMessage(
    there.length === 1
      ? vscode.l10n.t("{0} is there already. Overwrite it?", there.join(""))
      : vscode.l10n.t("{0} are there already. Overwrite them?", there.join(", ")),
    { modal: true, detail: vscode.l10n.t("They stay as they are until the export is complete.") },
    overwrite,
  );
  if (chosen !== overwrite) throw new vscode.CancellationError();
}

/** Said of a format in messages. */
export const describeFormat = (format: DatasetFormat, vocabSize: number): string => {
  if (format === "jsonLines") return "JSON Lines";
  if (format === "parquet") return "Parquet";
  return format === "npyPairs" ? vscode.l10n.t("windows as {0}", idTypeFor(vocabSize)) : idTypeFor(vocabSize);
};
