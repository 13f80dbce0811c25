/** Copy as PyTorch: a script that prints, where the file is, the batch and the input embeddings that are on the screen. */
import * as vscode from "vscode";
import { type PyTorchScriptOptions, copyAsPyTorch as scriptOf } from "../../../core/datasets/scripts/copyAsPyTorch.ts";
import type { LensedDocument } from "../../documents/lenses.ts";
import { sayCopied, screenScript, scriptCaution } from "./screenScript.ts";
import { type Command, target, targetTokens } from "../command.ts";

export const copyAsPyTorch: Command = {
  id: "tokenscope.copyAsPyTorch",
  run: async ({ lenses }) => {
    const { lensed, ready } = await targetTokens(lenses, target(lenses).document);
    const script = await screenScript(lensed, ready);
    const embedding = seededEmbedding(lensed.lens, ready.encoding.vocabulary.vocabSize);
    await vscode.env.clipboard.writeText(scriptOf(embedding === undefined ? script : { ...script, embedding }));
    sayCopied(vscode.l10n.t("PyTorch script copied"), scriptCaution(ready));
  },
};

/** Undefined where PyTorch would not make the table on the screen from a seed: weights from a file, or tables too small for the batch. */
function seededEmbedding(
  { embedding, windows }: LensedDocument["lens"],
  encodingSize: number,
): NonNullable<PyTorchScriptOptions["embedding"]> | undefined {
  const { embeddingDim, seed, positions, weights } = embedding;
  const vocabSize = embedding.vocabSize ?? encodingSize;
  const contextLength = embedding.contextLength ?? windows.maxLength;
  if (weights === "file" || vocabSize < encodingSize || (positions === "learned" && contextLength < windows.maxLength)) return undefined;
  return { vocabSize, embeddingDim, contextLength, seed, positions };
}
