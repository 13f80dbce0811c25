/** The tokens of one file, counted as it is read: once, a part at a time. */
import { sentenceOf } from "../../core/errors.ts";
import { say, type Sentence } from "../../core/sentence.ts";
import type { Encoding, SpecialTokenPolicy } from "../../core/tokens/encoding.ts";
import { unreadable } from "../chosenFiles/unreadable.ts";
import type { RandomAccessFile } from "../platform/files.ts";
import { inOrder } from "../platform/workerPool.ts";
import { type DocumentPart, documentParts } from "./documentParts.ts";
import type { Rooms } from "./rooms.ts";
import { binaryReason, holdsNul, notUtf8Reason } from "./textFile.ts";
import type { TokenResult, TokenTask, TokenTasks } from "./tokenTask.ts";

export interface CountFileTask {
  readonly kind: "countFile";
  /** As `open` takes it. */
  readonly place: string;
  readonly endOfLine: "lf" | "document";
  readonly specialTokens: SpecialTokenPolicy;
}

export type FileResult =
  | { readonly kind: "counted"; readonly tokenCount: number; readonly byteLength: number }
  /** Why it has no count, as a clause that goes on from its name. */
  | { readonly kind: "skipped"; readonly reason: Sentence };
/** Too long for one task: its parts are work for all threads. */
export interface LongFile {
  readonly kind: "long";
}

/** What a thread does, some at a time, and what it answers. */
export type WorkerTask = TokenTask | CountFileTask;
export type WorkerResult = TokenResult | FileResult | LongFile;

/** Who counts the parts of a file. */
export interface PartCounter {
  /** Tasks that keep it busy. */
  readonly atOnce: number;
  /** Bytes of a part: memory does not grow with the file. */
  readonly partLength: number;
  run(task: TokenTask): Promise<TokenResult>;
  lastSafeCut(text: string): number;
  /** Where parts are read into, if they come back there. */
  readonly rooms?: Rooms;
  /** Called between parts; lets others go, where there are others. @throws to end the count */
  pause(): Promise<void>;
}

/** Counts in this thread. */
export const countHere = (encoding: Encoding, tasks: TokenTasks, options: Pick<PartCounter, "partLength" | "pause">): PartCounter => ({
  ...options,
  atOnce: 1,
  rooms: tasks.rooms,
  run: (task) => Promise.resolve(tasks.do(task)),
  lastSafeCut: (text) => encoding.lastSafeCut(text),
});

type Open = (place: string) => Promise<RandomAccessFile>;

/** @throws what `pause` throws; what `run` throws beside a RangeError */
export const countFile = (task: CountFileTask, open: Open, counter: PartCounter): Promise<FileResult> =>
  withFile(task, open, (file) => countParts(file, task, counter));

/** As `countFile`, but leaves a file whose parts are worth several tasks. */
export const countShortFile = (task: CountFileTask, open: Open, counter: PartCounter): Promise<FileResult | LongFile> =>
  withFile<FileResult | LongFile>(task, open, (file) =>
    file.length > longestShort ? Promise.resolve({ kind: "long" }) : countParts(file, task, counter),
  );

/** Bytes: a few tenths of a second of work. */
const longestShort = 2 ** 23;

const skipped = (reason: Sentence): FileResult => ({ kind: "skipped", reason });

async function withFile<Result>(
  { place }: CountFileTask,
  open: Open,
  work: (file: RandomAccessFile) => Promise<Result>,
): Promise<Result | FileResult> {
  let file: RandomAccessFile;
  try {
    file = await open(place);
  } catch (error) {
    return skipped(unreadable(error));
  }
  try {
    return await work(file);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "RangeError") return skipped(say`can't be counted: ${sentenceOf(error)}`); // by its name: it may come from another thread
    if ("code" in error) return skipped(unreadable(error));
    throw error;
  } finally {
    await file.close();
  }
}

async function countParts(
  file: RandomAccessFile,
  { endOfLine, specialTokens }: CountFileTask,
  { atOnce, partLength, run, lastSafeCut, rooms, pause }: PartCounter,
): Promise<FileResult> {
  const options = { endOfLine, specialTokens: specialTokens === "error" ? "text" : specialTokens } as const; // a count needs no refusal
  let read = 0;
  let isBinary = false;
  const onRead = (bytes: Uint8Array): void => {
    isBinary ||= holdsNul(bytes, read);
    read += bytes.length;
  };
  const count = (part: DocumentPart): Promise<TokenResult> => run({ kind: "count", ...part, ...options });
  let tokenCount = 0;
  for await (const result of inOrder(documentParts(file, partLength, lastSafeCut, onRead, rooms), atOnce, count)) {
    if (isBinary) return skipped(binaryReason);
    if (result.kind !== "count") return skipped(notUtf8Reason);
    tokenCount += result.tokenCount;
    await pause();
  }
  return { kind: "counted", tokenCount, byteLength: file.length };
}
