/** How a tool reads a text: the encoding it was asked for, else the settings', with their special tokens and line endings. */
import * as vscode from "vscode";
import type { Encoding, SpecialTokenPolicy } from "../../core/tokens/encoding.ts";
import { addedTokens } from "../../core/tokens/template.ts";
import { addedTexts } from "../../lens/addedTexts.ts";
import { encodingByName } from "../documents/encodingByName.ts";
import { lensFromSettings } from "../settings.ts";
import type { ToolServices } from "./tool.ts";

export interface Reading {
  readonly encoding: Encoding;
  readonly policy: SpecialTokenPolicy;
  readonly endOfLine: "lf" | "document";
  /** Whether the encoding's own start and end tokens are put around each text. */
  readonly addSpecialTokens: boolean;
}

/** @param name an encoding's or a model's; undefined: the settings decide  @throws RangeError for a name that nobody knows */
export async function readingFor({ encodings, log }: ToolServices, name: string | undefined): Promise<Reading> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.from({ scheme: "untitled", path: "text" });
  const { encoding, specialTokens, addSpecialTokens, endOfLine } = lensFromSettings(folder, (sentence) => log.warn(sentence));
  return {
    encoding: await encodings.get(name === undefined ? encoding : encodingByName(name, encodings)),
    policy: specialTokens === "error" ? "text" : specialTokens, // as a document under "error" is counted
    endOfLine,
    addSpecialTokens,
  };
}

/** What an answer says of the tokens around each text: their names, where there are any. */
export function saidOfAdded({ encoding, addSpecialTokens }: Reading): { readonly with?: string } {
  const added = addedTokens(encoding.spec.template, addSpecialTokens);
  return added === undefined ? {} : { with: addedTexts(encoding, added).join(" ") };
}
