/** A measured process: counts files as Count Tokens does, by tasks for the workers, from a thread that only hands them out. Arguments: the pool's
 *  bundle, a list of paths as JSON, the encoding, the vocabulary, the worker that tokenizes, how many of these. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { usage } from "./processorTime.mjs";

const [poolBundle = "", files = "", encoding, vocabulary = "", tokenWorker, workerCount] = process.argv.slice(2);
const { startThreadOf, WorkerPool } = await import(pathToFileURL(poolBundle).href);
/** @type {string[]} */
const paths = JSON.parse(readFileSync(files, "utf8"));
const groupLength = 16; // as countFiles.ts does
const start = performance.now();
const pool = new WorkerPool(Number(workerCount), startThreadOf(tokenWorker), {
  kind: "builtIn",
  id: encoding,
  vocabulary: readFileSync(vocabulary),
});
const groups = [];
for (let at = 0; at < paths.length; at += groupLength) {
  const group = paths.slice(at, at + groupLength);
  groups.push(pool.run(group.map((place) => ({ kind: "countFile", place, endOfLine: "lf", specialTokens: "allow" }))));
}
const results = (await Promise.all(groups)).flat();
const tokenCount = results.reduce((sum, result) => sum + (result.tokenCount ?? NaN), 0);
console.log(JSON.stringify({ ...usage(start), tokenCount }));
await pool.dispose();
