/** The worker thread an export runs in: files are read and written here, so the extension host stays free. Entry of its own bundle. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { builtInEncoding } from "../../../core/tokens/catalogue.ts";
import { createEncoding } from "../../../core/tokens/encoding.ts";
import type { ExportProgress } from "../../export/exportJob.ts";
import { runExport } from "../../export/runExport.ts";
import type { WorkerInput, WorkerReply } from "./exportInWorker.ts";
import { removeLeftovers } from "./leftovers.ts";
import { createLocal, localSha256, openLocal } from "./localFile.ts";

/** Progress is told no more often, in ms. */
const tellEveryMs = 100;

const { job, vocabulary } = workerData as WorkerInput; // our own message: exportInWorker.ts makes it
const cancellation = new AbortController();
const reply = (message: WorkerReply): void => parentPort?.postMessage(message);
parentPort?.once("message", () => cancellation.abort());

let toldAt = 0;
const onProgress = (progress: ExportProgress): void => {
  const now = performance.now();
  if (now - toldAt < tellEveryMs) return;
  toldAt = now;
  reply({ kind: "progress", progress });
};
/** Messages (a wish to cancel) come in between chunks only when the event loop turns. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

try {
  const manifest = await runExport(
    job,
    {
      open: openLocal,
      create: (folder, name) => createLocal(join(folder, name)),
      sha256: localSha256,
      remove: (folder, name) => rm(join(folder, name), { force: true }),
      removeLeftovers,
    },
    createEncoding(builtInEncoding(job.encoding), vocabulary),
    { signal: cancellation.signal, pause, onProgress },
  );
  reply({ kind: "done", manifest });
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  reply({ kind: "failed", name, message });
}
parentPort?.close();
