/** Counts the tokens of chosen files: in workers where they reach the files, else here in slices. */
import * as vscode from "vscode";
import type { LeftOut } from "../../core/datasets/manifest.ts";
import { findBuiltIn } from "../../core/tokens/catalogue.ts";
import type { Encoding } from "../../core/tokens/encoding.ts";
import { addedCount, addedTokens } from "../../core/tokens/template.ts";
import type { EncodingId } from "../../core/tokens/encodingSpec.ts";
import type { ChosenFile } from "../chosenFiles/chosenFiles.ts";
import { labelWith } from "../documents/encodingLabel.ts";
import type { Encodings } from "../documents/encodings.ts";
import type { RandomAccessFile } from "../platform/files.ts";
import type { Platform } from "../platform/platform.ts";
import { inGroups, inOrder } from "../platform/workerPool.ts";
import { lensFromSettings } from "../settings.ts";
import { yieldToOthers } from "../slices.ts";
import { countFile, countHere, type FileResult, type PartCounter, type WorkerResult } from "../tokenWorkers/countFile.ts";
import { TokenTasks } from "../tokenWorkers/tokenTask.ts";
import type { TokenPool, TokenWorkers } from "../tokenWorkers/tokenWorkers.ts";
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
  /** What people call it. */
  readonly encoding: string;
  /** All that counts depend on beside the files. */
  readonly countedAs: string;
  readonly files: readonly CountedFile[];
  readonly skipped: readonly LeftOut[];
}

/** Bytes worked on at once: here a few ms; by a worker as much as is worth a message. */
const partLengths = { here: 2 ** 16, worker: 2 ** 20 };

/** Files that go to a thread together: a message takes as long as a small file. Fewer, where there would be less than so many groups for each task
 *  that is under way. */
const mostInGroup = 16;
const groupsForEach = 4;

/** Counts in the pool. */
function countInPool(pool: TokenPool, encoding: Encoding, pause: () => Promise<void>): PartCounter {
  return {
    atOnce: pool.atOnce,
    partLength: partLengths.worker,
    run: async (task) => {
      const [result] = await pool.run([task], [task.bytes.buffer]);
      if (result?.kind === "count" || result?.kind === "notText") return result;
      throw new Error(`A task to count was answered with "${result?.kind}".`); // a fault of ours
    },
    lastSafeCut: (text) => encoding.lastSafeCut(text),
    pause,
  };
}

const isFileResult = (result: WorkerResult | undefined): result is FileResult => result?.kind === "counted" || result?.kind === "skipped";

const countInSlices = (tasks: TokenTasks, encoding: Encoding, pause: () => Promise<void>): PartCounter =>
  countHere(encoding, tasks, { partLength: partLengths.here, pause });

/** Counts of files that have not changed since, by their URIs; of use where they were counted as now. */
export interface EarlierCounts extends Pick<Counts, "countedAs"> {
  readonly files: ReadonlyMap<string, CountedFile>;
}

/** @param onProgress told how many files are done
 *  @param wanted undefined: the settings' encoding */
export async function countFiles(
  { platform, encodings, workers, log }: CountServices,
  files: readonly ChosenFile[],
  earlier: EarlierCounts | undefined,
  signal: AbortSignal,
  onProgress: (done: number) => void,
  wanted?: EncodingId,
): Promise<Counts> {
  const lens = lensFromSettings(files[0]?.uri ?? vscode.Uri.file("/"), (sentence) => log.warn(sentence));
  const { endOfLine, specialTokens } = lens;
  const encoding = wanted ?? lens.encoding;
  // What a name stands for may change: workers are kept for what is in a file.
  const builtIn = findBuiltIn(encoding);
  const opened = builtIn === undefined ? await encodings.get(encoding) : undefined;
  const { id, label } = builtIn ?? opened!.spec; // one of the two is there
  const around = opened && addedTokens(opened.spec.template, lens.addSpecialTokens); // each file, also an empty one
  const added = addedCount(around);
  const countedAs = JSON.stringify([id, endOfLine, specialTokens, around]);
  const known = earlier?.countedAs === countedAs ? earlier.files : new Map<string, CountedFile>();
  return workers.use(id, async (pool) => {
    const isLocal = pool !== undefined && files.every(({ uri }) => uri.scheme === "file");
    const pause = async (): Promise<void> => {
      await yieldToOthers();
      signal.throwIfAborted();
    };
    const open = (place: string): Promise<RandomAccessFile> => platform.openFile(vscode.Uri.parse(place, true));
    let started: Promise<PartCounter> | undefined;
    const counter = (): Promise<PartCounter> =>
      (started ??= encodings
        .get(id)
        .then((found) =>
          isLocal ? countInPool(pool, found, pause) : countInSlices(new TokenTasks(found, platform.isUtf8), found, pause),
        ));
    const task = { kind: "countFile", endOfLine, specialTokens } as const;
    const count = async (group: readonly ChosenFile[]): Promise<readonly (CountedFile | FileResult)[]> => {
      const unknown = group.filter(({ uri }) => !known.has(uri.toString()));
      const results = isLocal ? await pool.run(unknown.map(({ uri }) => ({ ...task, place: uri.fsPath }))) : [];
      const resultOf = new Map(unknown.map((file, i) => [file, results[i]]));
      const counts: (CountedFile | FileResult)[] = [];
      for (const file of group) {
        const uri = file.uri.toString();
        const result = resultOf.get(file);
        counts.push(known.get(uri) ?? (isFileResult(result) ? result : await countFile({ ...task, place: uri }, open, await counter())));
      }
      return counts;
    };
    const atOnce = isLocal ? pool.atOnce : 1;
    const groupSize = isLocal ? Math.min(mostInGroup, Math.ceil(files.length / (groupsForEach * atOnce))) : 1;
    const counted: CountedFile[] = [];
    const skipped: LeftOut[] = [];
    let done = 0;
    for await (const results of inOrder(
      inGroups(files, groupSize, () => 1),
      atOnce,
      count,
    )) {
      signal.throwIfAborted();
      for (const result of results) {
        const file = files[done++];
        if (file === undefined) break; // there are as many results as files
        const { path, uri } = file;
        if (!("kind" in result)) counted.push(result);
        else if (result.kind === "counted")
          counted.push({ path, uri, tokenCount: result.tokenCount + added, byteLength: result.byteLength });
        else skipped.push({ path, reason: result.reason });
      }
      onProgress(done);
    }
    const encodingLabel = around === undefined || opened === undefined ? label : labelWith(opened, around);
    return { encoding: encodingLabel, countedAs, files: counted, skipped };
  });
}
