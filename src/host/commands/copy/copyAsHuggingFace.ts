/** Copy as Hugging Face datasets: the batch on the screen, with tokenizing and windowing in `datasets.map`, for corpora of any size. */
import * as vscode from "vscode";
import { copyAsHuggingFace as scriptOf } from "../../../core/datasets/scripts/copyAsHuggingFace.ts";
import { sayCopied, screenScript, scriptCaution } from "./screenScript.ts";
import { type Command, target, targetTokens } from "../command.ts";

export const copyAsHuggingFace: Command = {
  id: "tokenscope.copyAsHuggingFace",
  run: async ({ lenses }) => {
    const { lensed, ready } = await targetTokens(lenses, target(lenses).document);
    await vscode.env.clipboard.writeText(scriptOf(await screenScript(lensed, ready)));
    sayCopied(vscode.l10n.t("Hugging Face datasets script copied"), scriptCaution(ready));
  },
};
