/** Tokenizers of files: how quickly they encode, and how quickly the files open. */
import { referenceOf } from "../../verifyFiles/realTokenizers.ts";
import { repository } from "../engineBuild.ts";
import { sameIds } from "../ids.ts";
import { measureInTurns, median, ratio, spread, timeOnce, type Measured } from "../measure.ts";
import { atLeast, atMost, figure, percent, table, times, type SectionResult, type Verdict } from "../report.ts";
import { progress, type BenchOptions, type Section } from "../section.ts";
import { makeCorpus, textKinds, type TextKind } from "../texts.ts";
import {
  fileContestants,
  fileDirectory,
  huggingFaceName,
  ourFamily,
  ourFile,
  timedFiles,
  vocabularyOf,
  type TimedFile,
} from "./fileContestants.ts";
import { measureOpening, openingTable } from "./opening.ts";

/** UTF-16 code units; for who is slow, and for the comparison of ids. */
const length = 250_000;
const slowLength = 20_000;

interface Field {
  readonly file: TimedFile;
  readonly kind: TextKind;
  readonly measured: readonly Measured[];
  /** Whose ids are not those of the file's own library: another vocabulary, or a mistake. */
  readonly others: ReadonlySet<string>;
}

async function fieldOf(file: TimedFile, kind: TextKind, { quick }: BenchOptions): Promise<Field> {
  const { text, byteLength } = makeCorpus(kind, quick ? length / 5 : length, repository);
  const short = makeCorpus(kind, slowLength, repository);
  const contestants = await fileContestants(file);
  const expected = await referenceOf(fileDirectory, file.name)(short.text, false);
  const others = new Set(contestants.filter(({ encode }) => !sameIds(encode(short.text), expected)).map(({ name }) => name));
  const measured = measureInTurns(
    contestants.filter(({ isSlow }) => !isSlow).map(({ name, encode }) => ({ name, run: () => encode(text), units: byteLength })),
    quick ? { rounds: 3, roundMs: 10, warmUpMs: 50 } : { rounds: 9, roundMs: 30, warmUpMs: 200 },
  );
  const slow = contestants
    .filter(({ isSlow }) => isSlow)
    .map(({ name, encode }) => {
      const rates = Array.from({ length: 9 }, () => short.byteLength / (timeOnce(() => encode(short.text)) / 1000));
      return { name, rates };
    });
  return { file, kind, measured: [...measured, ...slow], others };
}

function against({ measured }: Field, peer: string): number {
  const ours = measured.find(({ name }) => name === ourFile);
  const theirs = measured.find(({ name }) => name === peer);
  return ours === undefined || theirs === undefined ? Number.NaN : ratio(ours, theirs);
}

function fieldTable(fields: readonly Field[]): string {
  const names = fields[0]?.measured.map(({ name }) => name) ?? [];
  const cell = (name: string, field: Field): string => {
    const mine = field.measured.find((each) => each.name === name);
    if (mine === undefined) return "–";
    const speed = `${figure(median(mine.rates) / 1e6)} ±${percent(spread(mine.rates))}`;
    const mark = field.others.has(name) && name !== ourFamily ? " (other ids)" : "";
    return name === ourFile ? `${speed}${mark}` : `${speed} · ${times(against(field, name))}${mark}`;
  };
  const rows = names.map((name) => [name].concat(fields.map((field) => cell(name, field))));
  return table(["MB/s ± half the quartile distance · the file is faster by", ...fields.map(({ kind }) => kind)], rows);
}

/** The worst of all cases. */
function verdictOf(what: string, asked: number, fields: readonly Field[], peer: string): Verdict {
  const cases = fields
    .map((field) => ({ ratio: against(field, peer), where: `${field.file.name} ${field.kind}` }))
    .filter(({ ratio: each }) => Number.isFinite(each))
    .toSorted((a, b) => a.ratio - b.ratio);
  return atLeast(
    what,
    asked,
    cases[0]?.ratio ?? Number.NaN,
    `worst: ${cases[0]?.where}; all: ${cases.map((each) => times(each.ratio)).join(", ")}`,
  );
}

export const filesSection: Section = {
  name: "files",
  title: "Tokenizers of files",
  async run(options): Promise<SectionResult> {
    const parts = [
      "## Tokenizers of files",
      `Ids of the same text of 250,000 characters again and again, 9 rounds in turns; who takes seconds for it, 20,000 characters, 9 times. The ids of 20,000 characters are compared with Hugging Face's own library first, tekken's with tiktoken. hypertok's qwen3-6 is the vocabulary of later models, its o200k has no gpt-oss's special tokens. Vocabularies: ${timedFiles.flatMap(({ hypertok }) => (hypertok === undefined ? [] : [vocabularyOf(hypertok)])).join(", ")}.`,
    ];
    const fields: Field[] = [];
    for (const file of timedFiles) {
      const ofFile: Field[] = [];
      for (const kind of textKinds) {
        progress(`  files: ${file.name}, ${kind}`);
        ofFile.push(await fieldOf(file, kind, options));
      }
      fields.push(...ofFile);
      parts.push(`### ${file.name}, beside ${file.family}`, fieldTable(ofFile));
    }
    const openings = (["qwen3", "llama3_1", "deepseek_v3", "gptoss", "gemma3"] as const).map((name) => {
      progress(`  files: opening ${name}`);
      return measureOpening(name, options.quick ? 1 : 5);
    });
    parts.push("### Opening a file", openingTable(openings));
    const qwen = openings.find(({ name }) => name === "qwen3")!; // it is among them
    const wrong = fields.filter(({ others }) => others.has(ourFile)).map(({ file, kind }) => `${file.name} ${kind}`);
    return {
      markdown: parts.join("\n\n"),
      verdicts: [
        {
          what: "tokenizers of files: ids",
          target: "all right",
          measured: wrong.length === 0 ? "all right" : wrong.join(", "),
          reached: wrong.length === 0,
        },
        verdictOf("tokenizers of files: the built-in encoding of the family", 0.9, fields, ourFamily),
        verdictOf(`tokenizers of files: ${huggingFaceName}`, 50, fields, huggingFaceName),
        atMost(
          "opening an 11 MB tokenizer.json: JSON.parse",
          2.5,
          qwen.ms.open / qwen.ms.parse,
          "×",
          `${figure(qwen.ms.open)} and ${figure(qwen.ms.parse)} ms`,
        ),
        atMost("opening it from the kept form", 60, qwen.ms.compact, " ms", "without reading it from the disk"),
      ],
    };
  },
};
