/**
 * An export from documents to files: parts of documents → ids, by as many workers as there are → one writer per split, in order → files beside
 * their places → all of them renamed, the manifest last. Memory does not grow with the dataset. Runs in a worker or, in slices, on the host.
 */
import { formats } from "../../core/datasets/formats.ts";
import { idTypeFor, type OwnTokenIds, type TokenIds } from "../../core/datasets/idBytes.ts";
import {
  type DatasetManifest,
  type ManifestInput,
  type ManifestOutput,
  manifestName,
  manifestVersion,
  type SkippedFile,
  splitLedger,
  writeManifest,
} from "../../core/datasets/manifest.ts";
import { separatesAfter, separatesBefore } from "../../core/datasets/separator.ts";
import { type Split, splitIds, splitOfDocument, splitProblem, validationFrom } from "../../core/datasets/split.ts";
import type { NewFile } from "../platform/files.ts";
import { inOrder } from "../platform/workerPool.ts";
import { changed, checkSources, type DocumentItem, documentItems } from "./documents.ts";
import { type DatasetIo, ExportError, type ExportJob, type ExportOptions, type ExportSource, type Tokenizer } from "./exportJob.ts";
import { Rooms } from "../tokenWorkers/rooms.ts";
import { withWriteErrors } from "./writeErrors.ts";
import { openSpool } from "./spool.ts";
import { openSplit, type SplitWriter } from "./splitWriter.ts";
import { splitsOf } from "./outputNames.ts";

/** Where the ids of documents go. */
interface IdSink {
  readonly tokenCount: number;
  push(ids: TokenIds): Promise<void>;
}

/** A document read, and its place among the ids of its sink. */
interface ReadInput {
  readonly input: Omit<ManifestInput, "split">;
  readonly tokenFrom: number;
}

/** One export at work. */
interface Run {
  readonly job: ExportJob;
  readonly io: DatasetIo;
  readonly tokenizer: Tokenizer;
  readonly options: ExportOptions;
  readonly sources: readonly ExportSource[];
  /** Of all sources, as progress counts it. */
  readonly length: number;
}

/** @throws ExportError for what the user can mend; the signal's reason when aborted: then nothing is left behind */
export async function runExport(job: ExportJob, files: DatasetIo, tokenizer: Tokenizer, options: ExportOptions): Promise<DatasetManifest> {
  const io = withWriteErrors(files);
  const { accepted, skipped, length } = await checkSources(job, io, options);
  if (accepted.length === 0) throw new ExportError("None of the chosen files is UTF-8 text: there is nothing to export.");
  const problem = splitProblem(job.options.split, accepted.length);
  if (problem !== undefined) throw new ExportError(problem);
  await io.removeLeftovers(job.folder);
  const written: NewFile[] = [];
  try {
    const encoderOptions = { idType: idTypeFor(job.vocabSize), windows: job.options, labels: job.options.labels };
    const writers: SplitWriter[] = [];
    for (const split of splitsOf(job.options.split))
      writers.push(await openSplit(io, job.folder, split, job.format, encoderOptions, written));
    const inputs = await writeDocuments({ job, io, tokenizer, options, sources: accepted, length }, writers);
    const { outputs, notWritten } = await finishAll(job, writers);
    const manifest: DatasetManifest = {
      tokenscopeDataset: manifestVersion,
      encoding: job.encoding,
      ...(job.tokenizer === undefined ? {} : { tokenizer: job.tokenizer }),
      vocabSize: job.vocabSize,
      options: job.options,
      inputs,
      skipped: byPath([...job.skipped, ...skipped]),
      outputs,
      earlier: job.earlier,
      ledgers: writers.map(({ split, tokenCount }) => splitLedger(split, tokenCount, job.options)),
    };
    const manifestFile = await io.create(job.folder, manifestName);
    written.push(manifestFile);
    await manifestFile.write(new TextEncoder().encode(writeManifest(manifest)));
    await manifestFile.finish();
    options.signal.throwIfAborted();
    // What has no file now must not be found as a file of before: whoever loads the folder would take both.
    for (const name of notWritten) await io.remove(job.folder, name);
    for (const file of written) await file.commit();
    return manifest;
  } finally {
    for (const file of written) await file.discard();
  }
}

const byPath = (files: readonly SkippedFile[]): readonly SkippedFile[] =>
  files.toSorted(({ path: a }, { path: b }) => (a < b ? -1 : a > b ? 1 : 0));

/** The writer of a split; the job opened one for each split it names. */
const writerOf = (writers: readonly SplitWriter[], split: Split): SplitWriter => {
  const found = writers.find((writer) => writer.split === split);
  if (found === undefined) throw new RangeError(`There is no file for the split ${split}.`);
  return found;
};

async function writeDocuments(run: Run, writers: readonly SplitWriter[]): Promise<readonly ManifestInput[]> {
  const { job, io, options } = run;
  const { split } = job.options;
  const splitOf = (index: number): Split => splitOfDocument(index, split);
  if (split.by !== "token") {
    const read = await encodeDocuments(run, (index) => writerOf(writers, splitOf(index)));
    return read.map(({ input }, index) => ({ ...input, split: splitOf(index) }));
  }
  // Where the training part ends is known only when all tokens are: until then a file of their own holds the ids.
  const spool = await openSpool(io, job.folder);
  try {
    const read = await encodeDocuments(run, () => spool);
    const cut = validationFrom(spool.tokenCount, split);
    let tokenFrom = 0;
    for await (const ids of spool.readBack(job.chunkLength)) {
      options.signal.throwIfAborted();
      const parts = splitIds(ids, tokenFrom, cut);
      for (const name of ["train", "validation"] as const) if (parts[name].length > 0) await writerOf(writers, name).push(parts[name]);
      tokenFrom += ids.length;
      await options.pause();
    }
    return read.map(({ input, tokenFrom: from }) => {
      const isTrain = from + input.tokenCount <= cut;
      return { ...input, split: isTrain ? "train" : from >= cut ? "validation" : "both" };
    });
  } finally {
    await spool.discard();
  }
}

/** @param sinkOf where the ids of the document go */
async function encodeDocuments(
  { job, io, tokenizer, options, sources, length }: Run,
  sinkOf: (index: number) => IdSink,
): Promise<readonly ReadInput[]> {
  const { separatorId, separatorPlace } = job.options;
  const separator = separatorId === null ? undefined : Int32Array.of(separatorId);
  const read: ReadInput[] = [];
  let done = 0;
  let allTokens = 0;
  let tokenCount = 0; // of the document that is being read
  let tokenFrom = 0;
  const rooms = new Rooms();
  const items = documentItems(sources, job, io, (text) => tokenizer.lastSafeCut(text), rooms);
  for await (const item of inOrder(items, tokenizer.atOnce, (next) => tokenized(next, job, tokenizer))) {
    options.signal.throwIfAborted();
    const { index, path } = item;
    const sink = sinkOf(index);
    if (item.kind === "end") {
      if (tokenCount === 0) tokenFrom = sink.tokenCount;
      else if (separator !== undefined && separatesAfter(separatorPlace)) await sink.push(separator);
      read.push({ input: { path, byteLength: item.byteLength, sha256: item.sha256, tokenCount }, tokenFrom });
      tokenCount = 0;
      continue;
    }
    if (tokenCount === 0 && item.ids.length > 0) {
      if (separator !== undefined && separatesBefore(separatorPlace, sink.tokenCount === 0)) await sink.push(separator);
      tokenFrom = sink.tokenCount;
    }
    tokenCount += item.ids.length;
    allTokens += item.ids.length;
    await sink.push(item.ids);
    rooms.give(item.ids.buffer); // a sink has used or copied them
    done += item.byteLength;
    options.onProgress({ phase: "writing", done: done / length, byteCount: done, tokenCount: allTokens });
    await options.pause();
  }
  if (allTokens === 0) throw new ExportError("The chosen text is empty: there are no tokens to export.");
  return read;
}

type Ended = Extract<DocumentItem, { readonly kind: "end" }>;
type TokenizedPart = Pick<DocumentItem, "index" | "path"> & {
  readonly kind: "ids";
  readonly ids: OwnTokenIds;
  readonly byteLength: number;
};

/** @throws ExportError naming the document and what is wrong with it */
async function tokenized(item: DocumentItem, job: ExportJob, tokenizer: Tokenizer): Promise<Ended | TokenizedPart> {
  if (item.kind === "end") return item;
  const { index, path, bytes, isFirst } = item;
  const { endOfLine, specialTokens } = job.options;
  const byteLength = bytes.length; // before the bytes change hands
  const result = await tokenizer.run({ kind: "encode", bytes, isFirst, endOfLine, specialTokens });
  switch (result.kind) {
    case "ids":
      return { kind: "ids", index, path, ids: result.ids, byteLength };
    case "special":
      throw new ExportError(
        `${path} holds the special token ${result.token}, and special tokens are set to "error". Remove it, or set them to "allow" or "text".`,
      );
    case "notText":
      throw changed(path);
    case "count":
      throw new RangeError("A task to encode was answered with a count."); // a fault of ours
  }
}

/** Completes the files of each split that has anything to read. @returns also the names of those that get no file */
async function finishAll(
  { format, options }: ExportJob,
  writers: readonly SplitWriter[],
): Promise<{ readonly outputs: ManifestOutput[]; readonly notWritten: string[] }> {
  const outputs: ManifestOutput[] = [];
  const notWritten: string[] = [];
  for (const writer of writers) {
    if (!writer.isEmpty) outputs.push(...(await writer.finish()));
    else if (writer.split === "train") throw new ExportError(tooShort(format, writer.tokenCount, options.maxLength));
    else notWritten.push(...(await writer.discard()));
  }
  return { outputs, notWritten };
}

function tooShort(format: ExportJob["format"], tokenCount: number, maxLength: number): string {
  if (formats[format].holds === "tokens") return "There are no tokens for training. Choose more text, or a smaller part for validation.";
  return `${tokenCount} tokens for training give no window: one of ${maxLength} and its targets take ${maxLength + 1}. Choose a smaller max_length, or more text.`;
}
