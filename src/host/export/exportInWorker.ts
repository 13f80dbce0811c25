/** An export in a thread of its own, with more threads that tokenize for it; followed and cancelled from here. */
import { type ErrorRecord, fromRecord } from "../../core/errors.ts";
import { say } from "../../core/sentence.ts";
import type { DatasetManifest } from "../../core/datasets/manifest.ts";
import type { StartThread, Thread } from "../platform/thread.ts";
import type { TokenSetup } from "../tokenWorkers/tokenSetup.ts";
import { ExportError, type ExportJob, type ExportProgress } from "./exportJob.ts";

export interface WorkerInput {
  readonly job: ExportJob;
  readonly setup: TokenSetup;
  /** Path of the bundle that tokenizes. */
  readonly tokenWorker: string;
  /** Threads that tokenize. */
  readonly workerCount: number;
}

export type WorkerReply =
  | { readonly kind: "progress"; readonly progress: ExportProgress }
  | { readonly kind: "done"; readonly manifest: DatasetManifest }
  | { readonly kind: "failed"; readonly error: ErrorRecord };

/** @throws as `runExport` does */
export async function exportInWorker(
  start: StartThread,
  input: WorkerInput,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<DatasetManifest> {
  signal.throwIfAborted();
  let cancel: (() => void) | undefined;
  let thread: Thread | undefined;
  try {
    return await new Promise<DatasetManifest>((resolve, reject) => {
      const started = start(input, {
        onMessage: (message) => {
          const reply = message as WorkerReply; // our own worker's: it sends nothing else
          if (reply.kind === "progress") onProgress(reply.progress);
          else if (reply.kind === "done") resolve(reply.manifest);
          else reject(toError(reply.error, signal));
        },
        onEnd: (error) => reject(new ExportError(say`The export's worker ended before the export did: ${error.message}. ${retry}`)),
      });
      thread = started;
      cancel = () => started.post("cancel");
      signal.addEventListener("abort", cancel, { once: true });
    });
  } finally {
    if (cancel !== undefined) signal.removeEventListener("abort", cancel);
    await thread?.stop();
  }
}

/** True whenever a worker ends: files get their names after all are written, and what was begun is removed by the next export. */
const retry = say`The files that were there are as they were; export again.`;

function toError(error: ErrorRecord, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error.name === "ExportError") return new ExportError(error.sentence);
  return error.name === "WorkerEnded" ? new ExportError(say`${error.sentence} ${retry}`) : fromRecord(error);
}
