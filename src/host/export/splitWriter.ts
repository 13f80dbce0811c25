/** The files of one split, written as ids arrive. */
import type { TokenIds } from "../../core/datasets/idBytes.ts";
import type { DatasetEncoder, EncoderOptions } from "../../core/datasets/encoders/datasetEncoder.ts";
import { type DatasetFormat, formats, storedIdType } from "../../core/datasets/formats.ts";
import type { ManifestOutput } from "../../core/datasets/manifest.ts";
import type { Split } from "../../core/datasets/split.ts";
import { windowCount } from "../../core/windows/slidingWindow.ts";
import type { NewFile } from "../platform/files.ts";
import type { DatasetIo } from "./exportJob.ts";
import { outputName } from "./outputNames.ts";

/** Bytes read at once to hash a file whose start was replaced. */
const hashedAtOnce = 2 ** 20;

interface OpenFile {
  readonly name: string;
  readonly encoder: DatasetEncoder;
  readonly file: NewFile;
}

export interface SplitWriter {
  readonly split: Split;
  /** Ids taken so far. */
  readonly tokenCount: number;
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
  for (const { suffix, encoder } of formats[format].files) {
    const name = outputName(split, suffix);
    const file = await io.create(folder, name);
    files.push(file);
    open.push({ name, encoder: encoder(options), file });
  }
  const lengths = open.map(() => 0);
  const hashers = open.map(() => io.sha256());
  let tokenCount = 0;

  const append = async (at: number, file: NewFile, bytes: Uint8Array): Promise<void> => {
    const written = file.write(bytes); // on another thread, where there is one, while this one hashes
    hashers[at]?.update(bytes);
    await written;
    lengths[at] = (lengths[at] ?? 0) + bytes.length;
  };
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
      for (const [at, { encoder, file }] of open.entries()) for (const bytes of encoder.push(ids)) await append(at, file, bytes);
    },
    finish: async () => {
      const outputs: ManifestOutput[] = [];
      for (const [at, { name, encoder, file }] of open.entries()) {
        const { tail, head, shape } = encoder.finish();
        for (const bytes of tail) await append(at, file, bytes);
        const byteLength = lengths[at] ?? 0;
        if (head !== undefined) {
          await file.replaceStart(head);
          hashers[at] = await hashAgain(io, file, byteLength);
        }
        const sha256 = (await hashers[at]?.digest()) ?? "";
        await file.finish();
        outputs.push({ path: name, format, split, idType: storedIdType(format, options.idType), shape, byteLength, sha256 });
      }
      return outputs;
    },
    discard: async () => {
      for (const { file } of open) {
        await file.discard();
        files.splice(files.indexOf(file), 1);
      }
      return open.map(({ name }) => name);
    },
  };
}

async function hashAgain(io: DatasetIo, file: NewFile, byteLength: number): Promise<ReturnType<DatasetIo["sha256"]>> {
  const hasher = io.sha256();
  for (let byteFrom = 0; byteFrom < byteLength; byteFrom += hashedAtOnce)
    hasher.update(await file.read({ byteFrom, byteTo: Math.min(byteFrom + hashedAtOnce, byteLength) }));
  return hasher;
}
