/** Copy as Ray Data: the script that writes, on many machines, what Export Dataset… would write of the same files as Parquet. */
import * as vscode from "vscode";
import { copyAsRayData as scriptOf } from "../../../core/datasets/scripts/copyAsRayData.ts";
import { UserError } from "../../errors.ts";
import { askSplit } from "../../export/asking/askOptions.ts";
import { parseAnswers } from "../../export/exportPlan.ts";
import type { Command } from "../command.ts";
import { encodingForScript } from "./screenScript.ts";
import { cutOf, subjectOf } from "../files/exportSubject.ts";

export const copyAsRayData: Command = {
  id: "tokenscope.copyAsRayData",
  run: async (services, argument, selection) => {
    const answers = parseAnswers(argument) ?? {};
    const subject = await subjectOf(services, argument, selection, answers);
    const files = subject.documents.flatMap((document) => (document.kind === "file" && document.uri.scheme === "file" ? [document] : []));
    const [first] = files;
    if (first === undefined || files.length < subject.documents.length) {
      throw new UserError(vscode.l10n.t("Ray reads files of a disk: save the text in one, or choose files and folders in the explorer."));
    }
    const { spec } = await services.encodings.get(subject.lens.encoding);
    const { endOfText } = spec.specialTokens;
    const cut = await cutOf(subject, answers, "parquet", spec.specialTokens);
    const split = answers.split ?? (await askSplit(files.length));
    const depth = first.path.split("/").length;
    const folder = vscode.Uri.joinPath(first.uri, ...Array.from({ length: depth }, () => ".."));
    const { specialTokens, addSpecialTokens, endOfLine } = subject.lens;
    const script = scriptOf({
      encoding: encodingForScript(spec),
      encodingId: spec.id,
      specialTokens,
      addSpecialTokens,
      endOfLine,
      folder: folder.fsPath,
      paths: files.map(({ path }) => path),
      ...cut,
      separatorId: endOfText,
      split,
    });
    await vscode.env.clipboard.writeText(script);
    const left = subject.skipped.length === 0 ? "" : ` ${vscode.l10n.t("{0} files are left out.", subject.skipped.length)}`;
    vscode.window.setStatusBarMessage(vscode.l10n.t("Ray Data script copied.") + left, 3000);
  },
};
