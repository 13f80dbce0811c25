/** How the files of an export are called: the names nanoGPT and Hugging Face's `load_dataset(folder)` look for. */
import { type DatasetFormat, formats } from "../../core/datasets/formats.ts";
import { manifestName } from "../../core/datasets/manifest.ts";
import type { Split, SplitOptions } from "../../core/datasets/split.ts";

const stems: Readonly<Record<Split, string>> = { train: "train", validation: "val" };

export const splitsOf = ({ by }: SplitOptions): readonly Split[] => (by === "none" ? ["train"] : ["train", "validation"]);

export const outputName = (split: Split, suffix: string): string => `${stems[split]}${suffix}`;

/** All names an export writes, the manifest last. */
export function outputNames(format: DatasetFormat, split: SplitOptions): string[] {
  const suffixes = formats[format].files.map(({ suffix }) => suffix);
  return [...splitsOf(split).flatMap((name) => suffixes.map((suffix) => outputName(name, suffix))), manifestName];
}
