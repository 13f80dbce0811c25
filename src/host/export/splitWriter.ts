/** The files of one split, written as ids arrive. */
import { type DatasetFile, type DatasetFormat, datasetFiles } from "../../core/datasets/datasetFiles.ts";
import type { WrittenIdType } from "../../core/datasets/idBytes.ts";
import { type ManifestOutput, storedIdType } from "../../core/datasets/manifest.ts";
import type { Split } from "../../core/datasets/split.ts";
import type { WindowOptions } from "../../core/windows/slidingWindow.ts";
import type { NewFile } from "../platform/files.ts";
import type { DatasetIo } from "./exportJob.ts";
import { outputName } from "./outputNames.ts";

/** Bytes read at once to hash a file whose start was replaced. */
const hashedAtOnce = 2 ** 20;

interface OpenFile {
  readonly name: string;
  readonly encoder: DatasetFile["encoder"];
  readonly file: NewFile;
}

export interface SplitWriter {
  readonly split: Split;
  /** Ids taken so far. */
  readonly tokenCount: number;
  push(ids: Int32Array): Promise<void>;
  /** Completes the files, still beside their places. */
  finish(): Promise<readonly ManifestOutput[]>;
}

/** @param files where each new file is put, for the caller to commit or discard */
export async function openSplit(
  io: DatasetIo,
  folder: string,
  split: Split,
  format: DatasetFormat,
  type: WrittenIdType,
  windows: WindowOptions,
  files: NewFile[],
): Promise<SplitWriter> {
  const open: OpenFile[] = [];
  for (const { suffix, encoder } of datasetFiles(format, type, windows)) {
    const name = outputName(split, suffix);
    const file = await io.create(folder, name);
    files.push(file);
    open.push({ name, encoder, file });
  }
  const lengths = open.map(() => 0);
  const hashers = open.map(() => io.sha256());
  let tokenCount = 0;

  const append = async (at: number, file: NewFile, bytes: Uint8Array): Promise<void> => {
    await file.write(bytes);
    hashers[at]?.update(bytes);
    lengths[at] = (lengths[at] ?? 0) + bytes.length;
  };
  return {
    split,
    get tokenCount() {
      return tokenCount;
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
        outputs.push({ path: name, format, split, idType: storedIdType(format, type), shape, byteLength, sha256 });
      }
      return outputs;
    },
  };
}

async function hashAgain(io: DatasetIo, file: NewFile, byteLength: number): Promise<ReturnType<DatasetIo["sha256"]>> {
  const hasher = io.sha256();
  for (let byteFrom = 0; byteFrom < byteLength; byteFrom += hashedAtOnce)
    hasher.update(await file.read({ byteFrom, byteTo: Math.min(byteFrom + hashedAtOnce, byteLength) }));
  return hasher;
}
