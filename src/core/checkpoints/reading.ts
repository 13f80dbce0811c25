/**
 * How readers of checkpoints get bytes without knowing files: a reading is a generator that asks for byte ranges and is given
 * them. Whoever has the file runs it, so exactly the ranges asked for are read, one after the other, and any pause is a place to cancel.
 */

import { say } from "../sentence.ts";
import { CheckpointError } from "./checkpointError.ts";
import type { ByteRange } from "./tensor.ts";

/** A range asked for, and how much of the whole is done before it, 0 … 1. */
export interface ReadRequest extends ByteRange {
  readonly progress: number;
}

/** Asks for nothing: a place where others may go first, in the middle of a computation. */
export const pause: ReadRequest = { byteFrom: 0, byteTo: 0, progress: 0 };

export type Reading<Result> = Generator<ReadRequest, Result, Uint8Array>;

export interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: number) => void;
}

/**
 * Runs a reading on a file.
 * @param read gives the bytes of a range  @throws CheckpointError when the file is damaged or shorter than it was; the signal's reason when aborted
 */
export async function runReading<Result>(
  reading: Reading<Result>,
  read: (range: ByteRange) => Promise<Uint8Array>,
  { signal, onProgress }: ReadOptions = {},
): Promise<Result> {
  let step = reading.next();
  while (!step.done) {
    signal?.throwIfAborted();
    onProgress?.(step.value.progress);
    const bytes = await read(step.value);
    signal?.throwIfAborted();
    step = reading.next(checkLength(bytes, step.value));
  }
  onProgress?.(1);
  return step.value;
}

/** @throws CheckpointError when fewer bytes came than were asked for */
export function checkLength(bytes: Uint8Array, { byteFrom, byteTo }: ByteRange): Uint8Array {
  if (bytes.length === byteTo - byteFrom) return bytes;
  throw new CheckpointError(
    say`Bytes ${byteFrom} to ${byteTo} were asked for and ${bytes.length} came: the file is shorter than it was when opened. Load it again.`,
  );
}
