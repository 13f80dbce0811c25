/** The files of one split, written as ids arrive. */
import type { TokenIds } from "../../core/datasets/idBytes.ts";
import type { DatasetEncoder, EncoderOptions } from "../../core/datasets/encoders/datasetEncoder.ts";
import { type DatasetFormat, formats, storedIdType } from "../../core/datasets/formats.ts";
import type { ManifestOutput } from "../../core/datasets/manifest.ts";
import type { Split } from "../../core/datasets/split.ts";
import { windowCount } from "../../core/windows/slidingWindow.ts";
import type { NewFile } from "../platform/files.ts";
import type { DatasetIo } from "./exportJob.ts";
import { hashedFile, type HashedFile } from "./hashedFile.ts";
import { outputName } from "./outputNames.ts";

interface OpenFile {
  readonly name: string;
  readonly encoder: DatasetEncoder;
  readonly file: HashedFile;
}

export interface SplitWriter {
  readonly split: Split;
  /** Ids taken so far. */
  readonly tokenCount: number;
  /** The ids may be used again when it resolves. */
  push(ids: TokenIds): Promise<void>;
  /** Whether what it took gives anything to read: a token, or in a format of windows one window. */
  readonly isEmpty: boolean;
  /** Completes the files, still beside their places. */
  finish(): Promise<readonly ManifestOutput[]>;
  /** Removes the files. @returns the names they were to have */
  discard(): Promise<readonly string[]>;
}

/** @param files where each new file is put, for the caller to commit or discard */
export async function openSplit(
  io: DatasetIo,
  folder: string,
  split: Split,
  format: DatasetFormat,
  options: EncoderOptions,
  files: NewFile[],
): Promise<SplitWriter> {
  const open: OpenFile[] = [];
  const added: NewFile[] = [];
  for (const { suffix, encoder } of formats[format].files) {
    const name = outputName(split, suffix);
    const file = await io.create(folder, name);
    files.push(file);
    added.push(file);
    open.push({ name, encoder: encoder(options), file: hashedFile(file, () => io.sha256()) });
  }
  let tokenCount = 0;
  return {
    split,
    get tokenCount() {
      return tokenCount;
    },
    get isEmpty() {
      return formats[format].holds === "tokens" ? tokenCount === 0 : windowCount(tokenCount, options.windows) === 0;
    },
    push: async (ids) => {
      tokenCount += ids.length;
      for (const { encoder, file } of open) for (const bytes of encoder.push(ids)) await file.append(bytes);
    },
    finish: async () => {
      const outputs: ManifestOutput[] = [];
      for (const { name, encoder, file } of open) {
        const { tail, head, shape } = encoder.finish();
        for (const bytes of tail) await file.append(bytes);
        const { byteLength, sha256 } = await file.finish(head);
        outputs.push({ path: name, format, split, idType: storedIdType(format, options.idType), shape, byteLength, sha256 });
      }
      return outputs;
    },
    discard: async () => {
      for (const file of added) {
        await file.discard();
        files.splice(files.indexOf(file), 1);
      }
      return open.map(({ name }) => name);
    },
  };
}
