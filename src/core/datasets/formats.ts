/**
 * The formats a dataset is written in, one row each. Everything else follows from the rows: what the dialog offers, what a command takes, the
 * names of files, what the manifest says. A new format is a row here and its encoder.
 */
import type { DatasetEncoder, EncoderOptions } from "./encoders/datasetEncoder.ts";
import type { WrittenIdType } from "./idBytes.ts";
import { parquetEncoder } from "./encoders/parquetEncoder.ts";
import { binEncoder, npyEncoder } from "./encoders/tokenEncoders.ts";
import { jsonLinesEncoder, npyWindowsEncoder } from "./encoders/windowEncoders.ts";

/** One file of a split. */
interface FormatFile {
  /** What follows the split's name: `train` + `-inputs.npy`. */
  readonly suffix: string;
  /** @throws RangeError on invalid window options */
  readonly encoder: (options: EncoderOptions) => DatasetEncoder;
}

interface Format {
  /** A name, the same in every language. */
  readonly label: string;
  /** The tokens as they come, or windows that are cut already. */
  readonly holds: "tokens" | "windows";
  /** Whether its rows have a column `labels`. */
  readonly hasLabels: boolean;
  /** How an id is stored: in the smallest type that the vocabulary fits in, or always in the same way. */
  readonly idType: "fitted" | "int32" | "json";
  /** Python that reads it. */
  readonly python: (idType: WrittenIdType) => string;
  readonly files: readonly FormatFile[];
}

export const formats = {
  bin: {
    label: "nanoGPT .bin",
    holds: "tokens",
    hasLabels: false,
    idType: "fitted",
    python: (idType) => `np.memmap(path, dtype=np.${idType}, mode="r")`,
    files: [{ suffix: ".bin", encoder: ({ idType }) => binEncoder(idType) }],
  },
  npy: {
    label: "NumPy .npy",
    holds: "tokens",
    hasLabels: false,
    idType: "fitted",
    python: () => 'np.load(path, mmap_mode="r")',
    files: [{ suffix: ".npy", encoder: ({ idType }) => npyEncoder(idType) }],
  },
  npyPairs: {
    label: "NumPy .npy",
    holds: "windows",
    hasLabels: false,
    idType: "fitted",
    python: () => 'inputs, targets = [np.load(path, mmap_mode="r") for path in paths]',
    files: [
      { suffix: "-inputs.npy", encoder: ({ idType, windows }) => npyWindowsEncoder(idType, windows, "input") },
      { suffix: "-targets.npy", encoder: ({ idType, windows }) => npyWindowsEncoder(idType, windows, "target") },
    ],
  },
  jsonLines: {
    label: "JSON Lines",
    holds: "windows",
    hasLabels: true,
    idType: "json",
    python: () => 'load_dataset("json", data_files=path)',
    files: [{ suffix: ".jsonl", encoder: ({ windows, labels }) => jsonLinesEncoder(windows, labels) }],
  },
  parquet: {
    label: "Parquet",
    holds: "windows",
    hasLabels: true,
    idType: "int32",
    python: () => 'load_dataset("parquet", data_files=path)',
    files: [{ suffix: ".parquet", encoder: ({ windows, labels }) => parquetEncoder(windows, labels) }],
  },
} as const satisfies Record<string, Format>;

export type DatasetFormat = keyof typeof formats;
/** How ids are stored in a file: little-endian in `.bin` and `.npy`. */
export type StoredIdType = WrittenIdType | Exclude<(typeof formats)[DatasetFormat]["idType"], "fitted">;

export const formatNames = Object.keys(formats) as DatasetFormat[]; // the keys of the table itself

export const formatOf = (name: DatasetFormat): Format => formats[name];

export function storedIdType(name: DatasetFormat, fitted: WrittenIdType): StoredIdType {
  const { idType } = formats[name];
  return idType === "fitted" ? fitted : idType;
}
