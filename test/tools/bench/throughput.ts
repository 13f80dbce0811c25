/** Speed on ordinary text: warm (the same text again and again) and at first sight (slices this instance has never seen). */
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { repository } from "./engineBuild.ts";
import { givesIds, sameIds } from "./ids.ts";
import { measureInTurns, ratio, spread, median, timeOnce, type Measured } from "./measure.ts";
import { contestantsFor, instancesFor, ourName, referenceName, rivalName, type Contestant } from "./peers.ts";
import { atLeast, figure, percent, table, times, type SectionResult, type Verdict } from "./report.ts";
import { progress, type BenchOptions, type Section } from "./section.ts";
import { seededRandom, shuffled } from "./seededRandom.ts";
import { makeCorpus, slicesOf, textKinds, type TextKind } from "./texts.ts";

const timedEncodings: readonly EncodingName[] = ["gpt2", "cl100k_base", "o200k_base"];

/** Issue 9's tables: how many times faster than hypertok and than tiktoken's WebAssembly build, by regime and kinds of text. */
const goals = [
  { regime: "warm", kinds: ["prose", "code"], hypertok: 1.7, tiktoken: 60 },
  { regime: "warm", kinds: ["minified"], hypertok: 1.6 },
  { regime: "warm", kinds: ["many scripts"], hypertok: 1.5, tiktoken: 25 },
  { regime: "first sight", kinds: ["prose", "code"], hypertok: 1.5, tiktoken: 15 },
  { regime: "first sight", kinds: ["minified"], hypertok: 1.35 },
  { regime: "first sight", kinds: ["many scripts"], hypertok: 1.3, tiktoken: 6 },
] as const satisfies readonly Goal[];

interface Goal {
  readonly regime: string;
  readonly kinds: readonly TextKind[];
  readonly hypertok: number;
  readonly tiktoken?: number;
}

type Regime = (typeof goals)[number]["regime"];

/** One (encoding, kind of text): the rates of everybody, in bytes per second, and who gave wrong ids on exactly this text. */
interface Field {
  readonly encoding: EncodingName;
  readonly kind: TextKind;
  readonly measured: readonly Measured[];
  readonly contestants: readonly Contestant[];
  readonly wrong: ReadonlySet<string>;
}

/** UTF-16 code units. */
const warmLength = 250_000;

async function warmField(encoding: EncodingName, kind: TextKind, { quick }: BenchOptions): Promise<Field> {
  const { text, byteLength } = makeCorpus(kind, quick ? 100_000 : warmLength, repository);
  const contestants = await instancesFor(encoding);
  const expected = contestants.find(({ contestant }) => contestant.name === referenceName)?.encode(text) ?? [];
  const wrong = new Set(contestants.filter(({ encode }) => !givesIds(encode, text, expected)).map(({ contestant }) => contestant.name));
  const measured = measureInTurns(
    contestants.map(({ contestant, encode }) => ({ name: contestant.name, run: () => encode(text), units: byteLength })),
    quick ? { rounds: 3, roundMs: 10, warmUpMs: 50 } : { rounds: 9, roundMs: 30, warmUpMs: 200 },
  );
  return {
    encoding,
    kind,
    wrong,
    measured,
    contestants: contestants.map(({ contestant }) => contestant),
  };
}

/** UTF-16 code units: a document of ordinary size, so that not the change from one tokenizer to the next is measured, which empties the processor's
 *  caches. */
const sliceLength = 160_000;

/** In each round new instances meet each slice once, one instance all of them before the next one, as in a session. The first slices are not timed:
 *  they stand for the session's earlier texts and let the code be compiled. A slice's fastest round counts: an instance meets a text for the first time
 *  only once, so what other programs take from it can't be averaged out by repeating. */
async function firstSightField(encoding: EncodingName, kind: TextKind, { quick }: BenchOptions): Promise<Field> {
  const [rounds, untimed, timed] = quick ? [2, 2, 3] : [4, 4, 12];
  const slices = slicesOf(makeCorpus(kind, sliceLength * (untimed + timed) * 1.3, repository).text, sliceLength).slice(0, untimed + timed);
  const contestants = contestantsFor(encoding);
  const fastest = new Map(contestants.map(({ name }) => [name, slices.map(() => Infinity)]));
  const wrong = new Set<string>();
  const random = seededRandom(slices.length);
  let expected: readonly ArrayLike<number>[] = [];
  for (let round = 0; round < rounds; round++) {
    const found = new Map<string, readonly ArrayLike<number>[]>();
    for (const contestant of shuffled(contestants, random)) {
      const encode = await contestant.create(encoding);
      const best = fastest.get(contestant.name) ?? [];
      const ids = slices.map((slice, at) => {
        let given: ArrayLike<number> = [];
        best[at] = Math.min(
          best[at] ?? Infinity,
          timeOnce(() => (given = encode(slice))),
        );
        return given;
      });
      found.set(contestant.name, ids);
    }
    expected = found.get(referenceName) ?? expected;
    for (const [name, ids] of found) if (ids.some((each, at) => !sameIds(each, expected[at] ?? []))) wrong.add(name);
  }
  const bytes = slices.map((slice) => Buffer.byteLength(slice));
  const ratesOf = (name: string): number[] => (fastest.get(name) ?? []).map((ms, at) => (bytes[at] ?? 0) / (ms / 1000)).slice(untimed);
  return { encoding, kind, wrong, measured: contestants.map(({ name }) => ({ name, rates: ratesOf(name) })), contestants };
}

/** How many times faster ours is than a peer. */
function against(field: Field, peer: string): number {
  const ours = field.measured.find(({ name }) => name === ourName);
  const theirs = field.measured.find(({ name }) => name === peer);
  return ours === undefined || theirs === undefined ? Number.NaN : ratio(ours, theirs);
}

function fieldTable(fields: readonly Field[]): string {
  const names = fields.flatMap(({ measured }) => measured.map(({ name }) => name)).filter((name, at, list) => list.indexOf(name) === at);
  const cell = (name: string, field: Field): string => {
    const mine = field.measured.find((each) => each.name === name);
    if (mine === undefined) return "–";
    const speed = `${figure(median(mine.rates) / 1e6)} ±${percent(spread(mine.rates))}`;
    const mark = field.wrong.has(name) ? " (wrong ids)" : "";
    return name === ourName ? `${speed}${mark}` : `${speed} · ${times(against(field, name))}${mark}`;
  };
  const rows = names.map((name) => [name].concat(fields.map((field) => cell(name, field))));
  return table(["MB/s ± half the quartile distance · ours is faster by", ...fields.map(({ kind }) => kind)], rows);
}

function verdictsOf(regime: Regime, fields: readonly Field[]): Verdict[] {
  return goals
    .filter((goal) => goal.regime === regime)
    .flatMap((goal: Goal) =>
      ([rivalName, referenceName] as const).flatMap((peer) => {
        const asked = goal[peer];
        if (asked === undefined) return [];
        const cases = fields
          .filter(({ kind }) => goal.kinds.includes(kind))
          .map((field) => ({ ratio: against(field, peer), where: `${field.encoding} ${field.kind}` }))
          .toSorted((a, b) => a.ratio - b.ratio);
        const all = cases.map(({ ratio }) => times(ratio)).join(", ");
        const label = `${goal.kinds.join(" and ")}, ${regime}: ${peer === referenceName ? "tiktoken WASM" : peer}`;
        return atLeast(label, asked, cases[0]?.ratio ?? Number.NaN, `worst: ${cases[0]?.where}; all: ${all}`);
      }),
    );
}

function throughputSection(
  name: string,
  regime: Regime,
  explanation: string,
  measureField: (encoding: EncodingName, kind: TextKind, options: BenchOptions) => Promise<Field>,
): Section {
  return {
    name,
    title: `Speed, ${regime}`,
    async run(options): Promise<SectionResult> {
      const fields: Field[] = [];
      const parts = [`## Speed, ${regime}`, explanation];
      for (const encoding of timedEncodings) {
        const ofEncoding: Field[] = [];
        for (const kind of textKinds) {
          progress(`  ${name}: ${encoding}, ${kind}`);
          ofEncoding.push(await measureField(encoding, kind, options));
        }
        fields.push(...ofEncoding);
        parts.push(`### ${encoding}`, fieldTable(ofEncoding));
      }
      return { markdown: parts.join("\n\n"), verdicts: verdictsOf(regime, fields) };
    },
  };
}

export const warmSection = throughputSection(
  "warm",
  "warm",
  "The same text of 250,000 characters again and again; 9 rounds in turns.",
  warmField,
);
export const firstSightSection = throughputSection(
  "first",
  "first sight",
  "16 different slices of 160,000 characters, met once by an instance, one after the other; the last 12 are timed. Four rounds in turns, each with new instances; of each slice the fastest round counts.",
  firstSightField,
);
