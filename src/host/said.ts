/** What core says, in VS Code's display language: the host's end of core/sentence.ts. */
import * as vscode from "vscode";
import { sentenceOf } from "../core/errors.ts";
import { type Sentence, spoken } from "../core/sentence.ts";

export const said = (sentence: Sentence): string => spoken(sentence, translated);

/** A template may come from a page: one called "constructor" is no translation. */
function translated(template: string): string {
  const { bundle } = vscode.l10n;
  return bundle !== undefined && Object.hasOwn(bundle, template) ? (bundle[template] ?? template) : template;
}

/** What to show of an error; a log gets its English message. */
export const errorText = (error: unknown): string => said(sentenceOf(error));
