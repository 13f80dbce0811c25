/** The lens of one document: its options and what is selected in it. The host owns it, every surface shows it, any surface changes it by a patch. */
import { defaultOptions, type EmbeddingSettings, type LensOptions, type WindowSettings } from "./options.ts";
import { nothingSelected, type Selection, settleSelection } from "./selection.ts";

export interface Lens extends LensOptions, Selection {}

/** A change of the lens: only what changes, one level of nesting deep. */
export interface LensPatch extends Partial<Omit<Lens, "windows" | "embedding">> {
  readonly windows?: Partial<WindowSettings>;
  readonly embedding?: Partial<EmbeddingSettings>;
}

export const defaultLens: Lens = { ...defaultOptions, ...nothingSelected };

/** The patch's entries put in, nothing else: a fresh lens; parts that did not change stay the same objects. */
export function applyPatch(lens: Lens, patch: LensPatch): Lens {
  const { windows, embedding, ...rest } = patch;
  return {
    ...lens,
    ...rest,
    windows: windows === undefined ? lens.windows : { ...lens.windows, ...windows },
    embedding: embedding === undefined ? lens.embedding : { ...lens.embedding, ...embedding },
  };
}

/** The lens after a change, its selection settled. The host's lens and a view's idea of it before the host has answered follow this one rule. */
export function changeLens(lens: Lens, patch: LensPatch, tokenCount: number | undefined): Lens {
  const next = applyPatch(lens, patch);
  const { selectedToken, selectedWindow } = patch;
  const chosen = { ...(selectedToken === undefined ? {} : { selectedToken }), ...(selectedWindow === undefined ? {} : { selectedWindow }) };
  return { ...next, ...settleSelection(lens, chosen, tokenCount, next.windows) };
}

/** Two changes as one: what the second says holds. */
export function mergePatches(first: LensPatch, second: LensPatch): LensPatch {
  const merged = { ...first, ...second };
  const windows = { ...first.windows, ...second.windows };
  const embedding = { ...first.embedding, ...second.embedding };
  return {
    ...merged,
    ...(Object.keys(windows).length > 0 ? { windows } : {}),
    ...(Object.keys(embedding).length > 0 ? { embedding } : {}),
  };
}
