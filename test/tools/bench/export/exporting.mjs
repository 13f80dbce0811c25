/** A measured process: a host that only starts the export's worker and waits. Arguments: the worker, the job, the vocabulary, the worker that
 *  tokenizes, how many of these. */
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { threads, threadSeconds, usage } from "./processorTime.mjs";

const [script = "", job = "", vocabulary = "", tokenWorker, workerCount] = process.argv.slice(2);
const read = JSON.parse(readFileSync(job, "utf8"));
const setup = { kind: "builtIn", id: read.encoding, vocabulary: readFileSync(vocabulary) };
const workerData = { job: read, setup, tokenWorker, workerCount: Number(workerCount) };
const start = performance.now();
let longestSilence = 0;
let last = start;
let exportSeconds = NaN;
const before = new Set(threads());
const worker = new Worker(script, { workerData });
const thread = threads().find((name) => !before.has(name)); // the export's own: it is there when the constructor returns
setInterval(() => {
  const now = performance.now();
  longestSilence = Math.max(longestSilence, now - last - 10);
  last = now;
  if (thread !== undefined) exportSeconds = threadSeconds(thread) || exportSeconds; // until it ends
}, 10).unref();
worker.on("message", (reply) => {
  if (reply.kind === "failed") throw new Error(reply.message);
  if (reply.kind !== "done") return;
  /** @type {{ tokenCount: number }[]} */
  const ledgers = reply.manifest.ledgers;
  const tokenCount = ledgers.reduce((sum, ledger) => sum + ledger.tokenCount, 0);
  console.log(JSON.stringify({ ...usage(start), tokenCount, longestSilence, exportSeconds }));
});
