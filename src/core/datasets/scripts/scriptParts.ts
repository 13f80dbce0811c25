/** What the scripts of Copy as PyTorch and Copy as Hugging Face datasets have in common: their options, and the lines that read text and batches. */
import type { BatchOptions } from "../../windows/batch.ts";
import type { WindowOptions } from "../../windows/slidingWindow.ts";
import type { ScriptEncode } from "./scriptEncoding.ts";
import { pythonBoolean, pythonInteger } from "./pythonLiteral.ts";

export interface ScriptOptions extends ScriptEncode {
  readonly endOfLine: "lf" | "document";
  readonly source: ScriptSource;
  /** The part of the text that is on the screen, [from, to) in Unicode code points, Python's unit; left out: all of it. */
  readonly scope?: { readonly from: number; readonly to: number };
  readonly windows: WindowOptions & BatchOptions & { readonly shuffle: boolean; readonly seed: number; readonly epoch: number };
  /** Which batch of the epoch is printed; it must exist. */
  readonly batch: number;
  /** How the notebook's cell prints it: the list of two tensors, or each below its heading. */
  readonly print: "list" | "inputsAndTargets";
}

export type ScriptSource =
  /** UTF-8, with or without a byte order mark. */
  | { readonly kind: "file"; readonly path: string }
  /** A document without a file: its text, line endings as the pipeline sees them. */
  | { readonly kind: "text"; readonly text: string };

/** The `open(…)` that gives the text as the pipeline sees it: Python's text mode turns every line ending into \n unless told otherwise. */
export function openCall(path: string, { endOfLine }: Pick<ScriptOptions, "endOfLine">): string {
  const newline = endOfLine === "document" ? ', newline=""' : "";
  return `open(${path}, encoding="utf-8-sig"${newline})`;
}

/** `[from:to]`, or nothing for the whole text. */
export function scopeSlice({ scope }: Pick<ScriptOptions, "scope">): string {
  return scope === undefined ? "" : `[${pythonInteger(scope.from)}:${pythonInteger(scope.to)}]`;
}

/** Lines from `loader = …` to `batch = …`: the order of an epoch follows from the seed and the epochs drawn before it. */
export function batchLines(dataset: string, { windows, batch }: ScriptOptions): string[] {
  const { batchSize, shuffle, seed, epoch, dropLast } = windows;
  const options = `batch_size=${pythonInteger(batchSize)}, shuffle=${pythonBoolean(shuffle)}, drop_last=${pythonBoolean(dropLast)}`;
  const skipEpochs = [`for _ in range(${pythonInteger(epoch)}):  # each epoch draws an order of its own`, "    next(iter(loader))"];
  return [
    ...(shuffle ? [`torch.manual_seed(${pythonInteger(seed)})`] : []),
    `loader = DataLoader(${dataset}, ${options})`,
    ...(shuffle && epoch > 0 ? skipEpochs : []),
    batch === 0 ? "batch = next(iter(loader))" : `batch = next(islice(loader, ${pythonInteger(batch)}, None))`,
  ];
}

/** @param inputs, targets Python expressions for the two tensors */
export function printLines(inputs: string, targets: string, { print }: ScriptOptions): string[] {
  if (print === "list") return [`print([${inputs}, ${targets}])`];
  return [String.raw`print("Inputs:\n", ${inputs})`, String.raw`print("\nTargets:\n", ${targets})`];
}

/** Standard-library imports for the lines above. */
export const batchImports = ({ batch }: ScriptOptions): string[] => (batch === 0 ? [] : ["from itertools import islice"]);
