/**
 * `dataset.json`, which lies beside the files of a dataset: what they were made from and how, and what is in them. It holds no time and no
 * absolute path, so the same inputs and options give the same bytes.
 */
import { type CoverageLedger, coverageOf, ledgerOf } from "../windows/coverage.ts";
import type { DatasetFormat } from "./datasetFiles.ts";
import type { WrittenIdType } from "./idBytes.ts";
import type { Split, SplitOptions } from "./split.ts";

export const manifestName = "dataset.json";
export const manifestVersion = 1;

export interface DatasetManifest {
  readonly tokenscopeDataset: typeof manifestVersion;
  readonly encoding: string;
  readonly vocabSize: number;
  readonly options: DatasetOptions;
  readonly inputs: readonly ManifestInput[];
  /** What was chosen and left out, in the order of paths. The first manifests of this version have no such list. */
  readonly skipped: readonly SkippedFile[];
  readonly outputs: readonly ManifestOutput[];
  /** One for each split that has files. */
  readonly ledgers: readonly SplitLedger[];
}

export interface DatasetOptions {
  readonly specialTokens: "allow" | "text" | "error";
  readonly endOfLine: "lf" | "document";
  /** The id put between documents, or null for none. */
  readonly separatorId: number | null;
  readonly split: SplitOptions;
  readonly maxLength: number;
  readonly stride: number;
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

/** A file or folder that was left out, and why. What the settings and `.gitignore` leave out is not chosen, and not listed. */
export interface SkippedFile {
  /** As an input's. */
  readonly path: string;
  /** A clause that goes on from its name, without absolute paths: "is a binary file". */
  readonly reason: string;
}

export interface ManifestOutput {
  /** File name beside the manifest. */
  readonly path: string;
  readonly format: DatasetFormat;
  readonly split: Split;
  /** How an id is stored: little-endian in `.bin` and `.npy`, as numbers in the rest. */
  readonly idType: WrittenIdType | "int32" | "json";
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

/** How ids are stored in a file of a format. */
export function storedIdType(format: DatasetFormat, type: WrittenIdType): ManifestOutput["idType"] {
  if (format === "jsonLines") return "json";
  return format === "parquet" ? "int32" : type;
}
