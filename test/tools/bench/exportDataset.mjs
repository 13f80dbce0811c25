/** `npm run bench:export`: exports a text of 1 GB (or `--megabytes N`) with the workers that ship, one and as many as there are cores (or
 *  `--workers 1,2,4`), and tells the rate beside that of `cat`, and the peak memory; then counts up to 100 MB of it as a folder of files. `--format bin|npy|npyPairs|jsonLines|parquet`, `--encoding NAME`. The text is made of the installed packages' sources, which are
 *  varied each time they come round; it and the export are deleted at the end. */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { assemblyPlugin } from "../../../.config/assembly.mjs";
import { vocabularyBytes } from "../../../.config/vocabularies.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** @param {string} name  @param {string} otherwise */
function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

const byteLength = Number(option("megabytes", "1000")) * 1e6;
const format = option("format", "bin");
const encoding = option("encoding", "gpt2");
/** The first is what the others are compared with. */
const workerCounts = option("workers", `1,${availableParallelism()}`).split(",").map(Number);
const vocabSizes = { gpt2: 50257, r50k_base: 50257, p50k_base: 50281, p50k_edit: 50284, cl100k_base: 100277, o200k_base: 200019 };
const longestSource = 1e6;
/** Bytes counted as a folder. */
const mostCounted = 100e6;

/** @param {string} folder  @returns {Generator<string>} sources and prose below a folder */
function* sourcesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.endsWith("tiktoken")) yield* sourcesBelow(path); // their ranks are no text
    else if (entry.isFile() && /\.(md|[mc]?[jt]s)$/.test(entry.name) && statSync(path).size < longestSource) yield path;
  }
}

/** A text that was there before, with new words in it: so that nothing is known by heart. @param {string} text  @param {number} round */
function varied(text, round) {
  if (round === 0) return text;
  let count = 0;
  const suffix = (round * 7919).toString(36).replaceAll(/\d/g, "q");
  return text.replaceAll(/\b[a-z]{5,}\b/g, (word) => (++count % 9 === 0 ? word.slice(0, 3) + suffix + word.slice(3) : word));
}

/** @param {string} path */
function writeText(path) {
  const sources = [...sourcesBelow(join(root, "node_modules"))].sort();
  const file = openSync(path, "w");
  let written = 0;
  for (let round = 0; written < byteLength; round++) {
    for (const source of sources) {
      if (written >= byteLength) break;
      const text = readFileSync(source, "utf8").replaceAll("\0", "");
      written += writeSync(file, `${varied(text, round)}\n\n`);
    }
  }
  closeSync(file);
  return written;
}

/** The measured process: a host that only starts the worker and waits. */
const measured = `
  import { readFileSync } from "node:fs";
  import { Worker } from "node:worker_threads";
  const [script, job, vocabulary, tokenWorker, workerCount] = process.argv.slice(2);
  const read = JSON.parse(readFileSync(job, "utf8"));
  const setup = { encoding: read.encoding, vocabulary: readFileSync(vocabulary) };
  const workerData = { job: read, setup, tokenWorker, workerCount: Number(workerCount) };
  const start = performance.now();
  let longestSilence = 0, last = start;
  setInterval(() => { const now = performance.now(); longestSilence = Math.max(longestSilence, now - last - 10); last = now; }, 10).unref();
  new Worker(script, { workerData }).on("message", (reply) => {
    if (reply.kind === "failed") throw new Error(reply.message);
    if (reply.kind !== "done") return;
    const tokenCount = reply.manifest.ledgers.reduce((sum, ledger) => sum + ledger.tokenCount, 0);
    const seconds = (performance.now() - start) / 1000;
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
    console.log(JSON.stringify({ seconds, cpuSeconds, tokenCount, longestSilence, maxRssMegabytes: maxRSS / 1024 }));
  });
`;

/** Counts the files of a folder as Count Tokens does: by tasks for the workers, from a thread that only hands them out. */
const counting = `
  import { readdirSync, readFileSync } from "node:fs";
  import { join } from "node:path";
  import { startThreadOf, WorkerPool } from "./pool.mjs";
  const [folder, encoding, vocabulary, tokenWorker, workerCount] = process.argv.slice(2);
  const start = performance.now();
  const pool = new WorkerPool(Number(workerCount), startThreadOf(tokenWorker), { encoding, vocabulary: readFileSync(vocabulary) });
  const tasks = readdirSync(folder).map((name) => ({ kind: "countFile", place: join(folder, name), endOfLine: "lf", specialTokens: "allow" }));
  const groups = [];
  for (let at = 0; at < tasks.length; at += 16) groups.push(tasks.slice(at, at + 16)); // as countFiles.ts does
  const results = (await Promise.all(groups.map((group) => pool.run(group)))).flat();
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const tokenCount = results.reduce((sum, result) => sum + (result.tokenCount ?? NaN), 0);
  console.log(JSON.stringify({ seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, tokenCount, maxRssMegabytes: maxRSS / 1024 }));
  await pool.dispose();
`;

/** Cuts a text into files of about 100 kB. @param {string} text  @param {string} folder  @param {number} most bytes in all  @returns {number} bytes */
function writeFiles(text, folder, most) {
  mkdirSync(folder);
  const bytes = readFileSync(text).subarray(0, most);
  let count = 0;
  for (let from = 0; from < bytes.length;) {
    const line = bytes.indexOf(10, from + 1e5);
    const to = line < 0 ? bytes.length : line + 1;
    writeFileSync(join(folder, `${count++}.txt`), bytes.subarray(from, to));
    from = to;
  }
  return bytes.length;
}

/** @param {string} command  @param {readonly string[]} args */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { maxBuffer: 1e6, stdio: ["ignore", "pipe", "pipe"] });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout.toString();
}

const folder = mkdtempSync(join(tmpdir(), "tokenscope-bench-export-"));
try {
  const path = (/** @type {string} */ name) => join(folder, name);
  await build({
    absWorkingDir: root,
    entryPoints: { exportWorker: "src/host/export/exportWorker.ts", tokenWorker: "src/host/tokenWorkers/tokenWorker.ts" },
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
    plugins: [assemblyPlugin],
  });
  const poolSource = `
    export { startThreadOf } from "./src/host/platform/node/threads.ts";
    export { WorkerPool } from "./src/host/platform/workerPool.ts";`;
  await build({
    stdin: { contents: poolSource, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: path("pool.mjs"),
    logLevel: "error",
  });
  writeFileSync(path("counting.mjs"), counting);
  writeFileSync(path("measured.mjs"), measured);
  writeFileSync(
    path("vocabulary"),
    await vocabularyBytes({ gpt2: "gpt2", r50k_base: "gpt2", p50k_edit: "p50k_base" }[encoding] ?? encoding),
  );
  mkdirSync(path("out"));
  const length = writeText(path("text.txt"));
  const options = {
    specialTokens: "allow",
    endOfLine: "lf",
    separatorId: null,
    separatorPlace: "between",
    labels: "shifted",
    split: { by: "none", validationFraction: 0 },
    maxLength: 256,
    stride: 256,
    batchSize: 8,
    dropLast: true,
  };
  const sources = [{ kind: "file", path: "text.txt", place: path("text.txt") }];
  writeFileSync(
    path("job.json"),
    JSON.stringify({
      sources,
      skipped: [],
      earlier: [],
      folder: path("out"),
      encoding,
      vocabSize: vocabSizes[encoding],
      format,
      chunkLength: 2 ** 19,
      options,
    }),
  );

  const catSeconds = [1, 2, 3].map(() => {
    const start = performance.now();
    spawnSync("sh", ["-c", `cat ${path("text.txt")} | cat > /dev/null`]);
    return (performance.now() - start) / 1000;
  });
  const cat = Math.min(...catSeconds);
  console.log(
    `${(length / 1e6).toFixed(0)} MB of text, ${encoding} as ${format}; cat | cat takes ${cat.toFixed(2)} s, ${(length / 1e6 / cat).toFixed(0)} MB/s`,
  );
  let single = 0;
  for (const workerCount of workerCounts) {
    const files = ["measured.mjs", "exportWorker.mjs", "job.json", "vocabulary", "tokenWorker.mjs"].map(path);
    const result = JSON.parse(run(process.execPath, [...files, String(workerCount)]));
    single ||= result.seconds;
    console.log(
      `  ${workerCount} ${workerCount === 1 ? "worker " : "workers"}  ${result.seconds.toFixed(1)} s, ${(length / 1e6 / result.seconds).toFixed(1)} MB/s, ` +
        `${(single / result.seconds).toFixed(2)} × the first; ${result.cpuSeconds.toFixed(1)} s of processor time, ${result.tokenCount.toLocaleString("en-US")} tokens; ` +
        `peak memory ${result.maxRssMegabytes.toFixed(0)} MB; main thread held up for ${result.longestSilence.toFixed(0)} ms at most`,
    );
  }
  const counted = writeFiles(path("text.txt"), path("files"), Math.min(length, mostCounted));
  console.log(`Count Tokens on ${(counted / 1e6).toFixed(0)} MB in files of 100 kB`);
  for (const workerCount of workerCounts) {
    const args = [path("counting.mjs"), path("files"), encoding, path("vocabulary"), path("tokenWorker.mjs"), String(workerCount)];
    const result = JSON.parse(run(process.execPath, args));
    console.log(
      `  ${workerCount} ${workerCount === 1 ? "worker " : "workers"}  ${result.seconds.toFixed(2)} s, ${(counted / 1e6 / result.seconds).toFixed(1)} MB/s; ` +
        `${result.cpuSeconds.toFixed(2)} s of processor time, ${result.tokenCount.toLocaleString("en-US")} tokens; peak memory ${result.maxRssMegabytes.toFixed(0)} MB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
