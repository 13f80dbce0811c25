/** `npm run bench:export`: exports a text of 1 GB (or `--megabytes N`) with the workers that ship, 1, 2 and 4 of them (or `--workers 1,2,4`), beside
 *  `cat`; a folder of small files; and counts up to 100 MB of it as a folder. Tells rates, processor time and peak memory, and what follows from
 *  them for more cores. `--format bin|npy|npyPairs|jsonLines|parquet`, `--encoding NAME`. Rewrites results.md beside it. What it makes is deleted. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { assemblyPlugin } from "../../../../.config/assembly.mjs";
import { vocabularyBytes } from "../../../../.config/vocabularies.mjs";
import { writeFiles, writeText } from "./texts.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** @param {string} name  @param {string} otherwise */
function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

const wanted = Number(option("megabytes", "1000")) * 1e6;
const format = option("format", "bin");
const encoding = option("encoding", "gpt2");
const workerCounts = option("workers", "1,2,4").split(",").map(Number);
const vocabSizes = { gpt2: 50257, r50k_base: 50257, p50k_base: 50281, p50k_edit: 50284, cl100k_base: 100277, o200k_base: 200019 };
const [mostCounted, mostSmall] = [100e6, 30e6];
const [countedFile, smallFile] = [1e5, 8e3];
/** For which what would limit it is calculated. */
const manyCores = [4, 8, 16];

/** @param {string} command  @param {readonly string[]} args */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { maxBuffer: 1e6, stdio: ["ignore", "pipe", "pipe"] });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return stdout.toString();
}

/** @type {string[]} */
const lines = [];
/** @param {string} line */
function say(line) {
  console.log(line);
  lines.push(line);
}
/** @param {number} bytes  @param {number} seconds */
const rate = (bytes, seconds) => `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;
/** Linux has it: runs a command on some cores. */
const pinned = "taskset";
const hasTaskset = spawnSync(pinned, ["-c", "0", "true"]).status === 0;

const folder = mkdtempSync(join(tmpdir(), "tokenscope-bench-export-"));
const path = (/** @type {string} */ name) => join(folder, name);
try {
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
  const contents = `
    export { startThreadOf } from "./src/host/platform/node/threads.ts";
    export { WorkerPool } from "./src/host/platform/workerPool.ts";`;
  const stdin = { contents, resolveDir: root, loader: /** @type {const} */ ("ts") };
  await build({ stdin, bundle: true, platform: "node", format: "esm", outfile: path("pool.mjs"), logLevel: "error" });
  const ranks = { gpt2: "gpt2", r50k_base: "gpt2", p50k_edit: "p50k_base" }[encoding] ?? encoding;
  writeFileSync(path("vocabulary"), await vocabularyBytes(ranks));
  mkdirSync(path("out"));
  const length = writeText(join(root, "node_modules"), path("text.txt"), wanted);
  const counted = writeFiles(path("text.txt"), path("files"), Math.min(length, mostCounted), countedFile);
  const small = writeFiles(path("text.txt"), path("small"), Math.min(length, mostSmall), smallFile);
  writeFileSync(path("files.json"), JSON.stringify(counted.paths));
  writeFileSync(path("files.txt"), counted.paths.join("\n"));

  /** @param {readonly string[]} places  @param {number} workers  @param {boolean} isOneCore */
  const exported = (places, workers, isOneCore = false) => {
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
    const sources = places.map((place) => ({ kind: "file", path: basename(place), place }));
    const vocabSize = vocabSizes[/** @type {keyof typeof vocabSizes} */ (encoding)];
    const what = { sources, skipped: [], earlier: [], folder: path("out"), encoding, vocabSize, format, chunkLength: 2 ** 19, options };
    writeFileSync(path("job.json"), JSON.stringify(what));
    const args = [
      join(here, "exporting.mjs"),
      ...["exportWorker.mjs", "job.json", "vocabulary", "tokenWorker.mjs"].map(path),
      `${workers}`,
    ];
    return JSON.parse(isOneCore ? run(pinned, ["-c", "0", process.execPath, ...args]) : run(process.execPath, args));
  };

  const load = loadavg()[0] ?? NaN;
  say(
    `${cpus()[0]?.model ?? ""}, ${availableParallelism()} cores, Node ${process.versions.node}; load ${load.toFixed(1)} before it began.\n`,
  );
  /** @param {string} line for a shell  @returns seconds, the best of three runs */
  const shellSeconds = (line) =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const start = performance.now();
        run("sh", ["-c", line]);
        return (performance.now() - start) / 1000;
      }),
    );
  const catSeconds = shellSeconds(`cat ${path("text.txt")} | cat > /dev/null`);
  say(`## ${(length / 1e6).toFixed(0)} MB of text in one file, ${encoding} as ${format}\n`);
  say("|                      | seconds |  rate, MB/s | × one core | processor time, s | peak memory, MB | main thread held up, ms |");
  say("| -------------------- | ------: | ----------: | ---------: | ----------------: | --------------: | ----------------------: |");
  say(`| \`cat\` to \`cat\` | ${catSeconds.toFixed(2)} | ${(length / 1e6 / catSeconds).toFixed(0)} | | | | |`);
  const one = exported([path("text.txt")], 1, hasTaskset);
  /** @param {string} name  @param {any} result */
  const row = (name, { seconds, cpuSeconds, peakMegabytes, longestSilence }) =>
    say(
      `| ${name} | ${seconds.toFixed(2)} | ${(length / 1e6 / seconds).toFixed(0)} | ${(one.seconds / seconds).toFixed(2)} | ${cpuSeconds.toFixed(2)} | ` +
        `${peakMegabytes.toFixed(0)} | ${longestSilence.toFixed(0)} |`,
    );
  row(hasTaskset ? "one core, 1 worker" : "1 worker", one);
  let most = one;
  for (const workers of workerCounts) {
    most = exported([path("text.txt")], workers);
    row(`${availableParallelism()} cores, ${workers} ${workers === 1 ? "worker" : "workers"}`, most);
  }
  if (Number.isFinite(most.exportSeconds)) {
    const perCore = manyCores.map((cores) => `${cores}: ${rate(length, Math.max(most.exportSeconds, most.cpuSeconds / cores))}`);
    say(
      `\nOf the last row's processor time ${most.exportSeconds.toFixed(2)} s are the export's own thread, which reads, hashes and writes in order: no more than ` +
        `${rate(length, most.exportSeconds)}, however many cores. Calculated from it, for free cores: ${perCore.join(" · ")}.`,
    );
  }
  say(`\n## ${small.paths.length} files of 8 kB, ${(small.byteLength / 1e6).toFixed(0)} MB\n`);
  for (const workers of workerCounts) {
    const { seconds, cpuSeconds, peakMegabytes } = exported(small.paths, workers);
    say(
      `- ${workers} ${workers === 1 ? "worker" : "workers"}: ${seconds.toFixed(2)} s, ${rate(small.byteLength, seconds)}, ${cpuSeconds.toFixed(2)} s of processor time, peak ${peakMegabytes.toFixed(0)} MB`,
    );
  }
  say(`\n## Count Tokens on ${(counted.byteLength / 1e6).toFixed(0)} MB in ${counted.paths.length} files of 100 kB\n`);
  // Given a pipe, `wc -c` reads every byte; of a file it only asks the size.
  const wcSeconds = shellSeconds(`xargs cat < ${path("files.txt")} | wc -c`);
  say(`- \`xargs cat | wc -c\`: ${wcSeconds.toFixed(3)} s, ${rate(counted.byteLength, wcSeconds)}`);
  for (const workers of workerCounts) {
    const files = [path("pool.mjs"), path("files.json"), encoding, path("vocabulary"), path("tokenWorker.mjs"), `${workers}`];
    const { seconds, cpuSeconds, peakMegabytes, tokenCount } = JSON.parse(run(process.execPath, [join(here, "counting.mjs"), ...files]));
    say(
      `- ${workers} ${workers === 1 ? "worker" : "workers"}: ${seconds.toFixed(2)} s, ${rate(counted.byteLength, seconds)}, ${cpuSeconds.toFixed(2)} s of processor time, ` +
        `peak ${peakMegabytes.toFixed(0)} MB; ${tokenCount.toLocaleString("en-US")} tokens; ${(seconds / wcSeconds).toFixed(0)} × \`wc -c\``,
    );
  }
  writeFileSync(join(here, "results.md"), `# Export and count, measured\n\n${lines.join("\n")}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
