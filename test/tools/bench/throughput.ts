/** Speed on ordinary text: warm (the same text again and again) and at first sight (slices this instance has never seen). */
import type { TiktokenEncoding as EncodingName } from "tiktoken";
import { repository } from "./engineBuild.ts";
import { givesIds } from "./ids.ts";
import { measureInTurns, ratio, spread, median, timeOnce, type Measured } from "./measure.ts";
import { instancesFor, ourName, referenceName, type Contestant } from "./peers.ts";
import { atLeast, figure, percent, table, times, type SectionResult, type Verdict } from "./report.ts";
import { progress, type BenchOptions, type Section } from "./section.ts";
import { seededRandom, shuffled } from "./seededRandom.ts";
import { makeCorpus, slicesOf, textKinds, type TextKind } from "./texts.ts";

const timedEncodings: readonly EncodingName[] = ["gpt2", "cl100k_base", "o200k_base"];

/** Issue 3's table: how many times faster than each, by regime and kinds of text. */
const goals = [
  { regime: "warm", kinds: ["prose", "code"], tiktoken: 25, "tiktoken-node": 15, "gpt-tokenizer": 8, best: 5, "js-tiktoken": 50 },
  { regime: "first sight", kinds: ["prose", "code"], tiktoken: 12, "tiktoken-node": 7, "gpt-tokenizer": 7, best: 5, "js-tiktoken": 18 },
  { regime: "warm", kinds: ["many scripts"], tiktoken: 14, "tiktoken-node": 10, "gpt-tokenizer": 8, best: 4, "js-tiktoken": 50 },
  { regime: "first sight", kinds: ["many scripts"], tiktoken: 6, "tiktoken-node": 5, "gpt-tokenizer": 8, best: 5, "js-tiktoken": 20 },
] as const;

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

/** New instances meet each slice once. The first slices are not timed: they stand for the session's earlier texts and let the code be compiled. */
async function firstSightField(encoding: EncodingName, kind: TextKind, { quick }: BenchOptions): Promise<Field> {
  const [untimed, timed] = quick ? [2, 3] : [4, 12];
  const slices = slicesOf(makeCorpus(kind, sliceLength * (untimed + timed) * 1.3, repository).text, sliceLength).slice(0, untimed + timed);
  const contestants = (await instancesFor(encoding)).map((instance) => ({ ...instance, rates: [] as number[] }));
  const wrong = new Set<string>();
  const random = seededRandom(slices.length);
  for (const [at, slice] of slices.entries()) {
    const byteLength = Buffer.byteLength(slice);
    const ids = new Map<string, ArrayLike<number>>();
    for (const { contestant, encode, rates } of shuffled(contestants, random)) {
      const ms = timeOnce(() => ids.set(contestant.name, encode(slice)));
      if (at >= untimed) rates.push(byteLength / (ms / 1000));
    }
    const expected = ids.get(referenceName) ?? [];
    for (const [name, found] of ids) if (!givesIds(() => found, slice, expected)) wrong.add(name);
  }
  return {
    encoding,
    kind,
    wrong,
    measured: contestants.map(({ contestant, rates }) => ({ name: contestant.name, rates })),
    contestants: contestants.map(({ contestant }) => contestant),
  };
}

/** Ours against a peer by name, or against whichever JavaScript peer is fastest here. */
function against(field: Field, peer: string): { readonly ratio: number; readonly peer: string } {
  const ours = field.measured.find(({ name }) => name === ourName);
  const inJavaScript = new Set(field.contestants.filter(({ language }) => language === "JavaScript").map(({ name }) => name));
  const candidates = field.measured.filter(({ name }) => (peer === "best" ? inJavaScript.has(name) && name !== ourName : name === peer));
  const fastest = candidates.toSorted((a, b) => median(b.rates) - median(a.rates))[0];
  return ours === undefined || fastest === undefined ? { ratio: Number.NaN, peer } : { ratio: ratio(ours, fastest), peer: fastest.name };
}

function fieldTable(fields: readonly Field[]): string {
  const names = fields.flatMap(({ measured }) => measured.map(({ name }) => name)).filter((name, at, list) => list.indexOf(name) === at);
  const cell = (name: string, field: Field): string => {
    const mine = field.measured.find((each) => each.name === name);
    if (mine === undefined) return "–";
    const speed = `${figure(median(mine.rates) / 1e6)} ±${percent(spread(mine.rates))}`;
    const mark = field.wrong.has(name) ? " (wrong ids)" : "";
    return name === ourName ? `${speed}${mark}` : `${speed} · ${times(against(field, name).ratio)}${mark}`;
  };
  const rows = names.map((name) => [name].concat(fields.map((field) => cell(name, field))));
  return table(["MB/s ± half the quartile distance · ours is faster by", ...fields.map(({ kind }) => kind)], rows);
}

function verdictsOf(regime: Regime, fields: readonly Field[]): Verdict[] {
  return goals
    .filter((goal) => goal.regime === regime)
    .flatMap((goal) =>
      (["tiktoken", "tiktoken-node", "gpt-tokenizer", "best", "js-tiktoken"] as const).map((peer) => {
        const cases = fields
          .filter(({ kind }) => (goal.kinds as readonly string[]).includes(kind))
          .map((field) => Object.assign(against(field, peer), { where: `${field.encoding} ${field.kind}` }))
          .filter(({ ratio }) => Number.isFinite(ratio))
          .toSorted((a, b) => a.ratio - b.ratio);
        const worst = cases[0];
        const all = cases.map(({ ratio }) => times(ratio)).join(", ");
        const label = peer === "best" ? "best JavaScript peer" : peer === "tiktoken" ? "tiktoken WASM" : peer;
        return atLeast(
          `${goal.kinds.join(" and ")}, ${regime}: ${label}`,
          goal[peer],
          worst?.ratio ?? Number.NaN,
          `worst: ${worst?.where}${peer === "best" ? `, ${worst?.peer}` : ""}; all: ${all}`,
        );
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
  "New instances, 16 different slices of 160,000 characters, each met once by each; the last 12 are timed.",
  firstSightField,
);
