/** The tokens of one file, counted where the file is opened: nothing of it crosses to another thread. */
import type { Encoding, SpecialTokenPolicy } from "../../core/tokens/encoding.ts";
import { unreadable } from "../chosenFiles/unreadable.ts";
import type { RandomAccessFile } from "../platform/files.ts";
import { documentParts } from "./documentParts.ts";
import { notUtf8Reason, notText } from "./textFile.ts";
import { doTokenTask } from "./tokenTask.ts";

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
  | { readonly kind: "skipped"; readonly reason: string };

/** Bytes worked on at once: memory does not grow with the file. */
const partLength = 2 ** 20;

export interface FileOpener {
  open(place: string): Promise<RandomAccessFile>;
  isUtf8(bytes: Uint8Array): boolean;
}

/** @param pause called between parts; lets others go, where there are others */
export async function countFile(
  { place, endOfLine, specialTokens }: CountFileTask,
  io: FileOpener,
  encoding: Encoding,
  length = partLength,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<FileResult> {
  const options = { endOfLine, specialTokens: specialTokens === "error" ? "text" : specialTokens } as const; // a count needs no refusal
  let file: RandomAccessFile;
  try {
    file = await io.open(place);
  } catch (error) {
    return { kind: "skipped", reason: unreadable(error) };
  }
  try {
    const reason = await notText(file, io.isUtf8, length, new AbortController().signal, pause);
    if (reason !== undefined) return { kind: "skipped", reason };
    let tokenCount = 0;
    for await (const part of documentParts(
      file,
      length,
      (text) => encoding.lastSafeCut(text),
      () => undefined,
    )) {
      const result = doTokenTask(encoding, { kind: "count", ...part, ...options });
      if (result.kind === "notText") return { kind: "skipped", reason: notUtf8Reason };
      if (result.kind === "count") tokenCount += result.tokenCount;
      await pause();
    }
    return { kind: "counted", tokenCount, byteLength: file.length };
  } catch (error) {
    return { kind: "skipped", reason: error instanceof RangeError ? `can't be counted: ${error.message}` : unreadable(error) };
  } finally {
    await file.close();
  }
}
