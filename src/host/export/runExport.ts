/**
 * An export from documents to files: parts of documents → ids, by as many workers as there are → one writer per split, in order → files beside
 * their places → all of them renamed, the manifest last. Memory does not grow with the dataset. Runs in a worker or, in slices, on the host.
 */
import { rangeError } from "../../core/errors.ts";
import { inEnglish, say, type Sentence } from "../../core/sentence.ts";
import { formats } from "../../core/datasets/formats.ts";
import { idTypeFor } from "../../core/datasets/idBytes.ts";
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
import { type Split, splitIds, splitOfDocument, splitProblem, validationFrom } from "../../core/datasets/split.ts";
import type { NewFile } from "../platform/files.ts";
import { checkSources } from "./documents.ts";
import { type DatasetIo, ExportError, type ExportJob, type ExportOptions, type Tokenizer } from "./exportJob.ts";
import { withWriteErrors } from "./writeErrors.ts";
import { encodeDocuments, type EncodeRun } from "./encodeDocuments.ts";
import { openSpool } from "./spool.ts";
import { openSplit, type SplitWriter } from "./splitWriter.ts";
import { splitsOf } from "./outputNames.ts";

/** @throws ExportError for what the user can mend; the signal's reason when aborted: then nothing is left behind */
export async function runExport(job: ExportJob, files: DatasetIo, tokenizer: Tokenizer, options: ExportOptions): Promise<DatasetManifest> {
  const io = withWriteErrors(files);
  const { accepted, skipped, length } = await checkSources(job, io, options);
  if (accepted.length === 0) throw new ExportError(say`None of the chosen files is UTF-8 text: there is nothing to export.`);
  const problem = splitProblem(job.options.split, accepted.length);
  if (problem !== undefined) throw new ExportError(problem);
  await io.removeLeftovers(job.folder);
  const written: NewFile[] = [];
  try {
    const encoderOptions = { idType: idTypeFor(job.vocabSize), windows: job.options, labels: job.options.labels };
    const writers: SplitWriter[] = [];
    for (const split of splitsOf(job.options.split))
      writers.push(await openSplit(io, job.folder, split, job.format, encoderOptions, written));
    if ((await io.countBeingWritten(job.folder)) > written.length) throw new ExportError(writtenByOthers); // the files of one with the manifest of another
    const inputs = await writeDocuments({ job, io, tokenizer, options, sources: accepted, length }, writers);
    const { outputs, notWritten } = await finishAll(job, writers);
    const manifest: DatasetManifest = {
      tokenscopeDataset: manifestVersion,
      encoding: job.encoding,
      ...(job.tokenizer === undefined ? {} : { tokenizer: job.tokenizer }),
      vocabSize: job.vocabSize,
      options: job.options,
      inputs,
      skipped: byPath([...job.skipped, ...skipped].map(({ path, reason }) => ({ path, reason: inEnglish(reason) }))),
      outputs,
      earlier: job.earlier,
      ledgers: writers.map(({ split, tokenCount }) => splitLedger(split, tokenCount, job.options)),
    };
    const manifestFile = await io.create(job.folder, manifestName);
    written.push(manifestFile);
    await manifestFile.write(new TextEncoder().encode(writeManifest(manifest)));
    await manifestFile.finish();
    options.signal.throwIfAborted();
    for (const file of written) if (file !== manifestFile) await file.commit();
    // What has no file now must not be found as a file of before: whoever loads the folder would take both.
    for (const name of notWritten) await io.remove(job.folder, name);
    await manifestFile.commit();
    return manifest;
  } finally {
    // What can't be removed now is removed by the next export; the others are not left for it.
    for (const file of written) await file.discard().catch(() => undefined);
  }
}

const writtenByOthers = say`Another export is writing into this folder. Wait until it is done, or choose another folder, then export again.`;

const byPath = (files: readonly SkippedFile[]): readonly SkippedFile[] =>
  files.toSorted(({ path: a }, { path: b }) => (a < b ? -1 : a > b ? 1 : 0));

/** The writer of a split; the job opened one for each split it names. */
const writerOf = (writers: readonly SplitWriter[], split: Split): SplitWriter => {
  const found = writers.find((writer) => writer.split === split);
  if (found === undefined) throw rangeError(say`There is no file for the split ${split}.`);
  return found;
};

async function writeDocuments(run: EncodeRun, writers: readonly SplitWriter[]): Promise<readonly ManifestInput[]> {
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

function tooShort(format: ExportJob["format"], tokenCount: number, maxLength: number): Sentence {
  if (formats[format].holds === "tokens") return say`There are no tokens for training. Choose more text, or a smaller part for validation.`;
  return say`${tokenCount} tokens for training give no window: one of ${maxLength} and its targets take ${maxLength + 1}. Choose a smaller max_length, or more text.`;
}
