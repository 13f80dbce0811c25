/** The user's settings: the defaults of every new lens. Values that do not fit are refused by the lens's own schema, one by one. */
import * as v from "valibot";
import * as vscode from "vscode";
import { applyPatch, defaultLens, type Lens } from "../lens/lens.ts";
import { lensPatchSchema } from "../protocol/lens.ts";

const section = "tokenscope";

/** Setting → the part of the lens it is the default of. */
const toPatch: Readonly<Record<string, (value: unknown) => unknown>> = {
  encoding: (encoding) => ({ encoding }),
  specialTokens: (specialTokens) => ({ specialTokens }),
  endOfLine: (endOfLine) => ({ endOfLine }),
  maxLength: (maxLength) => ({ windows: { maxLength } }),
  stride: (stride) => ({ windows: { stride } }),
  batchSize: (batchSize) => ({ windows: { batchSize } }),
  embeddingDim: (embeddingDim) => ({ embedding: { embeddingDim } }),
  seed: (seed) => ({ windows: { seed }, embedding: { seed } }),
  tokenColours: (colours) => ({ colours }),
};

/** @param onRefused told which setting was passed over, and why */
export function lensFromSettings(scope: vscode.ConfigurationScope, onRefused: (sentence: string) => void): Lens {
  const settings = vscode.workspace.getConfiguration(section, scope);
  let lens = defaultLens;
  for (const [name, patchOf] of Object.entries(toPatch)) {
    const value: unknown = settings.get(name);
    if (value === undefined) continue;
    const checked = v.safeParse(lensPatchSchema, patchOf(value));
    if (checked.success) lens = applyPatch(lens, checked.output);
    else onRefused(`The setting ${section}.${name} is ${JSON.stringify(value)}; its default is used. ${v.summarize(checked.issues)}`);
  }
  return lens;
}

/** Whether the document is counted as soon as its editor is active: its language is one of those that `statusBar.languages` names. */
export function isCountedFromStart(document: vscode.TextDocument): boolean {
  const languages = v.safeParse(v.array(v.string()), vscode.workspace.getConfiguration(section, document).get("statusBar.languages"));
  return languages.success && (languages.output.includes("*") || languages.output.includes(document.languageId));
}

/** Tokens that the user's model takes; undefined when none was chosen. */
export function contextWindowOf(document: vscode.TextDocument): number | undefined {
  const size: unknown = vscode.workspace.getConfiguration(section, document).get("contextWindow");
  return typeof size === "number" && size > 0 ? size : undefined;
}

/** When the hover says something: never, while a view is open or the document has its colours on, or always. */
export type HoverSetting = "off" | "withViewOrColours" | "always";

export function hoverSetting(document: vscode.TextDocument): HoverSetting {
  const value: unknown = vscode.workspace.getConfiguration(section, document).get("hover");
  return value === "off" || value === "always" ? value : "withViewOrColours";
}

export const affectsLens = (event: vscode.ConfigurationChangeEvent): boolean => event.affectsConfiguration(section);
