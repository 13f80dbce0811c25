/** What core says, in VS Code's display language: the host's end of core/sentence.ts. */
import * as vscode from "vscode";
import { sentenceOf } from "../core/errors.ts";
import { type Sentence, spoken } from "../core/sentence.ts";

export const said = (sentence: Sentence): string => spoken(sentence, (template) => vscode.l10n.bundle?.[template] ?? template);

/** What to show of an error; a log gets its English message. */
export const errorText = (error: unknown): string => said(sentenceOf(error));
