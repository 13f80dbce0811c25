/** The thread an export runs in: files are read and written here, so the extension host stays free. Entry of its own bundle. */
import { toRecord } from "../../core/errors.ts";
import { localIo } from "../platform/node/localIo.ts";
import { startThreadOf, threadSelf } from "../platform/node/threads.ts";
import { WorkerPool } from "../platform/workerPool.ts";
import { cutsOf } from "../tokenWorkers/tokenSetup.ts";
import type { TokenResult, TokenTask } from "../tokenWorkers/tokenTask.ts";
import type { WorkerInput, WorkerReply } from "./exportInWorker.ts";
import type { ExportProgress, Tokenizer } from "./exportJob.ts";
import { runExport } from "./runExport.ts";

/** The least time between two messages of progress, in ms. */
const tellEveryMs = 100;

/** Threads that are started while files are checked; more when there is work for them. */
const firstThreads = 2;

const self = threadSelf();
const { job, setup, tokenWorker, workerCount } = self.data as WorkerInput; // our own message: exportInWorker.ts makes it
const cancellation = new AbortController();
const reply = (message: WorkerReply): void => self.post(message);
self.onMessage(() => cancellation.abort());

let toldAt = 0;
const onProgress = (progress: ExportProgress): void => {
  const now = performance.now();
  if (now - toldAt < tellEveryMs) return;
  toldAt = now;
  reply({ kind: "progress", progress });
};
/** A message that cancels arrives only when the event loop turns. */
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const pool = new WorkerPool<readonly TokenTask[], readonly TokenResult[]>(workerCount, startThreadOf(tokenWorker), setup);
pool.start(firstThreads);
const tokenizer: Tokenizer = {
  atOnce: pool.atOnce,
  run: (tasks) =>
    pool.run(
      tasks,
      tasks.map(({ bytes }) => bytes.buffer),
    ),
  lastSafeCut: cutsOf(setup),
};
try {
  reply({ kind: "done", manifest: await runExport(job, localIo, tokenizer, { signal: cancellation.signal, pause, onProgress }) });
} catch (error) {
  reply({ kind: "failed", error: toRecord(error) });
} finally {
  await pool.dispose();
  self.close();
}
