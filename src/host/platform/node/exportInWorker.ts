/** Runs an export in a worker thread, followed and cancelled from here. */
import { Worker } from "node:worker_threads";
import type { DatasetManifest } from "../../../core/datasets/manifest.ts";
import { ExportError, type ExportJob, type ExportProgress } from "../../export/exportJob.ts";

export interface WorkerInput {
  readonly job: ExportJob;
  /** The encoding's vocabulary file. */
  readonly vocabulary: Uint8Array;
}

export type WorkerReply =
  | { readonly kind: "progress"; readonly progress: ExportProgress }
  | { readonly kind: "done"; readonly manifest: DatasetManifest }
  | { readonly kind: "failed"; readonly name: string; readonly message: string };

/** @param script path of the built worker  @throws as `runExport` does */
export async function exportInWorker(
  script: string,
  input: WorkerInput,
  signal: AbortSignal,
  onProgress: (progress: ExportProgress) => void,
): Promise<DatasetManifest> {
  signal.throwIfAborted();
  const worker = new Worker(script, { workerData: input });
  const cancel = (): void => worker.postMessage("cancel");
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await new Promise<DatasetManifest>((resolve, reject) => {
      worker.on("message", (reply: WorkerReply) => {
        if (reply.kind === "progress") onProgress(reply.progress);
        else if (reply.kind === "done") resolve(reply.manifest);
        else reject(toError(reply, signal));
      });
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("The export's worker ended before the export did.")));
    });
  } finally {
    signal.removeEventListener("abort", cancel);
    await worker.terminate();
  }
}

function toError({ name, message }: { readonly name: string; readonly message: string }, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return name === "ExportError" ? new ExportError(message) : new Error(message);
}
