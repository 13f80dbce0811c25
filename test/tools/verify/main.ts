/** `npm run verify`: zero differences to tiktoken's WebAssembly build on generated strings, every code point and real text, and edits that equal a
 *  fresh start. Options after `--`: `--strings N` and `--edits N` (for each encoding, and in all), `--text MB`, `--encoding X` (repeatable),
 *  `--only "strings,code points,real text,edits"`, `--words N` (64 bytes each that are split, then looked up, at a time; 64 as users get it, 1 the
 *  smallest), `--seed S`, `--jobs N`, `--minutes M` (stop after that, and say how far it came). Ends with 1 if anything differs. Bundled and started by verify.mjs. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { buildDirectory, encodingNames, repository } from "../bench/engineBuild.ts";
import { realFiles } from "../bench/realFiles.ts";
import { seededRandom, shuffled } from "../bench/seededRandom.ts";
import { codePointCount } from "./codePoints.ts";
import { checkKinds, type CheckKind, type Failure, type Task, type TaskResult } from "./task.ts";

interface Options {
  readonly strings: number;
  readonly edits: number;
  readonly textMegabytes: number;
  readonly encodings: readonly EncodingName[];
  readonly kinds: readonly CheckKind[];
  readonly seed: number;
  readonly jobs: number;
  readonly words: number | undefined;
  /** No new task after that many minutes. */
  readonly minutes: number;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      strings: { type: "string", default: "1000000" },
      edits: { type: "string", default: "100000" },
      text: { type: "string", default: "40" },
      encoding: { type: "string", multiple: true, default: [...encodingNames] },
      only: { type: "string", default: checkKinds.join(",") },
      seed: { type: "string", default: String(Date.now() % 1_000_000_007) },
      jobs: { type: "string", default: "2" },
      words: { type: "string" },
      minutes: { type: "string", default: "1000" },
    },
  });
  const number = (name: "strings" | "edits" | "text" | "seed" | "jobs" | "minutes" | "words"): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`--${name} is "${values[name]}"; a whole number from 0 on was expected.`);
    return value;
  };
  const oneOf = <T extends string>(option: string, known: readonly T[], found: string): T => {
    const match = known.find((each) => each === found.trim());
    if (match === undefined) throw new RangeError(`--${option} is "${found}"; choose from ${known.join(", ")}.`);
    return match;
  };
  return {
    strings: number("strings"),
    edits: number("edits"),
    textMegabytes: number("text"),
    encodings: values.encoding.map((name) => oneOf("encoding", encodingNames, name)),
    kinds: values.only.split(",").map((name) => oneOf("only", checkKinds, name)),
    seed: number("seed"),
    jobs: Math.max(1, number("jobs")),
    minutes: number("minutes"),
    words: values.words === undefined ? undefined : Math.max(1, number("words")),
  };
}

/** Groups of real files of about 2 MB each, in seeded order, until the megabytes asked for are reached. */
function fileGroups({ textMegabytes, seed }: Options): string[][] {
  const files = realFiles(join(repository, "node_modules"), (name) =>
    /\.(md|markdown|txt|ts|mts|cts|tsx|js|mjs|cjs|jsx|json|css|html|svg|yml|yaml|py|map|cc|h|rs)$/i.test(name),
  );
  const groups: string[][] = [];
  let group: string[] = [];
  let inGroup = 0;
  let left = textMegabytes * 1e6;
  for (const { path, size } of shuffled(files, seededRandom(seed))) {
    if (left <= 0) break;
    group.push(path);
    inGroup += size;
    left -= size;
    if (inGroup > 2e6 || left <= 0) {
      groups.push(group);
      group = [];
      inGroup = 0;
    }
  }
  return group.length > 0 ? [...groups, group] : groups;
}

/** All tasks, in passes over all encodings, so that a run that is stopped early has seen some of everything. Edit scripts are shared out among the encodings. */
function tasksOf(options: Options): Task[] {
  const groups = options.kinds.includes("real text") ? fileGroups(options) : [];
  const passCount = Math.max(1, Math.min(10, Math.round(options.strings / 100_000)));
  const tasks: Task[] = [];
  for (let pass = 0; pass < passCount; pass++) {
    for (const encoding of options.encodings) {
      const base = { encoding, seed: options.seed, files: [], words: options.words };
      const inSteps = (kind: CheckKind, count: number, step: number): void => {
        if (!options.kinds.includes(kind)) return;
        const passEnd = Math.floor((count * (pass + 1)) / passCount);
        for (let from = Math.floor((count * pass) / passCount); from < passEnd; from += step) {
          tasks.push({ ...base, kind, from, to: Math.min(passEnd, from + step) });
        }
      };
      inSteps("strings", options.strings, 10_000);
      inSteps("code points", codePointCount, 0x4000);
      for (const [at, files] of groups.entries()) {
        if (at % passCount === pass) tasks.push({ ...base, kind: "real text", from: at, to: at + 1, files });
      }
      inSteps("edits", Math.ceil(options.edits / options.encodings.length), 500);
    }
  }
  return tasks;
}

interface Total {
  cases: number;
  length: number;
  failures: number;
}

/** Runs all tasks on `jobs` workers; calls `onResult` for each as it ends. */
function runTasks(tasks: readonly Task[], { jobs, minutes }: Options, onResult: (result: TaskResult) => void): Promise<void> {
  let next = 0;
  const deadline = performance.now() + minutes * 60_000;
  const runWorker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(join(buildDirectory, "verifyWorker.mjs"), { resourceLimits: { maxOldGenerationSizeMb: 4096 } });
      const giveTask = (): void => {
        const task = performance.now() < deadline ? tasks[next++] : undefined;
        if (task === undefined) void worker.terminate().then(() => resolve());
        else worker.postMessage(task);
      };
      worker.on("message", (result: TaskResult) => {
        onResult(result);
        giveTask();
      });
      worker.on("error", reject);
      giveTask();
    });
  return Promise.all(Array.from({ length: jobs }, runWorker)).then(() => undefined);
}

const describe = ({ kind, encoding, origin, what, shrunk }: Failure): string =>
  `DIFFERENT  ${encoding}, ${kind} (${origin})\n  ${what}\n  on ${shrunk}\n`;

async function main(): Promise<void> {
  const options = readOptions();
  const tasks = tasksOf(options);
  const totals = new Map<string, Total>();
  const started = performance.now();
  console.log(
    `Seed ${options.seed}; ${options.encodings.join(", ")}; ${options.kinds.join(", ")}; ${options.words === undefined ? "" : `${options.words} · 64 bytes at a time; `}${tasks.length} tasks on ${options.jobs} workers; Node ${process.versions.node}`,
  );
  let done = 0;
  let lastShown = started;
  await runTasks(tasks, options, ({ task, cases, length, failures }) => {
    const key = `${task.encoding}, ${task.kind}`;
    const total = totals.get(key) ?? { cases: 0, length: 0, failures: 0 };
    total.cases += cases;
    total.length += length;
    total.failures += failures.length;
    totals.set(key, total);
    done++;
    for (const failure of failures) console.log(describe(failure));
    if (performance.now() - lastShown > 15_000) {
      lastShown = performance.now();
      process.stderr.write(`  ${done} of ${tasks.length} tasks, ${Math.round((lastShown - started) / 1000)} s\n`);
    }
  });
  for (const [key, { cases, length, failures }] of totals) {
    console.log(
      `${key.padEnd(26)} ${cases.toLocaleString("en-US").padStart(11)} cases, ${(length / 1e6).toFixed(1).padStart(8)} M characters: ${failures === 0 ? "no difference" : `${failures} DIFFERENT`}`,
    );
  }
  if (done < tasks.length) console.log(`Stopped after ${options.minutes} minutes: ${done} of ${tasks.length} tasks are done.`);
  const failed = [...totals.values()].reduce((sum, { failures }) => sum + failures, 0);
  console.log(
    `${failed === 0 ? "Zero differences" : `${failed} differences`} to tiktoken's WebAssembly build; ${((performance.now() - started) / 1000).toFixed(0)} s; seed ${options.seed}`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
