/** Export Dataset…: the document, the selection, or files and folders as files that training code reads unchanged. */
import { say } from "../../../core/sentence.ts";
import { said } from "../../said.ts";
import * as vscode from "vscode";
import type { DatasetManifest } from "../../../core/datasets/manifest.ts";
import { askFolder, askOverwrite } from "../../export/asking/askExport.ts";
import { askFormat, askSplit, describeFormat } from "../../export/asking/askOptions.ts";
import { type ExportAnswers, type ExportPlan, parseAnswers } from "../../export/exportPlan.ts";
import { performExport } from "../../export/performExport.ts";
import { UserError } from "../../errors.ts";
import type { Command, CommandServices } from "../command.ts";
import { cutOf, subjectOf } from "./exportSubject.ts";
import { inMessage } from "../../literal.ts";

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
          said(say`${unusable.path === "" ? vscode.l10n.t("the folder chosen") : unusable.path} ${unusable.reason}.`),
        ),
      );
    if (subject.documents.length === 0)
      throw new UserError(
        vscode.l10n.t("There are no files to export: all that was chosen is empty, or left out by the settings and .gitignore."),
      );
    const { spec, vocabulary } = await services.encodings.get(subject.lens.encoding);
    const format = answers.format ?? (await askFormat({ ...subject.lens, encoding: spec.label }, vocabulary.vocabSize));
    const cut = await cutOf(subject, answers, format, vocabulary.specialTokens);
    const split = answers.split ?? (await askSplit(subject.documents.length));
    const folder = answers.folder === undefined ? await askFolder(subject.folder) : vscode.Uri.parse(answers.folder, true);
    if (answers.overwrite !== true) await askOverwrite(folder, format, split);
    const plan: ExportPlan = { ...subject, ...cut, format, split, target: folder };
    const manifest = await performExport(services, plan);
    void tell(services, plan, manifest, vocabulary.vocabSize);
  },
};

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
    manifest.tokenizer?.name ?? manifest.encoding,
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
    inMessage([exported, ...tooShort].join(" ") + left),
    open,
    ...(skipped.length === 0 ? [] : [list]),
  );
  if (chosen === list) log.show();
  if (chosen === open) await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, "dataset.json"));
}
