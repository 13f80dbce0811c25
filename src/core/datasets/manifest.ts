/**
 * `dataset.json`, written beside the files of a dataset: what they were made from and how, and what is in them. It holds no time and no
 * absolute path (but that of a tokenizer's file outside of the workspace and the home folder), so the same inputs and options in the same folder give the same bytes.
 */
import type { Sentence } from "../sentence.ts";
import { type CoverageLedger, coverageOf, ledgerOf } from "../windows/coverage.ts";
import type { LabelKind } from "./encoders/datasetEncoder.ts";
import type { DatasetFormat, StoredIdType } from "./formats.ts";
import type { SeparatorPlace } from "./separator.ts";
import type { StartAndEnd } from "../tokens/template.ts";
import type { Split, SplitOptions } from "./split.ts";

export const manifestName = "dataset.json";

/** The manifest's version that each column of the ledger came with. A new column gets the next one, and with it the manifest. */
const ledgerColumns = {
  tokenCount: 1,
  windowCount: 1,
  batchCount: 1,
  lostWindowCount: 1,
  neverInputCount: 1,
  neverTargetCount: 1,
  firstTokenCount: 1,
  neverInputAfterDropLastCount: 1,
  neverTargetAfterDropLastCount: 1,
} as const satisfies Record<keyof CoverageLedger, number>;

/** 2: `earlier`, the separator's place, the kind of labels; a split without a file has its ledger too. 3: `tokenizer`. 4: `added`. */
const manifestItself = 4;
export const manifestVersion = Math.max(manifestItself, ...Object.values(ledgerColumns));

export interface DatasetManifest {
  readonly tokenscopeDataset: number;
  readonly encoding: string;
  /** The file that the encoding comes from; absent for a built-in one. */
  readonly tokenizer?: ManifestTokenizer | undefined;
  readonly vocabSize: number;
  readonly options: DatasetOptions;
  readonly inputs: readonly ManifestInput[];
  /** What was chosen and left out, in the order of paths. The first manifests have no such list. */
  readonly skipped: readonly SkippedFile[];
  readonly outputs: readonly ManifestOutput[];
  /** Files that earlier exports into this folder wrote and this one did not: they are no inputs of the next. */
  readonly earlier: readonly string[];
  /** One for each split that was asked for, also where it has too few tokens for a file. */
  readonly ledgers: readonly SplitLedger[];
}

export interface ManifestTokenizer {
  /** What it was opened as: the model's name, as far as its place tells it. */
  readonly name: string;
  /** Relative to the workspace's folder, from the home folder (`~/`), or absolute where it is in neither. */
  readonly path: string;
  /** Of the file's bytes; for a file of ranks, followed by a line feed and the pattern's name. Lower-case hexadecimal. */
  readonly sha256: string;
  /** The pattern that was chosen for a file of ranks. */
  readonly pattern?: string | undefined;
}

export interface DatasetOptions {
  readonly specialTokens: "allow" | "text" | "error";
  readonly endOfLine: "lf" | "document";
  /** The ids put around each document, between separators and its own: `add_special_tokens=True` gives the same. Absent: none are. */
  readonly added?: StartAndEnd | undefined;
  /** The id put at documents' ends or beginnings; null where the encoding has none. */
  readonly separatorId: number | null;
  readonly separatorPlace: SeparatorPlace;
  readonly split: SplitOptions;
  readonly maxLength: number;
  readonly stride: number;
  readonly labels: LabelKind;
  readonly batchSize: number;
  readonly dropLast: boolean;
}

export interface ManifestInput {
  /** Relative to the folder chosen, with `/`. */
  readonly path: string;
  readonly byteLength: number;
  /** Of the bytes read, lower-case hexadecimal. */
  readonly sha256: string;
  readonly tokenCount: number;
  /** `both` when a split by token falls within it. */
  readonly split: Split | "both";
}

/** A file or folder that was left out, and why. What the settings and ignore files leave out is not chosen, and not listed. */
export interface LeftOut {
  /** As an input's. */
  readonly path: string;
  /** A clause that goes on from its name, without absolute paths: "is a binary file". */
  readonly reason: Sentence;
}

/** The same as it is written down, in English. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: string;
}

export interface ManifestOutput {
  /** File name beside the manifest. */
  readonly path: string;
  readonly format: DatasetFormat;
  readonly split: Split;
  readonly idType: StoredIdType;
  /** [tokens], or [windows, maxLength]. */
  readonly shape: readonly number[];
  readonly byteLength: number;
  readonly sha256: string;
}

export interface SplitLedger extends CoverageLedger {
  readonly split: Split;
}

/** The ledger of one split: what windows and batches over its tokens use and lose, unshuffled. */
export function splitLedger(split: Split, tokenCount: number, options: DatasetOptions): SplitLedger {
  return { split, ...ledgerOf(coverageOf(tokenCount, options)) };
}

/** The file's text: two-space JSON, a newline at the end. */
export function writeManifest(manifest: DatasetManifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
