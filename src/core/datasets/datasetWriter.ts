/**
 * A whole dataset, written as documents arrive: puts the separator between documents, sends ids to the split they belong to, and gives the
 * bytes for each file. Pure: whoever owns the files appends the bytes, replaces starts at the end, and hashes what then lies on the disk.
 */
import type { WindowOptions } from "../windows/slidingWindow.ts";
import type { DatasetEnd } from "./datasetEncoder.ts";
import { type DatasetFile, type DatasetFormat, datasetFiles } from "./datasetFiles.ts";
import { type WrittenIdType, idTypeFor } from "./idBytes.ts";
import { type ManifestOutput, storedIdType } from "./manifest.ts";
import { type Split, type SplitOptions, splitIds, splitOfDocument, validationFrom } from "./split.ts";

export interface DatasetWriterOptions extends WindowOptions {
  readonly format: DatasetFormat;
  readonly vocabSize: number;
  /** The id put between documents, or null for none. */
  readonly separatorId: number | null;
  readonly split: SplitOptions;
  /** Tokens of all documents and the separators between them; needed to split by token, so count first. */
  readonly tokenCount?: number;
}

/** Bytes for the file `path`, a name beside the manifest. */
export interface FilePiece {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface DatasetWriter {
  /** Starts the next document. @returns bytes to append: the separator, where one is due */
  readonly startDocument: () => Iterable<FilePiece>;
  /** The next ids of the document. @returns bytes to append; read it to the end before the next call */
  readonly push: (ids: Int32Array) => Iterable<FilePiece>;
  /** Splits that the document being written has ids in so far: both when a split by token falls within it. */
  readonly documentSplits: () => ReadonlySet<Split>;
  /** Call once, after the last document. */
  readonly finish: () => WrittenDataset;
}

export interface WrittenDataset {
  /** Bytes to append. */
  readonly tails: readonly FilePiece[];
  /** Bytes that replace the start of a file, after the tails. */
  readonly starts: readonly FilePiece[];
  /** For the manifest. A file for which no bytes came is empty, and still a file. Sizes and hashes are known once the files are written. */
  readonly outputs: readonly Omit<ManifestOutput, "byteLength" | "sha256">[];
  /** Separators included. */
  readonly tokenCounts: Readonly<Record<Split, number>>;
}

/** @throws RangeError on invalid window options, or a split by token without the number of tokens */
export function datasetWriter(options: DatasetWriterOptions): DatasetWriter {
  const { format, separatorId, split } = options;
  const type: WrittenIdType = idTypeFor(options.vocabSize);
  if (split.by === "token" && options.tokenCount === undefined) {
    throw new RangeError("A split by token needs the number of tokens. Count the tokens of all documents first, separators included.");
  }
  const cut = validationFrom(options.tokenCount ?? Infinity, split);
  const files: Record<Split, readonly DatasetFile[]> = {
    train: datasetFiles(format, type, options),
    validation: split.by === "none" ? [] : datasetFiles(format, type, options),
  };
  const tokenCounts: Record<Split, number> = { train: 0, validation: 0 };
  const begun: Record<Split, boolean> = { train: false, validation: false };
  let documentIndex = -1;
  let document = new Set<Split>();

  function* send(ids: Int32Array, to: Split): Generator<FilePiece> {
    if (ids.length === 0) return;
    tokenCounts[to] += ids.length;
    for (const { suffix, encoder } of files[to]) {
      for (const bytes of encoder.push(ids)) yield { path: fileName(to, suffix), bytes };
    }
  }
  function* route(ids: Int32Array): Generator<FilePiece> {
    if (split.by === "document") return yield* send(ids, splitOfDocument(documentIndex, split));
    const parts = splitIds(ids, tokenCounts.train + tokenCounts.validation, cut);
    yield* send(parts.train, "train");
    yield* send(parts.validation, "validation");
  }
  return {
    *startDocument() {
      documentIndex += 1;
      document = new Set();
      const stream = split.by === "document" ? splitOfDocument(documentIndex, split) : "train"; // a split by token cuts one stream
      if (begun[stream] && separatorId !== null) yield* route(Int32Array.of(separatorId));
      begun[stream] = true;
    },
    *push(ids) {
      const before = { ...tokenCounts };
      yield* route(ids);
      for (const to of ["train", "validation"] as const) if (tokenCounts[to] > before[to]) document.add(to);
    },
    documentSplits: () => document,
    finish: () => finishFiles(files, format, type, tokenCounts),
  };
}

/** `train.npy`, `validation.npy`; nanoGPT's train.py reads `train.bin` and `val.bin`. */
const fileName = (split: Split, suffix: string): string => (split === "validation" && suffix === ".bin" ? "val" : split) + suffix;

function finishFiles(
  files: Readonly<Record<Split, readonly DatasetFile[]>>,
  format: DatasetFormat,
  type: WrittenIdType,
  tokenCounts: Readonly<Record<Split, number>>,
): WrittenDataset {
  const ended: { readonly split: Split; readonly path: string; readonly end: DatasetEnd }[] = (["train", "validation"] as const).flatMap(
    (split) => files[split].map(({ suffix, encoder }) => ({ split, path: fileName(split, suffix), end: encoder.finish() })),
  );
  return {
    tails: ended.flatMap(({ path, end }) => end.tail.map((bytes) => ({ path, bytes }))),
    starts: ended.flatMap(({ path, end }) => (end.head === undefined ? [] : [{ path, bytes: end.head }])),
    outputs: ended.map(({ split, path, end }) => ({ path, format, split, idType: storedIdType(format, type), shape: end.shape })),
    tokenCounts: { ...tokenCounts },
  };
}
