/** The user's settings: the defaults of every new lens. Values that do not fit are refused by the lens's own schema, one by one. */
import * as v from "valibot";
import * as vscode from "vscode";
import { applyPatch, defaultLens, type Lens, type LensPatch, lensPatchSchema } from "../protocol/lens.ts";

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
    if (checked.success) lens = applyPatch(lens, checked.output satisfies LensPatch);
    else onRefused(`The setting ${section}.${name} is ${JSON.stringify(value)}; its default is used. ${v.summarize(checked.issues)}`);
  }
  return lens;
}

export const affectsLens = (event: vscode.ConfigurationChangeEvent): boolean => event.affectsConfiguration(section);
