/** The documents of an export: which of them are text, and their texts a piece at a time. */
import type { SkippedFile } from "../../core/datasets/manifest.ts";
import { textStream } from "../../core/datasets/textStream.ts";
import type { RandomAccessFile } from "../platform/files.ts";
import { type DatasetIo, ExportError, type ExportJob, type ExportOptions, type ExportSource } from "./exportJob.ts";
import { unreadable } from "../chosenFiles/unreadable.ts";

/** As Git does: a NUL this near to the start tells a binary file. Bytes. */
const binaryWithin = 8000;

export interface Checked {
  readonly accepted: readonly ExportSource[];
  readonly skipped: readonly SkippedFile[];
  /** Bytes of the files accepted, and code units of the texts: what progress is measured in. */
  readonly length: number;
}

/** Reads every file once: what is no text is left out before anything depends on how many documents there are. */
export async function checkSources(job: ExportJob, io: DatasetIo, { signal, pause, onProgress }: ExportOptions): Promise<Checked> {
  const accepted: ExportSource[] = [];
  const skipped: SkippedFile[] = [];
  let length = 0;
  for (const [index, source] of job.sources.entries()) {
    if (source.kind === "text") {
      accepted.push(source);
      length += source.text.length;
      continue;
    }
    const found = await check(io, source.place, job.chunkLength, signal, pause);
    if (typeof found === "string") skipped.push({ path: source.path, reason: found });
    else {
      accepted.push(source);
      length += found;
    }
    onProgress({ phase: "checking", done: (index + 1) / job.sources.length, byteCount: length, tokenCount: 0 });
  }
  return { accepted, skipped, length };
}

/** @returns the file's length in bytes, or why it is left out */
async function check(
  io: DatasetIo,
  place: string,
  chunkLength: number,
  signal: AbortSignal,
  pause: () => Promise<void>,
): Promise<number | string> {
  let file: RandomAccessFile;
  try {
    file = await io.open(place);
  } catch (error) {
    return unreadable(error);
  }
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    for (let byteFrom = 0; byteFrom < file.length; byteFrom += chunkLength) {
      signal.throwIfAborted();
      const bytes = await file.read({ byteFrom, byteTo: Math.min(byteFrom + chunkLength, file.length) });
      if (byteFrom === 0 && bytes.subarray(0, binaryWithin).includes(0)) return "is a binary file: it holds NUL bytes";
      decoder.decode(bytes, { stream: true });
      await pause();
    }
    decoder.decode();
    return file.length;
  } catch (error) {
    if (error instanceof TypeError) return "is not UTF-8 text; save it with encoding UTF-8 to take it in";
    signal.throwIfAborted();
    return unreadable(error);
  } finally {
    await file.close();
  }
}

/** One document read through: what the manifest says of its bytes. */
export interface ReadDocument {
  readonly byteLength: number;
  readonly sha256: string;
}

export interface ReadingOptions {
  readonly endOfLine: "lf" | "document";
  readonly chunkLength: number;
  /** The encoding's. */
  readonly lastSafeCut: (text: string) => number;
}

/**
 * Gives a document's text to `take`, a piece at a time, cut where the ids of the pieces are the ids of the whole.
 * @param onRead told how many bytes (or code units of a text) were read with each piece
 * @throws ExportError when the file is no text any more
 */
export async function readDocument(
  source: ExportSource,
  { endOfLine, chunkLength, lastSafeCut }: ReadingOptions,
  io: DatasetIo,
  take: (text: string) => Promise<void>,
  onRead: (length: number) => Promise<void>,
): Promise<ReadDocument> {
  const stream = textStream(endOfLine, lastSafeCut);
  const hasher = io.sha256();
  let byteLength = 0;
  if (source.kind === "text") {
    const { text } = source;
    for (let from = 0; from < text.length;) {
      let to = Math.min(from + chunkLength, text.length);
      if (to < text.length && (text.charCodeAt(to) & 0xfc00) === 0xdc00) to++; // not between two surrogates
      const part = text.slice(from, to);
      const bytes = new TextEncoder().encode(part);
      hasher.update(bytes);
      byteLength += bytes.length;
      await take(stream.pushText(part));
      await onRead(to - from);
      from = to;
    }
    await take(stream.finish());
    return { byteLength, sha256: await hasher.digest() };
  }
  const file = await io.open(source.place);
  try {
    while (byteLength < file.length) {
      const bytes = await file.read({ byteFrom: byteLength, byteTo: Math.min(byteLength + chunkLength, file.length) });
      if (bytes.length === 0) throw changed(source.path);
      hasher.update(bytes);
      byteLength += bytes.length;
      await take(decoded(source.path, () => stream.pushBytes(bytes)));
      await onRead(bytes.length);
    }
    await take(decoded(source.path, () => stream.finish()));
    return { byteLength, sha256: await hasher.digest() };
  } finally {
    await file.close();
  }
}

function decoded(path: string, read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) throw changed(path);
    throw new ExportError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const changed = (path: string): ExportError => new ExportError(`${path} changed while it was being read. Export again when it is at rest.`);
