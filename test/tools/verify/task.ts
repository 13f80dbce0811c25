/** What one worker is asked to check, and what it answers. */
import type { TiktokenEncoding as EncodingName } from "tiktoken";

export type CheckKind = "strings" | "code points" | "real text" | "edits";
export const checkKinds: readonly CheckKind[] = ["strings", "code points", "real text", "edits"];

export interface Task {
  readonly kind: CheckKind;
  readonly encoding: EncodingName;
  readonly seed: number;
  /** Numbers of strings, code points or scripts [from, to); for real text, indexes into `files`. */
  readonly from: number;
  readonly to: number;
  readonly files: readonly string[];
  /** 64 bytes each: how much of a block our engine splits, then looks up, at a time; undefined: as usual. */
  readonly words: number | undefined;
}

export interface Failure {
  readonly kind: CheckKind;
  readonly encoding: EncodingName;
  /** What found it: seed and number, or a file. */
  readonly origin: string;
  /** What does not hold. */
  readonly what: string;
  /** The shrunken case. */
  readonly shrunk: string;
}

export interface TaskResult {
  readonly task: Task;
  readonly cases: number;
  /** UTF-16 code units checked. */
  readonly length: number;
  readonly failures: readonly Failure[];
}

/** A task stops after this many failures: more of the same do not help. */
export const failuresPerTask = 3;
