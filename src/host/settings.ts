/** The user's settings, as VS Code has them for a document or folder. What they mean is src/protocol/settings.ts. */
import * as v from "valibot";
import * as vscode from "vscode";
import { applyPatch, defaultLens, type Lens } from "../lens/lens.ts";
import { otherSettings, type OtherSettings, patchesOfSettings, settingsSection } from "../protocol/settings.ts";

/** The lens that the settings make: the defaults of a document. @param onRefused called with a sentence for each setting whose value does not fit */
export function lensFromSettings(scope: vscode.ConfigurationScope, onRefused: (sentence: string) => void): Lens {
  const settings = vscode.workspace.getConfiguration(settingsSection, scope);
  return patchesOfSettings((name) => settings.get(name), onRefused).reduce(applyPatch, defaultLens);
}

export function setting<Name extends keyof OtherSettings>(name: Name, scope: vscode.ConfigurationScope | undefined): OtherSettings[Name] {
  const value: unknown = vscode.workspace.getConfiguration(settingsSection, scope).get(name);
  return v.parse(otherSettings[name], value) as OtherSettings[Name]; // the table ties the name to its schema; it has a fallback, so nothing is thrown
}

/** Whether it is a text of somebody's: not an output channel, nor the debug console's input. */
export const isOfInterest = (document: vscode.TextDocument): boolean => !["output", "debug", "vscode"].includes(document.uri.scheme);

/** Whether the document is counted as soon as its editor is active: its language is one of those that `statusBar.languages` names. */
export function isCountedFromStart(document: vscode.TextDocument): boolean {
  const languages = setting("statusBar.languages", document);
  return languages.includes("*") || languages.includes(document.languageId);
}

export const affectsLens = (event: vscode.ConfigurationChangeEvent): boolean => event.affectsConfiguration(settingsSection);
