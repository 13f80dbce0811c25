/** A chosen checkpoint: one file, or the index of several, and the tensors in it. Only headers are read here. */
import { errorText } from "../said.ts";
import * as vscode from "vscode";
import { inFile } from "../../core/checkpoints/checkpointError.ts";
import { isShardIndexName, readShardIndex, readTensors } from "../../core/checkpoints/checkpointFile.ts";
import { tableParts } from "../../core/checkpoints/heldRows.ts";
import { type Reading, type ReadOptions, runReading } from "../../core/checkpoints/reading.ts";
import { shardsToOpen, toShardTensors } from "../../core/checkpoints/formats/shardIndex.ts";
import type { ByteRange, Tensor } from "../../core/checkpoints/tensor.ts";
import { nameOf } from "../names.ts";
import { UserError } from "../errors.ts";
import { yieldToOthers } from "../slices.ts";
import type { RandomAccessFile } from "../platform/files.ts";
import type { Platform } from "../platform/platform.ts";

/** A tensor, and the file its bytes are in. */
export interface PlacedTensor extends Tensor {
  readonly file: vscode.Uri;
}

/** What the headers of a checkpoint say. */
export interface Checkpoint {
  readonly uri: vscode.Uri;
  /** Of the files that hold tables by known names, or of all. */
  readonly tensors: readonly PlacedTensor[];
  /** All tensors of the checkpoint. */
  readonly names: readonly string[];
}

/** @throws CheckpointError, or the file system's error, with a sentence for the user */
export async function readCheckpoint(platform: Platform, uri: vscode.Uri, options: ReadOptions): Promise<Checkpoint> {
  if (!isShardIndexName(nameOf(uri))) {
    const tensors = await readFileTensors(platform, uri, options);
    return { uri, tensors, names: tensors.map(({ name }) => name) };
  }
  const index = await readFile(platform, uri, (length) => readShardIndex(nameOf(uri), length), options);
  const tensors: PlacedTensor[] = [];
  for (const shard of shardsToOpen(index)) {
    const file = vscode.Uri.joinPath(uri, "..", shard);
    const inShard = await readFileTensors(platform, file, options);
    const found = await naming(uri, () => toShardTensors(index, shard, inShard));
    tensors.push(...found.map((tensor) => ({ ...tensor, file })));
  }
  return { uri, tensors, names: [...index.keys()] };
}

/** @throws UserError when there is no such file; hosts tell of that in words of their own */
export async function statOf(uri: vscode.Uri): Promise<vscode.FileStat> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError) || error.code !== "FileNotFound") throw error;
    const folder = vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, ".."));
    throw new UserError(
      vscode.l10n.t("There is no file {0} in {1}. Put it back, or load the embedding weights from another file.", nameOf(uri), folder),
    );
  }
}

async function readFileTensors(platform: Platform, uri: vscode.Uri, options: ReadOptions): Promise<readonly PlacedTensor[]> {
  const tensors = await readFile(platform, uri, (length) => readTensors(nameOf(uri), length), options);
  return tensors.map((tensor) => ({ ...tensor, file: uri }));
}

/** @param readingOf the reading of a file of this length */
async function readFile<Result>(
  platform: Platform,
  uri: vscode.Uri,
  readingOf: (fileLength: number) => Reading<Result>,
  options: ReadOptions,
): Promise<Result> {
  return withFile(platform, uri, (file) => runReading(readingOf(file.length), bytesOf(uri, file), options));
}

/** @throws with a sentence that says which file */
async function withFile<Result>(platform: Platform, uri: vscode.Uri, use: (file: RandomAccessFile) => Promise<Result>): Promise<Result> {
  await statOf(uri);
  const file = await platform.openFile(uri);
  try {
    return await naming(uri, () => use(file));
  } finally {
    await file.close();
  }
}

/** The file's bytes; where a reading asks for none, others go first.  @throws UserError when the disk gives none */
const bytesOf =
  (uri: vscode.Uri, file: RandomAccessFile) =>
  async (range: ByteRange): Promise<Uint8Array> => {
    if (range.byteFrom === range.byteTo) {
      await yieldToOthers();
      return new Uint8Array(0);
    }
    try {
      return await file.read(range);
    } catch (error) {
      const sentence = vscode.l10n.t(
        "{0} could not be read at byte {1} ({2}). Load the embedding weights again.",
        nameOf(uri),
        range.byteFrom,
        errorText(error),
      );
      throw new UserError(sentence);
    }
  };

/**
 * Reads only the tensor's own bytes, a few megabytes at a time.
 * @param held the ids whose rows are wanted; undefined: all  @param use is given the values in order, and awaited
 */
export async function readPlacedTable(
  platform: Platform,
  tensor: PlacedTensor,
  held: Int32Array | undefined,
  options: ReadOptions,
  use: (values: Float32Array) => Promise<void>,
): Promise<void> {
  await withFile(platform, tensor.file, async (file) => {
    const total = held?.length ?? tensor.shape[0] ?? 0;
    let done = 0;
    for (const { rows, reading } of tableParts(tensor, held)) {
      const from = done;
      const onProgress = (progress: number): void => options.onProgress?.((from + rows * progress) / total);
      const { values } = await runReading(reading, bytesOf(tensor.file, file), { ...options, onProgress });
      await use(values);
      done += rows;
    }
  });
}

/** A sentence about a damaged file says which file. */
async function naming<Result>(uri: vscode.Uri, read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw inFile(nameOf(uri), error);
  }
}
