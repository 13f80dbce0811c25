/** Cold start: a fresh Node process for each sample, from before the first module is loaded to the first ids. */
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { benchDirectory, encodingNames, enginePath, vocabularyPath } from "./engineBuild.ts";
import { median, spread } from "./measure.ts";
import { ourName, rivalName } from "./peers.ts";
import { figure, percent, table, times, type SectionResult, type Verdict } from "./report.ts";
import { progress, type Section } from "./section.ts";
import { seededRandom, shuffled } from "./seededRandom.ts";

interface Starter {
  readonly name: string;
  readonly knows: (encoding: EncodingName) => boolean;
}

/** The ways to start that test/tools/bench/coldStart.mjs knows. gpt-tokenizer in both its builds: the faster one counts. */
const starters: readonly Starter[] = [
  { name: ourName, knows: () => true },
  { name: rivalName, knows: (encoding) => encoding === "gpt2" || encoding === "cl100k_base" || encoding === "o200k_base" },
  { name: "gpt-tokenizer", knows: () => true },
  { name: "gpt-tokenizer (CommonJS)", knows: () => true },
  { name: "js-tiktoken", knows: () => true },
  { name: "tiktoken", knows: () => true },
  { name: "bpe-lite", knows: (encoding) => encoding === "cl100k_base" || encoding === "o200k_base" },
  { name: "ai-tokenizer", knows: (encoding) => encoding === "p50k_base" || encoding === "cl100k_base" || encoding === "o200k_base" },
];

/** Milliseconds of one start, as the fresh process itself measured them. */
function sample(starter: string, encoding: EncodingName): number {
  const script = join(benchDirectory, "coldStart.mjs");
  return Number(execFileSync(process.execPath, [script, starter, encoding, enginePath, vocabularyPath(encoding)], { encoding: "utf8" }));
}

/** js-tiktoken's ranks as they ship: a JavaScript file for each encoding. */
function rankFileSize(encoding: EncodingName): { readonly plain: number; readonly gzip: number } {
  const path = join(benchDirectory, "node_modules/js-tiktoken/dist/ranks", `${encoding}.js`);
  if (!existsSync(path)) throw new Error(`${path} is missing; run npm run bench -- --install to install the peers again.`);
  return { plain: statSync(path).size, gzip: gzipSync(readFileSync(path)).byteLength };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);

export const coldStartSection: Section = {
  name: "cold",
  title: "Cold start",
  run({ quick }): SectionResult {
    const rounds = quick ? 3 : 9;
    const verdicts: Verdict[] = [];
    const rows: string[][] = [];
    const sizes: string[][] = [];
    for (const encoding of encodingNames) {
      progress(`  cold: ${encoding}`);
      const present = starters.filter(({ knows }) => knows(encoding));
      const samples = new Map<string, number[]>(present.map(({ name }) => [name, []]));
      const random = seededRandom(rounds);
      for (let round = 0; round < rounds; round++)
        for (const { name } of shuffled(present, random)) samples.get(name)?.push(sample(name, encoding));
      const timeOf = (name: string): number[] => samples.get(name) ?? [];
      const [esm, commonJs] = [timeOf("gpt-tokenizer"), timeOf("gpt-tokenizer (CommonJS)")];
      const faster = median(esm) < median(commonJs) ? esm : commonJs;
      const share = median(timeOf(ourName).map((ms, round) => ms / (faster[round] ?? Number.NaN)));
      rows.push([
        encoding,
        ...starters.map(({ name }) =>
          timeOf(name).length === 0 ? "–" : `${figure(median(timeOf(name)))} ±${percent(spread(timeOf(name)))}`,
        ),
      ]);
      verdicts.push({
        what: `${encoding}: cold start, share of gpt-tokenizer's`,
        target: "≤ 1/4",
        measured: `${share.toFixed(2)} (1/${(1 / share).toFixed(1)})`,
        reached: share <= 0.25,
      });
      const ofRival = median(timeOf(ourName).map((ms, round) => ms / (timeOf(rivalName)[round] ?? Number.NaN)));
      if (!Number.isNaN(ofRival)) {
        verdicts.push({
          what: `${encoding}: cold start, share of ${rivalName}'s`,
          target: "≤ 1/15",
          measured: `${ofRival.toFixed(3)} (1/${(1 / ofRival).toFixed(1)})`,
          reached: ofRival <= 1 / 15,
        });
      }

      const our = readFileSync(vocabularyPath(encoding));
      const theirs = rankFileSize(encoding);
      sizes.push([
        encoding,
        megabytes(our.byteLength),
        megabytes(theirs.plain),
        times(theirs.plain / our.byteLength),
        megabytes(gzipSync(our).byteLength),
        megabytes(theirs.gzip),
      ]);
      verdicts.push({
        what: `${encoding}: vocabulary file smaller than js-tiktoken's ranks`,
        target: `< ${megabytes(theirs.plain)} MB`,
        measured: `${megabytes(our.byteLength)} MB`,
        reached: our.byteLength < theirs.plain,
      });
    }
    const markdown = [
      "## Cold start",
      `Milliseconds in a fresh process from before the first module is loaded to the first ids of a short sentence; medians of ${rounds} processes each, in turns.`,
      table(["encoding", ...starters.map(({ name }) => name)], rows),
      "### Vocabulary files, MB",
      table(["encoding", "ours", "js-tiktoken's", "smaller by", "ours, gzip", "js-tiktoken's, gzip"], sizes),
    ].join("\n\n");
    return { markdown, verdicts };
  },
};
