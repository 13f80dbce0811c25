/** Which files a dataset of a format consists of. `bin` and `npy` hold the tokens as they come; the others hold windows. */
import type { WindowOptions } from "../windows/slidingWindow.ts";
import type { DatasetEncoder } from "./datasetEncoder.ts";
import type { WrittenIdType } from "./idBytes.ts";
import { parquetEncoder } from "./parquetEncoder.ts";
import { binEncoder, npyEncoder } from "./tokenEncoders.ts";
import { jsonLinesEncoder, npyWindowsEncoder } from "./windowEncoders.ts";

/** `npyPairs`: inputs and targets as two arrays [windows, maxLength]. `jsonLines`, `parquet`: rows of `input_ids` and `labels`. */
export type DatasetFormat = "bin" | "npy" | "npyPairs" | "jsonLines" | "parquet";

export interface DatasetFile {
  /** What follows the split's name: `train` + `-inputs.npy`. */
  readonly suffix: string;
  readonly encoder: DatasetEncoder;
}

/** The files of one split, one encoder each; all of them take the same ids. @throws RangeError on invalid window options */
export function datasetFiles(format: DatasetFormat, type: WrittenIdType, windows: WindowOptions): DatasetFile[] {
  switch (format) {
    case "bin":
      return [{ suffix: ".bin", encoder: binEncoder(type) }];
    case "npy":
      return [{ suffix: ".npy", encoder: npyEncoder(type) }];
    case "npyPairs":
      return [
        { suffix: "-inputs.npy", encoder: npyWindowsEncoder(type, windows, "input") },
        { suffix: "-targets.npy", encoder: npyWindowsEncoder(type, windows, "target") },
      ];
    case "jsonLines":
      return [{ suffix: ".jsonl", encoder: jsonLinesEncoder(windows) }];
    case "parquet":
      return [{ suffix: ".parquet", encoder: parquetEncoder(windows) }];
  }
}
