/** The input, options and progress of an export: plain values that cross to a worker. */
import { SentenceError } from "../../core/errors.ts";
import type { DatasetFormat } from "../../core/datasets/formats.ts";
import type { DatasetOptions, ManifestTokenizer, LeftOut } from "../../core/datasets/manifest.ts";
import type { EncodingId } from "../../core/tokens/encoding.ts";
import type { TokenResult, TokenTask } from "../tokenWorkers/tokenTask.ts";
import type { Hasher, NewFile, RandomAccessFile } from "../platform/files.ts";

/** One document. `path` is what the manifest calls it, relative and with `/`. */
export type ExportSource =
  /** @property place where its bytes are: a path on this machine, or a URI, as the job's `DatasetIo` takes it */
  | { readonly kind: "file"; readonly path: string; readonly place: string }
  | { readonly kind: "text"; readonly path: string; readonly text: string };

export interface ExportJob {
  readonly sources: readonly ExportSource[];
  /** What was chosen and is no source, for the manifest to list. */
  readonly skipped: readonly LeftOut[];
  /** Files in the folder that earlier exports wrote and this one does not, for the manifest to list. */
  readonly earlier: readonly string[];
  /** The folder written to: a path or a URI, as the job's `DatasetIo` takes it. */
  readonly folder: string;
  readonly encoding: EncodingId;
  /** The file that it comes from, for the manifest. */
  readonly tokenizer: ManifestTokenizer | undefined;
  readonly vocabSize: number;
  readonly format: DatasetFormat;
  readonly options: DatasetOptions;
  /** Bytes, or code units of a text, worked on between two pauses. */
  readonly chunkLength: number;
}

export interface ExportProgress {
  /** `checking`: every file is read once to leave out what is no text. */
  readonly phase: "checking" | "writing";
  /** Of all bytes of this phase; 0 … 1. */
  readonly done: number;
  readonly byteCount: number;
  readonly tokenCount: number;
}

/** How an export reaches files: on this machine's disk, or through VS Code's file systems. */
export interface DatasetIo {
  open(place: string): Promise<RandomAccessFile>;
  create(folder: string, name: string): Promise<NewFile>;
  sha256(): Hasher;
  isUtf8(bytes: Uint8Array): boolean;
  /** Removes a file of the folder, where there is one. */
  remove(folder: string, name: string): Promise<void>;
  /** Removes from a folder what exports that were killed left there, and nothing that is being written. */
  removeLeftovers(folder: string): Promise<void>;
  /** How many files of a folder this export and others are writing, as far as that can be told. */
  countBeingWritten(folder: string): Promise<number>;
}

/** Who tokenizes: workers, or this thread. */
export interface Tokenizer {
  /** Runs that keep it busy. */
  readonly atOnce: number;
  /** @returns a result for each task */
  run(tasks: readonly TokenTask[]): Promise<readonly TokenResult[]>;
  /** As the encoding's. */
  lastSafeCut(text: string): number;
}

export interface ExportOptions {
  readonly signal: AbortSignal;
  /** Called between chunks: lets others go, where there are others. */
  readonly pause: () => Promise<void>;
  readonly onProgress: (progress: ExportProgress) => void;
}

/** What the user can mend; its message is shown as it is. It crosses threads by its name. */
export class ExportError extends SentenceError {
  override readonly name = "ExportError";
}
