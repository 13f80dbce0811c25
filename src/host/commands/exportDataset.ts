/** Export Dataset…: the document, the selection, or files and folders as files that training code reads unchanged. */
import * as vscode from "vscode";
import type { DatasetManifest } from "../../core/datasets/manifest.ts";
import type { DatasetFormat } from "../../core/datasets/formats.ts";
import type { Vocabulary } from "../../core/tokens/encoding.ts";
import { askFiles, askFolder, askOverwrite, askPassOver, askWhat } from "../export/askExport.ts";
import { askCut, askFormat, askSplit, type CutOptions, describeFormat } from "../export/askOptions.ts";
import {
  documentSubject,
  type ExportAnswers,
  type ExportPlan,
  type ExportSubject,
  filesSubject,
  parseAnswers,
} from "../export/exportPlan.ts";
import { performExport } from "../export/performExport.ts";
import type { MayPassOver } from "../chosenFiles/ruleFiles.ts";
import { UserError } from "../errors.ts";
import { nameOf } from "../names.ts";
import { type Command, type CommandServices, scopeToSelection, target } from "./command.ts";

export const exportDataset: Command = {
  id: "tokenscope.exportDataset",
  run: async (services, argument, selection) => {
    const answers: ExportAnswers = parseAnswers(argument) ?? {};
    const subject = await subjectOf(services, argument, selection, answers);
    const [unusable] = subject.skipped;
    if (subject.documents.length === 0 && unusable !== undefined)
      throw new UserError(
        vscode.l10n.t(
          "There are no files to export: {0}",
          `${unusable.path === "" ? vscode.l10n.t("the folder chosen") : unusable.path} ${unusable.reason}.`,
        ),
      );
    if (subject.documents.length === 0)
      throw new UserError(
        vscode.l10n.t("There are no files to export: all that was chosen is empty, or left out by the settings and .gitignore."),
      );
    const { vocabulary } = await services.encodings.get(subject.lens.encoding);
    const format = answers.format ?? (await askFormat(subject.lens, vocabulary.vocabSize));
    const cut = await cutOf(subject, answers, format, vocabulary);
    const split = answers.split ?? (await askSplit(subject.documents.length));
    const folder = answers.folder === undefined ? await askFolder(subject.folder) : vscode.Uri.parse(answers.folder, true);
    if (answers.overwrite !== true) await askOverwrite(folder, format, split);
    const plan: ExportPlan = { ...subject, ...cut, format, split, target: folder };
    const manifest = await performExport(services, plan);
    void tell(services, plan, manifest, vocabulary.vocabSize);
  },
};

/** How the dataset is cut, as answered beforehand or the lens says; whoever is asked for the format can change it. */
async function cutOf(
  { lens, documents }: ExportSubject,
  answers: ExportAnswers,
  format: DatasetFormat,
  { specialTokens }: Vocabulary,
): Promise<CutOptions> {
  const { windows = lens.windows, labels = "shifted", separatorPlace = "between" } = answers;
  const said = { windows: { maxLength: windows.maxLength, stride: windows.stride }, labels, separatorPlace };
  if (answers.format !== undefined) return said;
  const [separator] = [...specialTokens.tokens].find(([, id]) => id === specialTokens.endOfText) ?? [];
  return askCut(format, said, documents.length > 1 ? separator : undefined);
}

async function subjectOf(services: CommandServices, argument: unknown, selection: unknown, answers: ExportAnswers): Promise<ExportSubject> {
  const { lenses, log } = services;
  const mayPassOver = passOverRule(answers);
  if (argument instanceof vscode.Uri) return listed(chosenUris(argument, selection), log, mayPassOver);
  if (answers.files !== undefined) {
    const uris = answers.files.map((uri) => vscode.Uri.parse(uri, true));
    return listed(uris, log, mayPassOver);
  }
  const lensed = lenses.activeDocument === undefined ? undefined : lenses.open(lenses.activeDocument);
  if (answers.format !== undefined) return documentSubject(lensed ?? target(lenses));
  const editor = vscode.window.activeTextEditor;
  const hasSelection =
    lensed !== undefined && (lensed.live.scope !== null || (editor?.document === lensed.document && !editor.selection.isEmpty));
  const wanted = await askWhat(lensed === undefined ? undefined : nameOf(lensed.document.uri), hasSelection);
  if (wanted === "files" || lensed === undefined) return listed(await askFiles(), log, mayPassOver);
  if (wanted === "selection") scopeToSelection(lenses, lensed);
  else if (lensed.live.scope !== null) lenses.change(lensed.document, { scope: null });
  return documentSubject(lenses.open(lensed.document));
}

/** What was answered beforehand; whoever answered where to write expects no question, and is spared what may be secret. */
function passOverRule({ unreadableRules, folder }: ExportAnswers): MayPassOver {
  if (unreadableRules === undefined && folder === undefined) return askPassOver;
  return () => Promise.resolve(unreadableRules === "passOver");
}

function listed([first, ...others]: readonly vscode.Uri[], log: vscode.LogOutputChannel, mayPassOver: MayPassOver): Promise<ExportSubject> {
  if (first === undefined) throw new UserError(vscode.l10n.t("No files were chosen."));
  return Promise.resolve(
    vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Finding files to export") }, () =>
      filesSubject([first, ...others], log, { signal: new AbortController().signal, mayPassOver }),
    ),
  );
}

/** The explorer hands the item under the mouse, and all that are selected when it is one of them. */
function chosenUris(clicked: vscode.Uri, selection: unknown): readonly vscode.Uri[] {
  const selected = Array.isArray(selection) ? selection.filter((item) => item instanceof vscode.Uri) : [];
  return selected.length > 0 ? selected : [clicked];
}

async function tell(
  { log }: CommandServices,
  { target: folder, format }: ExportPlan,
  manifest: DatasetManifest,
  vocabSize: number,
): Promise<void> {
  const { skipped } = manifest;
  const tokens = manifest.ledgers.reduce((sum, { tokenCount }) => sum + tokenCount, 0).toLocaleString(vscode.env.language);
  const files = manifest.outputs.map(({ path }) => path).join(", ");
  const exported = vscode.l10n.t(
    "{0} tokens of {1} exported to {2} ({3}).",
    tokens,
    manifest.encoding,
    files,
    describeFormat(format, vocabSize),
  );
  const open = vscode.l10n.t("Open Manifest");
  const list = vscode.l10n.t("Show List");
  for (const { path, reason } of skipped) log.info(`${path} was left out of the export: it ${reason}.`);
  const hasFile = (split: string): boolean => manifest.outputs.some((output) => output.split === split);
  const { maxLength } = manifest.options;
  const tooShort = manifest.ledgers.flatMap(({ split, tokenCount, windowCount }) => {
    if (!hasFile(split))
      return [
        vscode.l10n.t(
          "The part for validation has {0} tokens, too few for a window of {1} and its targets: it has no file.",
          tokenCount,
          maxLength,
        ),
      ];
    return windowCount > 0
      ? []
      : [vscode.l10n.t("{0} tokens ({1}) are too few for a window of {2} and its targets.", tokenCount, split, maxLength)];
  });
  const left =
    skipped.length === 0
      ? ""
      : ` ${skipped.length === 1 ? vscode.l10n.t("One file was left out.") : vscode.l10n.t("{0} files were left out.", skipped.length)}`;
  const chosen = await vscode.window.showInformationMessage(
    [exported, ...tooShort].join(" ") + left,
    open,
    ...(skipped.length === 0 ? [] : [list]),
  );
  if (chosen === list) log.show();
  if (chosen === open) await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, "dataset.json"));
}
