/** A dataset file, written as ids arrive: an encoder turns ids into bytes to append. It holds one window or one row group, never the dataset. */
import type { WindowOptions } from "../../windows/slidingWindow.ts";
import type { TokenIds, WrittenIdType } from "../idBytes.ts";

/**
 * What the column `labels` of a row holds: the tokens one later, as `GPTDatasetV1`'s targets, for a loop that compares them as they are; or the
 * inputs once more, for models that shift labels themselves, as those of transformers do.
 */
export const labelKinds = ["shifted", "unshifted"] as const;
export type LabelKind = (typeof labelKinds)[number];

export interface EncoderOptions {
  readonly idType: WrittenIdType;
  readonly windows: WindowOptions;
  readonly labels: LabelKind;
}

export interface DatasetEncoder {
  /** Bytes to append for the next ids, in pieces of about a megabyte; they may be the ids' own. Read it to the end before the next call. */
  readonly push: (ids: TokenIds) => Iterable<Uint8Array>;
  /** Call once, after the last ids. */
  readonly finish: () => DatasetEnd;
}

export interface DatasetEnd {
  /** Bytes to append. */
  readonly tail: readonly Uint8Array<ArrayBuffer>[];
  /** Bytes that replace the start of the file, which held a place for them: hash the file only after that. */
  readonly head?: Uint8Array<ArrayBuffer>;
  /** [tokens] of a token file; [windows, maxLength] of a window file. */
  readonly shape: readonly number[];
}
