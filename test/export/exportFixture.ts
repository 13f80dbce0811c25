/** A folder of documents to export, and the export of it run in this process, on this machine's disk. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { DatasetManifest } from "../../src/core/datasets/manifest.ts";
import type { DatasetIo, ExportJob, ExportProgress, Tokenizer } from "../../src/host/export/exportJob.ts";
import { runExport } from "../../src/host/export/runExport.ts";
import { localIo } from "../../src/host/platform/node/localIo.ts";
import { TokenTasks } from "../../src/host/tokenWorkers/tokenTask.ts";
import { loadEncoding } from "../support/encodings.ts";

export interface ExportFixture {
  /** What exists in it after an export is the export's. */
  readonly out: string;
  job(changes: Partial<Omit<ExportJob, "options">> & { readonly options?: Partial<ExportJob["options"]> }): ExportJob;
  bytes(name: string): Promise<Uint8Array>;
  remove(): Promise<void>;
}

/** @param documents path → content */
export async function exportFixture(documents: Readonly<Record<string, string | Uint8Array>>): Promise<ExportFixture> {
  const folder = await mkdtemp(join(tmpdir(), "tokenscope-export-"));
  const out = join(folder, "out");
  await mkdir(out);
  for (const [path, content] of Object.entries(documents)) {
    await mkdir(dirname(join(folder, "in", path)), { recursive: true });
    await writeFile(join(folder, "in", path), content);
  }
  return {
    out,
    job: ({ options, ...changes }) => ({
      sources: Object.keys(documents).map((path) => ({ kind: "file", path, place: join(folder, "in", path) })),
      skipped: [],
      earlier: [],
      folder: out,
      encoding: "gpt2",
      tokenizer: undefined,
      vocabSize: 50257,
      format: "bin",
      chunkLength: 1000,
      ...changes,
      options: {
        specialTokens: "allow",
        endOfLine: "lf",
        separatorId: 50256,
        separatorPlace: "between",
        labels: "shifted",
        split: { by: "none", validationFraction: 0 },
        maxLength: 4,
        stride: 4,
        batchSize: 8,
        dropLast: true,
        ...options,
      },
    }),
    bytes: (name) => readFile(join(out, name)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function runHere(
  job: ExportJob,
  signal = new AbortController().signal,
  onProgress: (progress: ExportProgress) => void = () => undefined,
  io: DatasetIo = localIo,
): Promise<DatasetManifest> {
  const encoding = await loadEncoding(job.encoding);
  const tasks = new TokenTasks(encoding, io.isUtf8);
  const tokenizer: Tokenizer = {
    atOnce: 3,
    run: (some) => Promise.resolve(some.map((task) => tasks.do(task))),
    lastSafeCut: (text) => encoding.lastSafeCut(text),
  };
  return runExport(job, io, tokenizer, { signal, pause: () => Promise.resolve(), onProgress });
}

export const uint16 = (bytes: Uint8Array): number[] => [...new Uint16Array(bytes.slice().buffer)];
