/** What a dataset is made of, and how it is cut: asked, or answered beforehand, the same for an export and for a script of one. */
import * as vscode from "vscode";
import type { DatasetFormat } from "../../../core/datasets/formats.ts";
import type { SpecialTokenSet } from "../../../core/tokens/specialTokens.ts";
import type { MayPassOver } from "../../chosenFiles/unknownRules.ts";
import { UserError } from "../../errors.ts";
import { askFiles, askPassOver, askWhat } from "../../export/asking/askExport.ts";
import { askCut, type CutOptions } from "../../export/asking/askOptions.ts";
import { documentSubject, type ExportAnswers, type ExportSubject, filesSubject } from "../../export/exportPlan.ts";
import { nameOf } from "../../names.ts";
import { chosenUris, type CommandServices, scopeToSelection, target } from "../command.ts";

/** How the dataset is cut, as answered beforehand or the lens says; whoever is asked for the format can change it. */
export async function cutOf(
  { lens, documents }: ExportSubject,
  answers: ExportAnswers,
  format: DatasetFormat,
  specialTokens: SpecialTokenSet,
): Promise<CutOptions> {
  const { windows = lens.windows, labels = "shifted", separatorPlace = "between" } = answers;
  const said = { windows: { maxLength: windows.maxLength, stride: windows.stride }, labels, separatorPlace };
  if (answers.format !== undefined) return said;
  const [separator] = [...specialTokens.tokens].find(([, id]) => id === specialTokens.endOfText) ?? [];
  return askCut(format, said, documents.length > 1 ? separator : undefined);
}

/** What is exported: what the explorer or the caller named, or what is asked for. */
export async function subjectOf(
  services: CommandServices,
  argument: unknown,
  selection: unknown,
  answers: ExportAnswers,
): Promise<ExportSubject> {
  const { lenses } = services;
  const mayPassOver = passOverRule(answers);
  if (argument instanceof vscode.Uri) return listed(chosenUris(argument, selection), services, mayPassOver);
  if (answers.files !== undefined) {
    const uris = answers.files.map((uri) => vscode.Uri.parse(uri, true));
    return listed(uris, services, mayPassOver);
  }
  const lensed = lenses.activeDocument === undefined ? undefined : lenses.open(lenses.activeDocument);
  if (answers.format !== undefined) return documentSubject(lensed ?? target(lenses));
  const editor = vscode.window.activeTextEditor;
  const hasSelection =
    lensed !== undefined && (lensed.live.scope !== null || (editor?.document === lensed.document && !editor.selection.isEmpty));
  const wanted = await askWhat(lensed === undefined ? undefined : nameOf(lensed.document.uri), hasSelection);
  if (wanted === "files" || lensed === undefined) return listed(await askFiles(), services, mayPassOver);
  if (wanted === "selection") scopeToSelection(lenses, lensed);
  else if (lensed.live.scope !== null) lenses.change(lensed.document, { scope: null });
  return documentSubject(lenses.open(lensed.document));
}

/** What was answered beforehand; whoever answered where to write expects no question, and is spared what may be secret. */
function passOverRule({ unreadableRules, folder }: ExportAnswers): MayPassOver {
  if (unreadableRules === undefined && folder === undefined) return askPassOver;
  return () => Promise.resolve(unreadableRules === "passOver");
}

function listed(
  [first, ...others]: readonly vscode.Uri[],
  { platform, log }: CommandServices,
  mayPassOver: MayPassOver,
): Promise<ExportSubject> {
  if (first === undefined) throw new UserError(vscode.l10n.t("No files were chosen."));
  return Promise.resolve(
    vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Finding files to export") }, () =>
      filesSubject([first, ...others], log, { signal: new AbortController().signal, mayPassOver, platform }),
    ),
  );
}
