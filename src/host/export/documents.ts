/** The documents of an export: which of them are text, and their bytes a part at a time. */
import { sentenceOf } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import type { LeftOut } from "../../core/datasets/manifest.ts";
import type { RandomAccessFile } from "../platform/files.ts";
import { type DocumentPart, documentParts } from "../tokenWorkers/documentParts.ts";
import type { Rooms } from "../tokenWorkers/rooms.ts";
import { notText } from "../tokenWorkers/textFile.ts";
import { type DatasetIo, ExportError, type ExportJob, type ExportOptions, type ExportSource } from "./exportJob.ts";
import { unreadable } from "../chosenFiles/unreadable.ts";

export interface Checked {
  readonly accepted: readonly ExportSource[];
  readonly skipped: readonly LeftOut[];
  /** Bytes of the documents accepted: what progress is measured in. */
  readonly length: number;
}

/** Reads every file once: what is no text is left out before anything depends on how many documents there are. */
export async function checkSources(job: ExportJob, io: DatasetIo, { signal, pause, onProgress }: ExportOptions): Promise<Checked> {
  const accepted: ExportSource[] = [];
  const skipped: LeftOut[] = [];
  let length = 0;
  for (const [index, source] of job.sources.entries()) {
    try {
      const file = await openSource(source, io);
      try {
        const reason = await notText(file, io.isUtf8, job.chunkLength, signal, pause);
        if (reason === undefined) {
          accepted.push(source);
          length += file.length;
        } else skipped.push({ path: source.path, reason });
      } finally {
        await file.close();
      }
    } catch (error) {
      signal.throwIfAborted();
      skipped.push({ path: source.path, reason: unreadable(error) });
    }
    onProgress({ phase: "checking", done: (index + 1) / job.sources.length, byteCount: length, tokenCount: 0 });
  }
  return { accepted, skipped, length };
}

/** What of a document comes next. */
export type DocumentItem =
  | (DocumentPart & { readonly kind: "part"; readonly index: number; readonly path: string })
  /** All of it was read: what the manifest says of its bytes. */
  | { readonly kind: "end"; readonly index: number; readonly path: string; readonly byteLength: number; readonly sha256: string };

/** The parts of all documents, each document with its end. @throws ExportError when a file is no text any more */
export async function* documentItems(
  sources: readonly ExportSource[],
  { chunkLength }: ExportJob,
  io: DatasetIo,
  lastSafeCut: (text: string) => number,
  rooms: Rooms,
): AsyncGenerator<DocumentItem, void> {
  for (const [index, source] of sources.entries()) {
    const { path } = source;
    const hasher = io.sha256();
    let byteLength = 0;
    const file = await openSource(source, io).catch((error: unknown) => {
      throw new ExportError(say`${path} ${unreadable(error)}. Export again when it is there.`);
    });
    try {
      const onRead = (bytes: Uint8Array): void => {
        hasher.update(bytes);
        byteLength += bytes.length;
      };
      for await (const part of documentParts(file, chunkLength, lastSafeCut, onRead, rooms)) yield { kind: "part", index, path, ...part };
    } catch (error) {
      if (error instanceof RangeError) throw new ExportError(say`${path}: ${sentenceOf(error)} Export again when it is at rest.`);
      throw error;
    } finally {
      await file.close();
    }
    yield { kind: "end", index, path, byteLength, sha256: await hasher.digest() };
  }
}

export const changed = (path: string): ExportError =>
  new ExportError(say`${path} changed while it was being read. Export again when it is at rest.`);

/** A text is a file in memory. */
function openSource(source: ExportSource, io: DatasetIo): Promise<RandomAccessFile> {
  if (source.kind === "file") return io.open(source.place);
  const bytes = new TextEncoder().encode(source.text);
  return Promise.resolve({
    length: bytes.length,
    read: ({ byteFrom, byteTo }) => Promise.resolve(bytes.subarray(byteFrom, byteTo)),
    close: () => Promise.resolve(),
  });
}
