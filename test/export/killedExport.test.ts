/** An export that is killed at any moment leaves each old file or the new one, whole; one that is cancelled leaves nothing. The built worker
 *  runs, for killing in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { assemblyPlugin } from "../../.config/assembly.mjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ExportProgress } from "../../src/host/export/exportJob.ts";
import { exportInWorker, type WorkerInput } from "../../src/host/export/exportInWorker.ts";
import { startThreadOf } from "../../src/host/platform/node/threads.ts";
import { vocabularyFileBytes } from "../support/encodings.ts";
import { compiledFixture, encodingOfCompiled } from "../support/tokenizerFiles.ts";
import { type ExportFixture, exportFixture, uint16 } from "./exportFixture.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rounds = 12;
let tools: string;
let fixture: ExportFixture;

/** Starts the worker on a job and says when it is done. */
const starter = `
  import { readFileSync } from "node:fs";
  import { Worker } from "node:worker_threads";
  const [script, job, vocabulary, tokenWorker] = process.argv.slice(2);
  const setup = { kind: "builtIn", id: "gpt2", vocabulary: readFileSync(vocabulary) };
  const workerData = { job: JSON.parse(readFileSync(job, "utf8")), setup, tokenWorker, workerCount: 2 };
  new Worker(script, { workerData }).on("message", ({ kind }) => console.log(kind));
`;

beforeAll(async () => {
  tools = await mkdtemp(join(tmpdir(), "tokenscope-killed-"));
  await build({
    absWorkingDir: root,
    entryPoints: { exportWorker: "src/host/export/exportWorker.ts", tokenWorker: "src/host/tokenWorkers/tokenWorker.ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outdir: tools,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
    plugins: [assemblyPlugin],
  });
  await writeFile(join(tools, "start.mjs"), starter);
  await writeFile(join(tools, "gpt2.vocabulary"), await vocabularyFileBytes("gpt2"));
  const text = "The quick brown fox jumps over the lazy dog, and the dog sleeps on.\n".repeat(4000);
  fixture = await exportFixture({ "a.txt": text, "b.txt": text });
});
afterAll(async () => {
  await fixture.remove();
  await rm(tools, { recursive: true, force: true });
});

function start(job: string): ChildProcess {
  const files = ["start.mjs", "exportWorker.mjs"].map((name) => join(tools, name));
  const args = [...files, job, join(tools, "gpt2.vocabulary"), join(tools, "tokenWorker.mjs")];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

const inputOf = async (job: WorkerInput["job"]): Promise<WorkerInput> => ({
  job,
  setup: { kind: "builtIn", id: "gpt2", vocabulary: await vocabularyFileBytes("gpt2") },
  tokenWorker: join(tools, "tokenWorker.mjs"),
  workerCount: 2,
});

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once("exit", () => resolve()));

it("leaves each old file or the new one", async () => {
  const job = join(tools, "job.json");
  await writeFile(job, JSON.stringify(fixture.job({ format: "npyPairs", chunkLength: 20_000 })));
  const startedAt = performance.now();
  await ended(start(job));
  const wholeMs = performance.now() - startedAt;
  const names = ["train-inputs.npy", "train-targets.npy", "dataset.json"];
  const fresh = await Promise.all(names.map((name) => readFile(join(fixture.out, name), "latin1")));
  const outcomes = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    for (const name of names) await writeFile(join(fixture.out, name), `old ${name}`);
    const child = start(job);
    // From before its first byte to after its last: whatever moment it is, the promise holds.
    const timer = setTimeout(() => child.kill("SIGKILL"), wholeMs * (0.2 + (round * 0.9) / rounds));
    await ended(child);
    clearTimeout(timer);
    const found = await Promise.all(names.map((name) => readFile(join(fixture.out, name), "latin1")));
    for (const [at, name] of names.entries()) {
      const isFresh = found[at] === fresh[at];
      expect(isFresh || found[at] === `old ${name}`, `${name} is neither the old file nor the new one`).toBe(true);
      outcomes.add(isFresh ? "new" : "old");
    }
    // The manifest is last: when it is new, all are.
    if (found[2] === fresh[2]) expect(found).toEqual(fresh);
    if ((await readdir(fixture.out)).some((name) => name.endsWith(".partial"))) outcomes.add("leftovers");
  }
  expect(outcomes).toContain("old");
  expect(outcomes).toContain("leftovers");
  // The next export removes what all of them left.
  await ended(start(job));
  expect((await readdir(fixture.out)).toSorted()).toEqual(names.toSorted());
});

it("cancelled in its worker, leaves nothing behind", async () => {
  for (const name of await readdir(fixture.out)) await rm(join(fixture.out, name));
  const cancellation = new AbortController();
  // Takes its time for each task, so that no machine is done before it hears of the end: all of them would take half a minute.
  const slow = join(tools, "slow.mjs");
  await writeFile(
    slow,
    `import { parentPort } from "node:worker_threads";
     const on = parentPort.on.bind(parentPort);
     parentPort.on = (name, listen) => on(name, name === "message" ? (message) => setTimeout(listen, 200, message) : listen);
     await import("./tokenWorker.mjs");`,
  );
  const job = fixture.job({ format: "parquet", chunkLength: 1000 });
  const input = { ...(await inputOf(job)), tokenWorker: slow, workerCount: 1 };
  const onProgress = ({ phase }: ExportProgress): void => {
    if (phase === "writing") cancellation.abort();
  };
  await expect(exportInWorker(startThreadOf(join(tools, "exportWorker.mjs")), input, cancellation.signal, onProgress)).rejects.toThrow(
    /abort/i,
  );
  expect(await readdir(fixture.out)).toEqual([]);
});

it("tells from its worker what can't be exported", async () => {
  const input = await inputOf({ ...fixture.job({}), sources: [] });
  const running = exportInWorker(startThreadOf(join(tools, "exportWorker.mjs")), input, new AbortController().signal, () => undefined);
  await expect(running).rejects.toMatchObject({ name: "ExportError", message: /nothing to export/ });
});

it.each(["llama3-form.json", "sentencepiece-bpe.json", "nfc-flags.json"])(
  "tokenizes with a tokenizer's file in its workers: %s",
  async (name) => {
    const texts = ["The quick brown fox, 123 times. ".repeat(300), "Cafe\u0301 世界 🐈 <|eot|>\n".repeat(100), "short"];
    const own = await exportFixture(Object.fromEntries(texts.map((text, i) => [`${i}.txt`, text])));
    const compiled = await compiledFixture(name);
    const encoding = encodingOfCompiled(compiled);
    const { specialTokens, vocabSize } = encoding.vocabulary;
    const job = own.job({ encoding: "file", vocabSize, options: { separatorId: specialTokens.endOfText ?? null } });
    const setup = { kind: "file", compiled, identity: { id: "file", label: "file", usedBy: "" } } as const;
    const input = { ...(await inputOf(job)), setup };
    await exportInWorker(startThreadOf(join(tools, "exportWorker.mjs")), input, new AbortController().signal, () => undefined);
    const separator = specialTokens.endOfText === undefined ? [] : [specialTokens.endOfText];
    const wanted = texts.flatMap((text, i) => [...(i === 0 ? [] : separator), ...encoding.encode(text)]);
    const found = await own.bytes("train.bin");
    expect(vocabSize > 65_536 ? [...new Uint32Array(found.slice().buffer)] : uint16(found)).toEqual(wanted);
    await own.remove();
  },
);

it("says that a worker that tokenizes died, leaves nothing behind, and works when tried again", async () => {
  for (const name of await readdir(fixture.out)) await rm(join(fixture.out, name));
  const dying = join(tools, "dying.mjs");
  await writeFile(dying, 'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(9));');
  const input = await inputOf(fixture.job({}));
  const start = startThreadOf(join(tools, "exportWorker.mjs"));
  const running = exportInWorker(start, { ...input, tokenWorker: dying }, new AbortController().signal, () => undefined);
  await expect(running).rejects.toMatchObject({
    name: "ExportError",
    message: "A worker ended in the middle of its work: it ended with code 9. The files that were there are as they were; export again.",
  });
  expect(await readdir(fixture.out)).toEqual([]);
  await exportInWorker(start, input, new AbortController().signal, () => undefined);
  expect((await readdir(fixture.out)).toSorted()).toEqual(["dataset.json", "train.bin"]);
});
