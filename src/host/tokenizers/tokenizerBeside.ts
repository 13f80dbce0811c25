/** The tokenizer that lies in a checkpoint's folder: offered where the weights' rows are not sure to be those of the encoding in use. */
import * as vscode from "vscode";
import { checkVocabulary } from "../../core/checkpoints/checkVocabulary.ts";
import type { Encoding, EncodingId } from "../../core/tokens/encoding.ts";
import { inMessage } from "../literal.ts";
import type { Weights } from "../weights/weights.ts";
import { isThere } from "../smallFile.ts";
import { type FoundTokenizer, labelOf } from "./findTokenizers.ts";
import { openTokenizer } from "./openTokenizer.ts";
import type { TokenizerFiles } from "./tokenizerFiles.ts";

interface Services {
  readonly tokenizerFiles: TokenizerFiles;
  readonly weights: Pick<Weights, "tokenTable">;
}

/** @param encoding that the text is looked at with  @returns the encoding to look at it with instead; undefined: none, or not wanted */
export async function offerTokenizerBeside(
  services: Services,
  checkpoint: vscode.Uri,
  encoding: Encoding | undefined,
): Promise<EncodingId | undefined> {
  if (encoding !== undefined && isSure(services.weights, encoding)) return undefined;
  const found = await tokenizerBeside(checkpoint);
  if (found === undefined || found.uri.fsPath === encoding?.spec.file?.path) return undefined;
  const use = vscode.l10n.t("Use It");
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      "The tokenizer {0} lies beside these weights. Look at the text with it, so that each row has its own token?",
      inMessage(found.label),
    ),
    use,
  );
  return chosen === use ? openTokenizer(services, found) : undefined;
}

/** Whether the rows are known to be those of a built-in encoding. Of another one only their number is. */
function isSure({ tokenTable }: Pick<Weights, "tokenTable">, { spec, vocabulary: { vocabSize } }: Encoding): boolean {
  if (tokenTable === undefined || spec.file !== undefined) return false;
  const { kind, fits } = checkVocabulary({ rows: tokenTable.totalRows, family: tokenTable.family }, { ...spec, vocabSize });
  return fits && kind !== "unsure";
}

async function tokenizerBeside(checkpoint: vscode.Uri): Promise<FoundTokenizer | undefined> {
  for (const name of ["tokenizer.json", "tekken.json"]) {
    const uri = vscode.Uri.joinPath(checkpoint, "..", name);
    if (await isThere(uri)) return { uri, label: labelOf(uri), place: vscode.workspace.asRelativePath(uri) };
  }
  return undefined;
}
