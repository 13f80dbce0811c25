/** Copy as PyTorch of a run of training: the script that trains the same model on the document's text. */
import * as vscode from "vscode";
import { trainingScript, type TrainingScriptOptions } from "../../../core/datasets/scripts/trainingScript.ts";
import { target, targetTokens } from "../command.ts";
import { sayCopied, screenScript, scriptCaution } from "./screenScript.ts";
import type { Lenses } from "../../documents/lenses.ts";

/** @throws UserError when there is no text, or the script can't hold it */
export async function copyTraining(lenses: Lenses, options: TrainingScriptOptions): Promise<void> {
  const { lensed, ready } = await targetTokens(lenses, target(lenses).document);
  await vscode.env.clipboard.writeText(trainingScript(await screenScript(lensed, ready), options));
  sayCopied(vscode.l10n.t("PyTorch script copied"), scriptCaution(ready));
}
