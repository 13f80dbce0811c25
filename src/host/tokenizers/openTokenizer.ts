/** Opening a tokenizer's file that was chosen: with a pattern for files that name none, and with progress. */
import * as vscode from "vscode";
import type { EncodingId } from "../../core/tokens/encoding.ts";
import { needsPattern } from "../../core/tokens/files/tokenizerFile.ts";
import { type PatternName, patternNames, regexOf } from "../../core/tokens/pattern/patterns.ts";
import { signalOf } from "../errors.ts";
import { nameOf } from "../names.ts";
import { type FoundTokenizer, labelOf } from "./findTokenizers.ts";
import type { TokenizerFiles } from "./tokenizerFiles.ts";
import { inMessage } from "../literal.ts";

/** @returns undefined when the user chooses nothing  @throws UserError naming what is not followed */
export async function openTokenizer(
  { tokenizerFiles }: { readonly tokenizerFiles: TokenizerFiles },
  chosen: FoundTokenizer | "any",
): Promise<EncodingId | undefined> {
  const uri = chosen === "any" ? await chooseFile() : chosen.uri;
  if (uri === undefined) return undefined;
  const label = chosen === "any" ? labelOf(uri) : chosen.label;
  const pattern = needsPattern(uri.path) ? await choosePattern(nameOf(uri)) : undefined;
  if (pattern === undefined && needsPattern(uri.path)) return undefined;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Reading {0}", inMessage(label)), cancellable: true },
    (_, token) => tokenizerFiles.open({ uri, label, pattern }, signalOf(token)),
  );
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Open Tokenizer File"),
    openLabel: vscode.l10n.t("Open"),
    filters: { [vscode.l10n.t("Tokenizers")]: ["json", "tiktoken"] },
  });
  return chosen?.[0];
}

async function choosePattern(file: string): Promise<PatternName | undefined> {
  const items = patternNames.map((name) => ({ label: name, detail: regexOf(name), name }));
  const placeHolder = vscode.l10n.t("{0} holds ranks and no pattern. Which one splits the text into pieces?", file);
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.name;
}
