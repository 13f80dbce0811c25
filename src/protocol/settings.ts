/** The settings: how each value is checked, what holds where it does not fit, and which options of a lens it is the default of. package.json
 *  says the same to VS Code's settings editor; test/protocol/settings.test.ts compares the two. */
import * as v from "valibot";
import { findBuiltIn } from "../core/tokens/catalogue.ts";
import { idOfName } from "../core/tokens/files/fileIds.ts";
import type { LensPatch } from "../lens/lens.ts";
import { lensPatchSchema } from "./lens.ts";

/** All names begin with it and a dot. */
export const settingsSection = "tokenscope";

/** Setting → the part of the lens it is the default of. The lens's own schema checks the value.
 *  @param get the other settings */
export const lensSettings: Readonly<Record<string, (value: unknown, get: (name: string) => unknown) => unknown>> = {
  encoding: (encoding, get) => ({
    encoding: typeof encoding === "string" && isNamed(get("tokenizers"), encoding) ? idOfName(encoding) : encoding,
  }),
  specialTokens: (specialTokens) => ({ specialTokens }),
  addSpecialTokens: (addSpecialTokens) => ({ addSpecialTokens }),
  endOfLine: (endOfLine) => ({ endOfLine }),
  maxLength: (maxLength) => ({ windows: { maxLength } }),
  stride: (stride) => ({ windows: { stride } }),
  batchSize: (batchSize) => ({ windows: { batchSize } }),
  embeddingDim: (embeddingDim) => ({ embedding: { embeddingDim } }),
  seed: (seed) => ({ windows: { seed }, embedding: { seed } }),
  tokenColours: (colours) => ({ colours }),
};

/** Whether the setting `tokenizers` has an entry of that name; a built-in encoding keeps its own. */
const isNamed = (tokenizers: unknown, name: string): boolean =>
  findBuiltIn(name) === undefined && Object.hasOwn(v.parse(otherSettings.tokenizers, tokenizers), name);

/**
 * Globs as people write them: a list, one glob, or an object as `files.exclude` has it. What is no glob is passed over by itself: one wrong entry must
 * not let out what the others keep back.
 */
const globs = (fallback: readonly string[]) =>
  v.pipe(
    v.unknown(),
    v.transform((value): readonly string[] => {
      if (typeof value === "string") return [value];
      if (Array.isArray(value)) return value.filter((glob) => typeof glob === "string");
      const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
      const isSwitches = entries.some(([, isOn]) => typeof isOn === "boolean");
      return isSwitches ? entries.flatMap(([glob, isOn]) => (isOn === true ? [glob] : [])) : fallback;
    }),
  );

/** The settings that are no part of a lens, with what holds where a value does not fit. */
export const otherSettings = {
  /** When the hover says something: never, while a view is open or the document has its colours on, or always. */
  hover: v.fallback(v.picklist(["off", "withViewOrColours", "always"]), "withViewOrColours"),
  /** Tokens that the user's model takes; 0: none was chosen. */
  contextWindow: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  /** Languages whose texts are counted as soon as their editor is active; `*`: all. */
  "statusBar.languages": v.fallback(v.array(v.string()), ["markdown", "plaintext", "prompt", "instructions", "chatagent", "chatmode"]),
  /** Whether files and folders that were counted show their counts in the explorer. */
  "folderCounts.badges": v.fallback(v.boolean(), false),
  /** Tokenizers' files by the names they are offered under. */
  tokenizers: v.fallback(v.record(v.string(), v.string()), {}),
  "export.include": globs(["**/*"]),
  "export.exclude": globs([]),
};
export type OtherSettings = { readonly [Name in keyof typeof otherSettings]: v.InferOutput<(typeof otherSettings)[Name]> };

/**
 * What the settings make of the default lens: a patch for each setting whose value fits.
 * @param get a setting's value; undefined: none
 * @param onRefused called with a sentence for each setting whose value does not fit: its default holds
 */
export function patchesOfSettings(get: (name: string) => unknown, onRefused: (sentence: string) => void): readonly LensPatch[] {
  return Object.entries(lensSettings).flatMap(([name, patchOf]) => {
    const value = get(name);
    if (value === undefined) return [];
    const checked = v.safeParse(lensPatchSchema, patchOf(value, get));
    if (checked.success) return [checked.output];
    onRefused(`The setting ${settingsSection}.${name} is ${JSON.stringify(value)}; its default is used. ${v.summarize(checked.issues)}`);
    return [];
  });
}
