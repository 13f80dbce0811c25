/**
 * `npm run bench:training`: how fast a step of training is, how much memory a run takes, and how well rows of a novel know kinds of words over time.
 * Times are the process's own (a busy machine does not count); the scores are PG and P12 of scores.ts. Writes results.md beside this file.
 * Then how the inspector's page keeps up, in Chromium, and what somebody who types notices, in VS Code: these times are the clock's.
 * Options: `--quick` leaves out the scores, `--frames` all but the page, `--typing` all but typing beside a run; a path gives another text than the novel.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { get_encoding } from "tiktoken";
import { finish } from "../../../../src/core/steps.ts";
import { baselines } from "../../../../src/core/training/baselines.ts";
import type { TrainingOptions } from "../../../../src/core/training/trainingOptions.ts";
import { TrainingRun } from "../../../../src/core/training/trainingRun.ts";
import { framesOf } from "./frames.ts";
import { partOfSpeech } from "./groups.ts";
import { typingBesideTraining } from "./typing.ts";
import { chancePG, nearest, scoreP12, scorePG, unitRows } from "./scores.ts";

/** This file runs bundled, as .build/bench/training/main.mjs. */
const root = fileURLToPath(new URL("../../..", import.meta.url));
const novel = join(root, "media/the-awakening.md");
const args = process.argv.slice(2);
const path = args.find((arg) => !arg.startsWith("--")) ?? novel;

const encoding = get_encoding("gpt2");
const ids = Int32Array.from(encoding.encode(readFileSync(path, "utf8").replaceAll("\r\n", "\n")));
const textOf = (id: number): string => new TextDecoder().decode(encoding.decode(Uint32Array.of(id)));
const lines: string[] = [];
const say = (line: string): void => {
  lines.push(line);
  console.log(line);
};

function optionsOf(change: Partial<TrainingOptions> & { readonly batchesPerStep?: number } = {}): TrainingOptions {
  const { batchesPerStep = 4, ...model } = change;
  return {
    vocabSize: 50_257,
    contextLength: 4,
    embeddingDim: 64,
    seed: 123,
    start: "small",
    tied: false,
    previousToken: false,
    optimizer: "Adam",
    learningRate: 0.01,
    lesson: { maxLength: 4, stride: 4, batchSize: 8, dropLast: true, shuffle: false, seed: 123, batchesPerStep, holdOut: true },
    ...model,
  };
}

/** Seconds of the processor that the work took. */
function seconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function stepMs(run: TrainingRun, steps: number): number {
  for (let i = 0; i < 10; i++) finish(run.stepSteps()); // compiled and warm
  return 1000 * median(Array.from({ length: steps }, () => seconds(() => void finish(run.stepSteps()))));
}

say(`# Training, measured\n`);
say(
  `${cpus()[0]?.model ?? "processor"}, Node ${process.versions.node}. ${path === novel ? "*The Awakening*" : path}: ${ids.length} tokens.\n`,
);

const only = ["--frames", "--typing"].find((option) => args.includes(option));
if (only === undefined) {
  steps();
  if (!args.includes("--quick"))
    for (const [name, options] of [
      ["the defaults", optionsOf()],
      ["a second output layer, width 32", optionsOf({ previousToken: true, embeddingDim: 32 })],
    ] as const)
      scores(name, options);
}
if (only !== "--typing") await frames();
if (only !== "--frames") await typing();
if (only === undefined) writeFileSync(join(root, "test/tools/bench/training/results.md"), `${lines.join("\n")}\n`);

/** How long a step takes, and a run's beginning. */
function steps(): void {
  // As many tokens as the text has, every id of GPT-2 among them.
  const everyId = Int32Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 50_257);
  const sizes = [
    { name: "the text, width 64, 32 predictions", of: ids, options: optionsOf({ batchesPerStep: 1 }), limit: 6 },
    { name: "the text, width 64, 128 predictions (the default)", of: ids, options: optionsOf(), limit: undefined },
    { name: "the text, width 32, 128 predictions", of: ids, options: optionsOf({ embeddingDim: 32 }), limit: undefined },
    { name: "50,257 × 64, 32 predictions", of: everyId, options: optionsOf({ batchesPerStep: 1 }), limit: 60 },
  ] as const;
  say("| step | distinct tokens | ms | asked | kernel's memory, MB |\n| --- | ---: | ---: | ---: | ---: |");
  for (const { name, of, options, limit } of sizes) {
    const run = finish(TrainingRun.startSteps(of, options));
    const ms = stepMs(run, 40);
    const asked = limit === undefined ? "" : `≤ ${limit}`;
    say(`| ${name} | ${run.lesson.distinctIds.length} | ${ms.toFixed(2)} | ${asked} | ${(run.kernel.byteLength / 1e6).toFixed(0)} |`);
  }
  const start = 1000 * seconds(() => void finish(TrainingRun.startSteps(ids, optionsOf())));
  say(`\nFrom the ids to the first step: ${start.toFixed(0)} ms of processor time.\n`);
}

/** What somebody who types notices. */
async function typing(): Promise<void> {
  say("\n## Typing in the text while it trains\n");
  say(
    "VS Code in Chromium, where the inspector shares a process with the editor, WebGL in software: milliseconds from a key to its letter.\n",
  );
  say("| | letters | median | one in twenty is over | longest | steps a second |\n| --- | ---: | ---: | ---: | ---: | ---: |");
  for (const { what, letters, median: middle, slowest20th, longest, stepsPerSecond } of await typingBesideTraining(
    readFileSync(path, "utf8"),
  ))
    say(
      `| ${what} | ${letters} | ${middle.toFixed(0)} | ${slowest20th.toFixed(0)} | ${longest.toFixed(0)} | ${stepsPerSecond.toFixed(0)} |`,
    );
}

/** How the page keeps up. */
async function frames(): Promise<void> {
  say("\n## The inspector's page while it trains\n");
  say(
    "Chromium, WebGL in software, the clock's time. The text trains at the pace that a text of its size is given.\n\n" +
      "| unfolded | first step seen, ms | frames a second | one gap in twenty is over, ms | steps a second |\n| --- | ---: | ---: | ---: | ---: |",
  );
  const sections = {
    "as it is at first": undefined,
    "training alone": [],
    "training, input rows, neighbours": ["input-rows", "neighbours"],
    "training, neighbours, map": ["neighbours", "map"],
  };
  for (const { what, firstStep, perSecond, slowest20th, stepsPerSecond } of await framesOf(readFileSync(path, "utf8"), sections))
    say(`| ${what} | ${firstStep.toFixed(0)} | ${perSecond.toFixed(1)} | ${slowest20th.toFixed(0)} | ${stepsPerSecond.toFixed(1)} |`);
}

/** P12/PG after so many seconds of training. */
function scores(name: string, options: TrainingOptions): void {
  const run = finish(TrainingRun.startSteps(ids, options));
  const { distinctIds, rows } = run.lesson;
  const counts = new Int32Array(distinctIds.length);
  for (const row of rows) counts[row] = (counts[row] ?? 0) + 1;
  const all = Array.from(distinctIds, (id, row) => ({ row, text: textOf(id) }));
  const tagged = all
    .toSorted((a, b) => (counts[b.row] ?? 0) - (counts[a.row] ?? 0))
    .slice(0, 300)
    .filter(({ text }) => partOfSpeech.has(text));
  const { uniform, unigram } = baselines(run.lesson);
  say(
    `\n## ${name}\n\n${tagged.length} of the 300 most frequent tokens have a part of speech; chance is ${chancePG(tagged).toFixed(0)}. Uniform loss ${uniform.toFixed(2)}, unigram ${unigram.toFixed(2)}.\n`,
  );
  say(
    "| seconds | step | epochs | held-out | token rows P12/PG | output rows | both |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
  );
  let spent = 0;
  for (const mark of [2, 5, 10, 20]) {
    while (spent < mark) spent += seconds(() => void finish(run.stepSteps()));
    const table = (which: "token" | "next"): Float32Array => run.kernel.read(which) ?? new Float32Array();
    const score = (...tables: Float32Array[]): string => {
      const unit = unitRows(tables, options.embeddingDim);
      return `${scoreP12(unit, all).toFixed(0)}/${scorePG(unit, tagged).toFixed(0)}`;
    };
    const heldOut = finish(run.heldOutLossSteps()).toFixed(2);
    say(
      `| ${mark} | ${run.step} | ${run.epochs.toFixed(2)} | ${heldOut} | ${score(table("token"))} | ${score(table("next"))} | ${score(table("token"), table("next"))} |`,
    );
  }
  const unit = unitRows(
    [run.kernel.read("token") ?? new Float32Array(), run.kernel.read("next") ?? new Float32Array()],
    options.embeddingDim,
  );
  say("");
  for (const word of [" he", " said", " was", " sea", " and"]) {
    const row = all.find(({ text }) => text === word)?.row;
    if (row !== undefined)
      say(
        `- \`${word}\` → ${nearest(unit, row, all)
          .map(({ text }) => `\`${text}\``)
          .join(" ")}`,
      );
  }
}
