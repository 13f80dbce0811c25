/** Counts the tokens of chosen files: in workers where they reach the files, else here in slices. */
import * as vscode from "vscode";
import type { SkippedFile } from "../../core/datasets/manifest.ts";
import type { EncodingId } from "../../core/tokens/encodingSpec.ts";
import type { ChosenFile } from "../chosenFiles/chosenFiles.ts";
import type { Encodings } from "../documents/encodings.ts";
import type { Platform } from "../platform/platform.ts";
import { inOrder } from "../platform/workerPool.ts";
import { lensFromSettings } from "../settings.ts";
import { yieldToOthers } from "../slices.ts";
import { countFile, type CountFileTask, type FileResult } from "../tokenWorkers/countFile.ts";
import type { TokenWorkers } from "../tokenWorkers/tokenWorkers.ts";
import type { FileCount } from "./countTree.ts";

export interface CountServices {
  readonly platform: Platform;
  readonly encodings: Encodings;
  readonly workers: TokenWorkers;
  readonly log: vscode.LogOutputChannel;
}

export interface CountedFile extends FileCount {
  readonly uri: vscode.Uri;
}

export interface Counts {
  readonly encoding: string;
  readonly files: readonly CountedFile[];
  readonly skipped: readonly SkippedFile[];
}

/** Bytes worked on at once on the host: a few ms. */
const slicedLength = 2 ** 16;

/** @param known counts of files that have not changed since  @param onProgress told how many files are done
 *  @param wanted undefined: the settings' encoding */
export async function countFiles(
  { platform, encodings, workers, log }: CountServices,
  files: readonly ChosenFile[],
  known: ReadonlyMap<string, CountedFile>,
  signal: AbortSignal,
  onProgress: (done: number) => void,
  wanted?: EncodingId,
): Promise<Counts> {
  const lens = lensFromSettings(files[0]?.uri ?? vscode.Uri.file("/"), (sentence) => log.warn(sentence));
  const { endOfLine, specialTokens } = lens;
  const encoding = wanted ?? lens.encoding;
  return workers.use(encoding, async (pool) => {
    const isLocal = pool !== undefined && files.every(({ uri }) => uri.scheme === "file");
    const here = isLocal ? undefined : await encodings.get(encoding);
    const io = { open: (place: string) => platform.openFile(vscode.Uri.parse(place, true)), isUtf8: platform.isUtf8 };
    const work = async ({ uri }: ChosenFile): Promise<CountedFile | FileResult> => {
      const same = known.get(uri.toString());
      if (same !== undefined) return same;
      const task: CountFileTask = { kind: "countFile", place: here === undefined ? uri.fsPath : uri.toString(), endOfLine, specialTokens };
      if (here !== undefined) return countFile(task, io, here, slicedLength, yieldToOthers);
      const result = await pool?.run(task);
      if (result?.kind !== "counted" && result?.kind !== "skipped")
        throw new RangeError("A task to count a file was answered with something else.");
      return result;
    };
    const counted: CountedFile[] = [];
    const skipped: SkippedFile[] = [];
    let done = 0;
    for await (const result of inOrder(files, isLocal ? pool.atOnce : 1, work)) {
      signal.throwIfAborted();
      const file = files[done++];
      if (file === undefined) break; // there are as many results as files
      const { path, uri } = file;
      if (!("kind" in result)) counted.push(result);
      else if (result.kind === "counted") counted.push({ path, uri, tokenCount: result.tokenCount, byteLength: result.byteLength });
      else skipped.push({ path, reason: result.reason });
      onProgress(done);
    }
    return { encoding, files: counted, skipped };
  });
}
